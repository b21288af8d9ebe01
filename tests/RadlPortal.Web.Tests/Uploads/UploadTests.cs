using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RadlPortal.Core.Imaging;
using RadlPortal.Core.People;
using RadlPortal.Core.Reads;
using RadlPortal.Core.Uploads;
using RadlPortal.Dicom;
using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Writing;
using RadlPortal.Web.Tests.Hosting;
using Xunit;

namespace RadlPortal.Web.Tests.Uploads;

public sealed class UploadTests(PortalHost host) : IClassFixture<PortalHost>
{
    [Fact]
    public async Task A_folder_becomes_a_series_that_can_be_read_and_the_same_folder_again_is_already_there()
    {
        var files = TestSeries.Files("one-north-1", "2.25.100");
        var first = await UploadAsync("north@one.example", files);
        Assert.All(first.Results, r => Assert.Equal("Accepted", r));
        Assert.Equal("Volume", first.Summary.GetProperty("series")[0].GetProperty("geometry").GetString());
        var again = await UploadAsync("north@one.example", files);
        Assert.All(again.Results, r => Assert.Equal("AlreadyThere", r));
        await using var db = host.Database();
        var series = await db.ImagingSeries.SingleAsync(s => s.SeriesInstanceUid == "2.25.100");
        Assert.Equal((TestSeries.Slices, SeriesGeometry.Volume), (series.InstanceCount, series.Geometry));
        Assert.Equal(ReadState.Assigned, (await db.ReadingAssignments.SingleAsync(r => r.ImagingSeriesId == series.Id)).State);
        Assert.Equal(TestSeries.Slices, await db.ImagingInstances.CountAsync(i => i.ImagingSeriesId == series.Id));
    }

    [Fact]
    public async Task One_bad_file_does_not_fail_the_rest()
    {
        var files = TestSeries.Files("one-north-1", "2.25.101");
        var truncated = files[0][..(files[0].Length / 2)];
        var upload = await UploadAsync("north@one.example", [files[0], "hello"u8.ToArray(), truncated, Changed(files[1], d => d.Set(DicomTags.PatientName, "DOE^JANE")), files[1], files[2], files[3]]);
        Assert.Equal(["Accepted", "Refused", "Refused", "Quarantined", "Accepted", "Accepted", "Accepted"], upload.Results);
    }

    [Fact]
    public async Task The_same_UID_with_other_bytes_is_refused_and_what_was_stored_stays()
    {
        var files = TestSeries.Files("one-north-2", "2.25.102");
        await UploadAsync("north@one.example", files);
        var other = Changed(files[0], d => d.Set(DicomTags.WindowCenter, "12"));
        var upload = await UploadAsync("north@one.example", [other]);
        Assert.Equal(["Refused"], upload.Results);
        Assert.Contains("other content", upload.Messages[0]);
        await using var db = host.Database();
        Assert.Equal(TestSeries.Slices, await db.ImagingInstances.CountAsync(i => db.ImagingSeries.Any(s => s.Id == i.ImagingSeriesId && s.SeriesInstanceUid == "2.25.102")));
    }

    [Fact]
    public async Task The_result_says_which_file_was_accepted_with_which_warning()
    {
        var files = TestSeries.Files("one-north-1", "2.25.1912");
        var upload = await UploadAsync("north@one.example", [files[0], Changed(files[1], d => d.Set(DicomTags.ContentCreatorName, "DOE^JANE")), Changed(files[2], d => d.Set(DicomTags.SeriesDescription, "Thorax"))]);
        var coordinator = host.AdministratorOfOne with { Role = StudyRole.SiteCoordinator, SiteId = host.NorthSite };
        var result = (await host.Services.GetRequiredService<UploadFinisher>().SummariseAsync(coordinator, upload.Summary.GetProperty("id").GetGuid(), TestContext.Current.CancellationToken))!;
        Assert.Equal(["Accepted", "AcceptedWithWarnings", "Accepted"], upload.Results);
        Assert.Equal([2], result.Notes.Single(n => n.Text.Contains("ContentCreatorName", StringComparison.Ordinal)).Warned!);
        Assert.Null(result.Notes.Single(n => n.Text.Contains("SeriesDescription", StringComparison.Ordinal)).Warned);
    }

