using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RadlPortal.Core.Imaging;
using RadlPortal.Core.Uploads;
using RadlPortal.Dicom;
using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Writing;
using RadlPortal.Web.Tests.Hosting;
using Xunit;

namespace RadlPortal.Web.Tests.Imaging;

/// <summary>STOW-RS, PS3.18 section 10.5.</summary>
public sealed class StowTests(PortalHost host) : IClassFixture<PortalHost>
{
    private const string Root = "/dicomweb/one/studies";

    [Fact]
    public async Task All_files_of_a_request_are_stored_and_referenced()
    {
        using var program = await host.UploadProgramAsync(host.NorthSite);
        var files = TestSeries.Files("one-north-1", "2.25.400");
        var (answer, json) = await program.StowAsync(Root, [.. files]);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/dicom+json", answer.Content.Headers.ContentType!.MediaType);
        var stored = json.Items("00081199");
        Assert.Equal(files.Select(f => DicomFile.Read(f).Dataset.Text(DicomTags.SopInstanceUid)).Order(), stored.Select(i => i.Value("00081155").GetString()).Order());
        Assert.All(stored, i => Assert.EndsWith($"/dicomweb/one/studies/2.25.400.1/series/2.25.400/instances/{i.Value("00081155").GetString()}", i.Value("00081190").GetString()));
        Assert.False(json.TryGetProperty("00081198", out _));
        await using var db = host.Database();
        Assert.Equal(TestSeries.Slices, (await db.ImagingSeries.SingleAsync(s => s.SeriesInstanceUid == "2.25.400")).InstanceCount);
    }

    [Fact]
    public async Task What_is_there_already_is_answered_as_stored_and_kept_once()
    {
        using var program = await host.UploadProgramAsync(host.NorthSite);
        var file = TestSeries.Files("one-north-1", "2.25.401")[0];
        await program.StowAsync(Root, file);
        var (answer, json) = await program.StowAsync(Root, file, file);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(2, json.Items("00081199").Count);
        await using var db = host.Database();
        Assert.Equal(1, (await db.ImagingSeries.SingleAsync(s => s.SeriesInstanceUid == "2.25.401")).InstanceCount);
    }

    [Fact]
    public async Task A_part_of_a_request_that_is_not_taken_makes_it_202_with_a_reason_each()
    {
        using var program = await host.UploadProgramAsync(host.NorthSite);
        var files = TestSeries.Files("one-north-1", "2.25.402");
        var named = Changed(files[1], d => d.Set(DicomTags.PatientName, "DOE^JANE"));
        var stranger = TestSeries.Files("nobody-1", "2.25.403")[0];
        var ultrasound = Changed(files[2], d => d.Set(DicomTags.SopClassUid, "1.2.840.10008.5.1.4.1.1.6.1").Set(DicomTags.Modality, "US"));
        var (answer, json) = await program.StowAsync(Root, files[0], named, stranger, ultrasound, "hello"u8.ToArray());
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Single(json.Items("00081199"));
        Assert.Equal([0xC010, 0xC012, 0x0122], json.Items("00081198").Select(i => i.Value("00081197").GetInt32()));
        Assert.Equal(0xC000, Assert.Single(json.Items("0008119A")).Value("00081197").GetInt32());
        Assert.DoesNotContain("DOE", json.GetRawText());
    }

    [Fact]
    public async Task Nothing_taken_is_409()
    {
        using var program = await host.UploadProgramAsync(host.NorthSite);
        var (answer, json) = await program.StowAsync(Root, TestSeries.Files("one-south-1", "2.25.404")[0]);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal(0xC012, Assert.Single(json.Items("00081198")).Value("00081197").GetInt32());
    }

    [Fact]
    public async Task The_same_UID_with_other_pixels_is_refused_and_the_stored_bytes_stay()
    {
        using var program = await host.UploadProgramAsync(host.NorthSite);
        var file = TestSeries.Files("one-north-2", "2.25.405")[0];
        await program.StowAsync(Root, file);
        var (answer, json) = await program.StowAsync(Root, Changed(file, d => d.Set(DicomTags.WindowCenter, "7")));
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal(0x0111, Assert.Single(json.Items("00081198")).Value("00081197").GetInt32());
        var sop = DicomFile.Read(file).Dataset.Text(DicomTags.SopInstanceUid);
        using var stored = await program.GetAsync($"{Root}/2.25.405.1/series/2.25.405/instances/{sop}", "multipart/related; type=\"application/dicom\"");
        Assert.NotEqual("7", DicomFile.Read((await stored.PartsAsync())[0].Bytes).Dataset.Text(DicomTags.WindowCenter));
    }

    [Fact]
    public async Task A_file_of_another_study_than_the_address_names_is_refused()
    {
        using var program = await host.UploadProgramAsync(host.NorthSite);
        var (answer, json) = await program.StowAsync($"{Root}/1.2.3", TestSeries.Files("one-north-1", "2.25.406")[0]);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal(0xA901, Assert.Single(json.Items("00081198")).Value("00081197").GetInt32());
    }