    [Fact]
    public async Task The_result_names_sender_series_and_notes_and_gathers_files_not_taken_for_one_reason()
    {
        var files = TestSeries.Files("one-north-1", "2.25.1911");
        var upload = await UploadAsync("north@one.example", [Changed(files[0], d => d.Set(DicomTags.SeriesDescription, "Thorax of Jane")), "no"u8.ToArray(), "no"u8.ToArray(), .. files[1..3], Changed(files[3], d => d.Set(DicomTags.PatientName, "DOE^JANE"))]);
        // A dropped description is no warning.
        Assert.Equal(["Accepted", "Refused", "Refused", "Accepted", "Accepted", "Quarantined"], upload.Results);
        var coordinator = host.AdministratorOfOne with { Role = StudyRole.SiteCoordinator, SiteId = host.NorthSite };
        var result = (await host.Services.GetRequiredService<UploadFinisher>().SummariseAsync(coordinator, upload.Summary.GetProperty("id").GetGuid(), TestContext.Current.CancellationToken))!;
        Assert.Equal(("north", "north hospital"), (result.Sender, result.Site));
        Assert.Equal(["2 3", "6"], result.Problems.Select(p => string.Join(' ', p.Numbers)));
        Assert.Equal([null, "one-north-1"], result.Problems.Select(p => p.Subject));
        Assert.Equal(new UploadNote("Descriptions in free text were left out of the stored copy: SeriesDescription.", 1), Assert.Single(result.Notes));
        Assert.StartsWith("CT", Assert.Single(result.Series).Name, StringComparison.Ordinal);
        Assert.Equal("CT of 2026-03-02, series 3, 1.25 mm, B30f", UploadedSeries.NameOf("CT", "20260302", 3, 1.25, " B30f "));
        Assert.Equal("CT", UploadedSeries.NameOf("CT", null, null, null, null));
    }

    [Fact]
    public async Task A_subject_of_another_site_is_answered_as_one_that_does_not_exist()
    {
        var elsewhere = await UploadAsync("north@one.example", TestSeries.Files("one-south-1", "2.25.103"));
        var nowhere = await UploadAsync("north@one.example", TestSeries.Files("nobody-7", "2.25.104"));
        Assert.All(elsewhere.Results, r => Assert.Equal("Refused", r));
        Assert.Equal(nowhere.Messages, elsewhere.Messages);
    }

    [Fact]
    public async Task Missing_slices_are_named_and_the_series_waits_for_them()
    {
        var files = TestSeries.Files("one-north-2", "2.25.105");
        var first = await UploadAsync("north@one.example", [.. files.Where((_, i) => i is not (4 or 5))]);
        Assert.All(first.Results, r => Assert.Equal("Accepted", r));
        var series = first.Summary.GetProperty("series")[0];
        Assert.Equal("Stack", series.GetProperty("geometry").GetString());
        Assert.StartsWith("2 slices are missing between", series.GetProperty("geometryMessage").GetString());
        var whole = await UploadAsync("north@one.example", files);
        Assert.Equal("Volume", whole.Summary.GetProperty("series")[0].GetProperty("geometry").GetString());
    }

    [Fact]
    public async Task A_quarantined_file_shows_its_attributes_masked_and_nothing_of_it_is_in_the_visible_store()
    {
        var file = Changed(TestSeries.Files("one-south-1", "2.25.106")[0], d => d.Set(DicomTags.PatientName, "MUSTERMANN^ERIKA"));
        await UploadAsync("south@one.example", [file]);
        await using var db = host.Database();
        var held = await db.QuarantinedFiles.SingleAsync(q => db.Uploads.Any(u => u.Id == q.UploadId) && q.SiteId != host.NorthSite);
        Assert.Equal("(0010,0010)", Assert.Single(held.Findings).Tag);
        Assert.DoesNotContain("MUSTERMANN", JsonSerializer.Serialize(held.Findings));
        Assert.False(await db.ImagingSeries.AnyAsync(s => s.SeriesInstanceUid == "2.25.106"));
    }

    [Fact]
    public async Task A_file_sent_again_after_a_lost_answer_is_answered_the_same()
    {
        var files = TestSeries.Files("one-north-1", "2.25.107");
        using var client = await host.SendingClientAsync("north@one.example");
        var id = await BeginAsync(client, 1);
        Assert.Equal("Accepted", await SendAsync(client, id, 1, files[0]));
        Assert.Equal("Accepted", await SendAsync(client, id, 1, files[0]));
        await using var db = host.Database();
        Assert.Equal(1, await db.UploadedFiles.CountAsync(f => f.UploadId == id));
    }

    [Fact]
    public async Task Files_that_did_not_arrive_are_counted()
    {
        using var client = await host.SendingClientAsync("north@one.example");
        var id = await BeginAsync(client, 5);
        await SendAsync(client, id, 1, TestSeries.Files("one-north-1", "2.25.108")[0]);
        var summary = await FinishAsync(client, id);
        Assert.StartsWith("4 of 5 announced files did not arrive", summary.GetProperty("messages")[0].GetString());
    }

    [Fact]
    public async Task Another_sites_coordinator_cannot_send_into_an_upload()
    {
        using var north = await host.SendingClientAsync("north@one.example");
        using var south = await host.SendingClientAsync("south@one.example");
        var id = await BeginAsync(north, 1);
        using var answer = await south.PutAsync($"/studies/one/uploads/{id}/files/1", new ByteArrayContent(TestSeries.Files("one-south-1", "2.25.109")[0]));
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
    }

    [Fact]
    public async Task DICOMweb_gives_metadata_and_the_stored_pixels_to_the_own_site_only()
    {
        var files = TestSeries.Files("one-north-1", "2.25.110");
        await UploadAsync("north@one.example", files);
        var pixels = DicomFile.Read(files[0]).Dataset;
        var root = $"/studies/one/dicomweb/studies/2.25.110.1/series/2.25.110";
        using var north = await host.ClientAsync("north@one.example");
        using var south = await host.ClientAsync("south@one.example");
        using var reader = await host.ClientAsync("reader@one.example");
        using var metadata = JsonDocument.Parse(await reader.GetStringAsync($"{root}/metadata"));
        Assert.Equal(TestSeries.Slices, metadata.RootElement.GetArrayLength());
        Assert.Equal("one-north-1", metadata.RootElement[0].GetProperty("00100020").GetProperty("Value")[0].GetString());
        var frame = await north.GetByteArrayAsync($"{root}/instances/{pixels.Text(DicomTags.SopInstanceUid)}/frames/1");
        Assert.True(frame.AsSpan().IndexOf(pixels[DicomTags.PixelData]!.Value.Span) > 0);
        Assert.Equal(HttpStatusCode.NotFound, (await south.GetAsync($"{root}/metadata")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await south.GetAsync($"{root}/instances/{pixels.Text(DicomTags.SopInstanceUid)}/frames/1")).StatusCode);
    }