    [Fact]
    public async Task An_unknown_subject_is_registered_where_the_study_allows_it()
    {
        await using (var db = host.Database())
        {
            var study = await db.ResearchStudies.SingleAsync(s => s.Code == "one");
            study.Settings = study.Settings with { CreateSubjectsOnUpload = true };
            await db.SaveChangesAsync();
        }

        using var program = await host.UploadProgramAsync(host.NorthSite);
        var (answer, _) = await program.StowAsync(Root, TestSeries.Files("new-subject-1", "2.25.407")[0]);
        await using (var db = host.Database())
        {
            var study = await db.ResearchStudies.SingleAsync(s => s.Code == "one");
            study.Settings = study.Settings with { CreateSubjectsOnUpload = false };
            await db.SaveChangesAsync();
            Assert.Equal(host.NorthSite, (await db.Subjects.SingleAsync(s => s.Code == "new-subject-1")).SiteId);
        }

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_series_that_came_by_DICOMweb_is_examined_when_nothing_comes_any_more()
    {
        using var program = await host.UploadProgramAsync(host.NorthSite);
        await program.StowAsync(Root, [.. TestSeries.Files("one-north-2", "2.25.408")]);
        await host.Services.GetRequiredService<SeriesExaminer>().ExamineQuietAsync(TimeSpan.FromSeconds(-1), CancellationToken.None);
        await using var db = host.Database();
        Assert.Equal(SeriesGeometry.Volume, (await db.ImagingSeries.SingleAsync(s => s.SeriesInstanceUid == "2.25.408")).Geometry);
    }

    [Theory]
    [InlineData("multipart/related; type=\"application/dicom+json\"; boundary=edge", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("multipart/form-data; boundary=edge", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("multipart/related; type=application/dicom; boundary=other", HttpStatusCode.BadRequest)]
    public async Task A_body_that_is_no_multipart_of_DICOM_files_is_refused(string type, HttpStatusCode expected)
    {
        using var program = await host.UploadProgramAsync(host.NorthSite);
        var body = DicomWebClient.Body([[1, 2, 3]]);
        body.Headers.Remove("Content-Type");
        body.Headers.TryAddWithoutValidation("Content-Type", type);
        using var answer = await program.PostAsync(Root, body);
        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task A_body_that_is_cut_off_keeps_what_arrived_whole_and_says_so()
    {
        using var program = await host.UploadProgramAsync(host.NorthSite);
        var files = TestSeries.Files("one-north-1", "2.25.409");
        var whole = await DicomWebClient.Body([files[0], files[1]]).ReadAsByteArrayAsync();
        var cut = new ByteArrayContent(whole[..^500]);
        cut.Headers.TryAddWithoutValidation("Content-Type", "multipart/related; type=application/dicom; boundary=edge");
        using var answer = await program.PostAsync(Root, cut);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        await using var db = host.Database();
        Assert.Equal(1, (await db.ImagingSeries.SingleAsync(s => s.SeriesInstanceUid == "2.25.409")).InstanceCount);
    }

    [Fact]
    public async Task Text_before_the_first_boundary_and_a_boundary_inside_the_bytes_do_no_harm()
    {
        using var program = await host.UploadProgramAsync(host.NorthSite);
        var file = Changed(TestSeries.Files("one-north-1", "2.25.410")[0], d => d.Set(new DicomElement(DicomTags.PixelData, "OW", Patterned(d[DicomTags.PixelData]!.Value.ToArray()))));
        var parts = await DicomWebClient.Body([file]).ReadAsByteArrayAsync();
        byte[] body = [.. "preamble\r\n"u8, .. parts];
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/related; boundary=edge; type=application/dicom");
        using var answer = await program.PostAsync(Root, content);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        // Nearly a delimiter: the line end or the dashes are missing.
        static byte[] Patterned(byte[] pixels)
        {
            Encoding.ASCII.GetBytes("\r\n-edge --edge \r\n--edg").CopyTo(pixels, 100);
            return pixels;
        }
    }

    [Fact]
    public async Task A_reader_may_look_but_not_store()
    {
        using var reader = await host.SendingClientAsync("reader@one.example");
        using var answer = await reader.PostAsync(Root, DicomWebClient.Body([TestSeries.Files("one-north-1", "2.25.411")[0]]));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Objects_of_many_senders_at_once_are_each_stored_once()
    {
        using var program = await host.UploadProgramAsync(host.NorthSite);
        var files = TestSeries.Files("one-north-1", "2.25.412");
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).SelectMany(_ => files).Select(f => program.StowAsync(Root, f)));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.Answer.StatusCode));
        await using var db = host.Database();
        var series = await db.ImagingSeries.SingleAsync(s => s.SeriesInstanceUid == "2.25.412");
        Assert.Equal((TestSeries.Slices, TestSeries.Slices), (series.InstanceCount, await db.ImagingInstances.CountAsync(i => i.ImagingSeriesId == series.Id)));
    }

    private static byte[] Changed(byte[] file, Action<DicomDataset> change)
    {
        var dataset = DicomFile.Read(file).Dataset;
        change(dataset);
        return DicomWriter.Write(dataset, TransferSyntax.ExplicitLittleEndian).Bytes;
    }
}