    [Fact]
    public async Task Files_that_are_there_are_recognised_by_their_hash_without_being_sent()
    {
        var files = TestSeries.Files("one-north-1", "2.25.111");
        await UploadAsync("north@one.example", [.. files.Take(8)]);
        using var client = await host.SendingClientAsync("north@one.example");
        var id = await BeginAsync(client, files.Count);
        using var asked = await client.PostAsJsonAsync($"/studies/one/uploads/{id}/known", new { files = files.Select((f, i) => new { number = i + 1, sha256 = Hash(f) }) });
        var known = (await asked.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("known").EnumerateArray().ToList();
        Assert.Equal(Enumerable.Range(1, 8), known.Select(k => k.GetProperty("number").GetInt32()).Order());
        Assert.All(known, k => Assert.Equal(("AlreadyThere", "one-north-1"), (k.GetProperty("result").GetString(), k.GetProperty("subject").GetString())));
        for (var i = 8; i < files.Count; i++) Assert.Equal("Accepted", await SendAsync(client, id, i + 1, files[i]));
        var summary = await FinishAsync(client, id);
        Assert.Equal((8, 4, "Volume"), (summary.GetProperty("counts").GetProperty("AlreadyThere").GetInt32(), summary.GetProperty("counts").GetProperty("Accepted").GetInt32(), summary.GetProperty("series")[0].GetProperty("geometry").GetString()));
        Assert.Empty(summary.GetProperty("messages").EnumerateArray());
    }

    [Fact]
    public async Task Another_site_learns_nothing_from_a_hash()
    {
        var file = TestSeries.Files("one-north-1", "2.25.112")[0];
        await UploadAsync("north@one.example", [file]);
        using var south = await host.SendingClientAsync("south@one.example");
        var id = await BeginAsync(south, 1);
        using var asked = await south.PostAsJsonAsync($"/studies/one/uploads/{id}/known", new { files = new[] { new { number = 1, sha256 = Hash(file) } } });
        Assert.Empty((await asked.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("known").EnumerateArray());
    }

    [Fact]
    public async Task A_file_that_arrives_other_than_it_was_sent_is_asked_for_again_and_nothing_of_it_is_kept()
    {
        var files = TestSeries.Files("one-north-1", "2.25.113");
        using var client = await host.SendingClientAsync("north@one.example");
        var id = await BeginAsync(client, 1);
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/studies/one/uploads/{id}/files/1") { Content = new ByteArrayContent(files[0]) };
        request.Headers.Add("X-Content-Sha256", Hash(files[1]));
        using var answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        await using var db = host.Database();
        Assert.False(await db.ImagingSeries.AnyAsync(s => s.SeriesInstanceUid == "2.25.113"));
        Assert.False(await db.UploadedFiles.AnyAsync(f => f.UploadId == id));
    }

    private static string Hash(byte[] file) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file));

    private async Task<(List<string> Results, List<string> Messages, JsonElement Summary)> UploadAsync(string email, IReadOnlyList<byte[]> files)
    {
        using var client = await host.SendingClientAsync(email);
        var id = await BeginAsync(client, files.Count);
        var answers = await Task.WhenAll(files.Select(async (file, i) =>
        {
            using var answer = await client.PutAsync($"/studies/one/uploads/{id}/files/{i + 1}", new ByteArrayContent(file));
            return await answer.Content.ReadFromJsonAsync<JsonElement>();
        }));
        return ([.. answers.Select(a => a.GetProperty("result").GetString()!)], [.. answers.Select(a => a.GetProperty("message").GetString()!)], await FinishAsync(client, id));
    }

    private static async Task<Guid> BeginAsync(HttpClient client, int files)
    {
        using var begun = await client.PostAsJsonAsync("/studies/one/uploads", new { files });
        return (await begun.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
    }

    private static async Task<string> SendAsync(HttpClient client, Guid id, int number, byte[] file)
    {
        using var answer = await client.PutAsync($"/studies/one/uploads/{id}/files/{number}", new ByteArrayContent(file));
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("result").GetString()!;
    }

    private static async Task<JsonElement> FinishAsync(HttpClient client, Guid id)
    {
        using var finished = await client.PostAsJsonAsync($"/studies/one/uploads/{id}/finish", new { });
        return await finished.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static byte[] Changed(byte[] file, Action<DicomDataset> change)
    {
        var dataset = DicomFile.Read(file).Dataset;
        change(dataset);
        return DicomWriter.Write(dataset, TransferSyntax.ExplicitLittleEndian).Bytes;
    }
}
