using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RadlPortal.Core.People;
using RadlPortal.Core.Segmentations;
using RadlPortal.Core.Uploads;
using RadlPortal.Dicom;
using RadlPortal.Dicom.Reading;
using RadlPortal.Numerics.Volumes;
using RadlPortal.Web.Tests.Hosting;
using Xunit;

namespace RadlPortal.Web.Tests.Reads;

public sealed class StructuresTests(PortalHost host) : IClassFixture<PortalHost>
{
    [Fact]
    public async Task Lesions_are_named_from_lists_and_keep_their_labels()
    {
        var (read, reader) = await OpenedAsync("2.25.400");
        var added = await AddAsync(reader, read, "node", "left", "none");
        Assert.Equal(["Primary tumour", "Lymph node, left"], Names(added));
        Assert.Equal(["Primary tumour", "Lymph node, left", "Lymph node 2, right"], Names(await AddAsync(reader, read, "node", "right", "none")));
        Assert.Equal("unknown-code", await RefusalAsync(await reader.PostAsJsonAsync($"{read}/structures", new { kind = "tumor" })));
        Assert.Equal("primary-there", await RefusalAsync(await reader.PostAsJsonAsync($"{read}/structures", new { kind = "primary" })));
        using (await reader.DeleteAsync($"{read}/structures/2")) { }
        var after = await AddAsync(reader, read, "metastasis", "none", "none");
        // A label that was used is never given again.
        Assert.Equal([1, 3, 4], after.EnumerateArray().Select(s => s.GetProperty("label").GetInt32()));
        Assert.Equal("no-such-structure", await RefusalAsync(await reader.DeleteAsync($"{read}/structures/2")));
    }

    [Fact]
    public async Task A_case_has_one_primary_tumour_and_another_can_take_its_place()
    {
        var (read, reader) = await OpenedAsync("2.25.401");
        await AddAsync(reader, read, "other", "right", "lower");
        Assert.Equal("primary-stays", await RefusalAsync(await reader.DeleteAsync($"{read}/structures/1")));
        Assert.Equal("primary-stays", await RefusalAsync(await reader.PutAsJsonAsync($"{read}/structures/1", new { kind = "node" })));
        using var changed = await reader.PutAsJsonAsync($"{read}/structures/2", new { kind = "primary", side = "right", lobe = "lower" });
        var names = Names(await changed.Content.ReadFromJsonAsync<JsonElement>());
        Assert.Equal(["Other lesion 2", "Primary tumour, right lower lobe"], names);
    }

    [Fact]
    public async Task A_save_makes_versions_of_the_lesions_that_changed_and_gives_all_back()
    {
        var (read, reader) = await OpenedAsync("2.25.402");
        await AddAsync(reader, read, "node", "left", "none");
        var both = Painted((1, 6, 10), (2, 12, 15));
        Assert.Equal(1, await SaveAsync(reader, read, both, 0, ""));
        Assert.Equal(both, await LabelsAsync(reader, read));
        var grown = Painted((1, 6, 10), (2, 12, 17));
        Assert.Equal(2, await SaveAsync(reader, read, grown, 1, "node corrected"));
        Assert.Equal(grown, await LabelsAsync(reader, read));
        await using var db = host.Database();
        var id = Guid.Parse(read.Split('/')[^1]);
        var versions = await db.VoiVersions.Include(v => v.Voi).Where(v => v.Voi!.ReadingAssignmentId == id).OrderBy(v => v.Number).ThenBy(v => v.Voi!.Label).ToListAsync();
        Assert.Equal([(1, 1), (2, 1), (2, 2)], versions.Select(v => ((int)v.Voi!.Label, v.Number)));
        Assert.All(versions, v => Assert.True(v.LongestAxialMm > v.ShortAxisMm * 0.99 && v.ShortAxisMm > 0));
        var listed = await reader.GetFromJsonAsync<JsonElement>($"{read}/versions");
        Assert.Equal([2, 1], listed.EnumerateArray().Select(v => v.GetProperty("number").GetInt32()));
        Assert.Equal(2, listed[1].GetProperty("structures").GetArrayLength());
    }

    [Fact]
    public async Task A_save_is_refused_when_provisional_or_unknown_or_when_a_saved_lesion_is_empty()
    {
        var (read, reader) = await OpenedAsync("2.25.403");
        await AddAsync(reader, read, "node", "left", "none");
        Assert.Equal("unconfirmed", await RefusalAsync(await SendAsync(reader, read, Painted((1, 6, 10), (129, 12, 15)), 0, "")));
        Assert.Equal("unknown-label", await RefusalAsync(await SendAsync(reader, read, Painted((1, 6, 10), (3, 12, 15)), 0, "")));
        Assert.Equal("no-voxel", await RefusalAsync(await SendAsync(reader, read, Painted((2, 12, 15)), 0, "")));
        Assert.Equal(1, await SaveAsync(reader, read, Painted((1, 6, 10), (2, 12, 15)), 0, ""));
        Assert.Equal("emptied", await RefusalAsync(await SendAsync(reader, read, Painted((1, 6, 10)), 1, "node gone")));
        using (await reader.DeleteAsync($"{read}/structures/2")) { }
        Assert.Equal(2, await SaveAsync(reader, read, Painted((1, 6, 11)), 1, "node taken off"));
    }

    [Theory]
    [InlineData("nifti")]
    [InlineData("nrrd")]
    public async Task Any_version_comes_as_volume_with_its_labels_in_place(string format)
    {
        var (read, reader) = await OpenedAsync($"2.25.41{format.Length}");
        await AddAsync(reader, read, "node", "left", "none");
        var first = Painted((1, 6, 10), (2, 12, 15));
        await SaveAsync(reader, read, first, 0, "");
        await SaveAsync(reader, read, Painted((1, 6, 11), (2, 12, 15)), 1, "edge");
        using var stream = new MemoryStream(await reader.GetByteArrayAsync($"{read}/versions/1/{format}"));
        var labelmap = Labelmap.From(format == "nifti" ? NiftiFormat.Read(stream) : NrrdFormat.Read(stream));
        Assert.Null(labelmap.Geometry.DifferenceFrom(TestSeries.Grid, 1e-5));
        Assert.Equal(first, labelmap.Labels);
        Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync($"{read}/versions/3/{format}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync($"{read}/versions/1/stl")).StatusCode);
    }

    [Theory]
    [InlineData("seg")]
    [InlineData("rtstruct")]
    public async Task SEG_and_RTSTRUCT_of_a_version_come_back_as_the_same_voxels_from_elsewhere(string format)
    {
        var (read, reader) = await OpenedAsync($"2.25.42{format.Length}");
        await AddAsync(reader, read, "node", "left", "none");
        await SaveAsync(reader, read, Painted((1, 6, 10), (2, 12, 15)), 0, "");
        var file = await reader.GetByteArrayAsync($"{read}/versions/1/{format}");
        // Asked for again it is the same object, not a second one of the same voxels.
        Assert.Equal(InstanceUid(file), InstanceUid(await reader.GetByteArrayAsync($"{read}/versions/1/{format}")));
        using var answer = await reader.PostAsync($"{read}/foreign", new ByteArrayContent(file));
        var foreign = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var regions = foreign.GetProperty("regions").EnumerateArray().ToDictionary(r => r.GetProperty("name").GetString()!, r => LabelmapCodec.Decode(r.GetProperty("runs").GetBytesFromBase64(), TestSeries.Grid.VoxelCount));
        Assert.Equal(["Lymph node, left", "Primary tumour"], regions.Keys.Order());
        Assert.Equal(Painted((1, 6, 10)), regions["Primary tumour"]);
        Assert.Equal(Painted((1, 12, 15)), regions["Lymph node, left"]);
    }

    [Fact]
    public async Task A_file_of_another_patient_place_or_no_DICOM_at_all_is_refused_in_a_sentence()
    {
        var (read, reader) = await OpenedAsync("2.25.430");
        var (other, _) = await OpenedAsync("2.25.431");
        await SaveAsync(reader, other, Painted((1, 6, 10)), 0, "");
        var file = await reader.GetByteArrayAsync($"{other}/versions/1/seg");
        using var answer = await reader.PostAsync($"{read}/foreign", new ByteArrayContent(file));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("frame of reference", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("message").GetString());
        Assert.Equal("unusable-voi", await RefusalAsync(await reader.PostAsync($"{read}/foreign", new ByteArrayContent([1, 2, 3]))));
        Assert.Equal("unusable-voi", await RefusalAsync(await reader.PostAsync($"{read}/foreign", new ByteArrayContent(TestSeries.Files("one-north-1", "2.25.499")[0]))));
    }

    private static string? InstanceUid(byte[] file) => DicomFile.Read(file).Dataset.Text(DicomTags.SopInstanceUid);

    [Fact]
    public async Task The_next_case_of_the_worklist_is_told_so_that_its_images_come_ahead()
    {
        var (read, reader) = await OpenedAsync("2.25.440");
        var (other, _) = await OpenedAsync("2.25.441");
        var next = (await reader.GetFromJsonAsync<JsonElement>($"{read}/next")).GetProperty("case");
        Assert.NotEqual(read.Split('/')[^1], next.GetProperty("id").GetString());
        using var metadata = await reader.GetAsync($"/studies/one/dicomweb/studies/{next.GetProperty("studyUid").GetString()}/series/{next.GetProperty("seriesUid").GetString()}/metadata");
        Assert.Equal(HttpStatusCode.OK, metadata.StatusCode);
        await SaveAsync(reader, other, Painted((1, 6, 10)), 0, "");
        // Nothing, or the case of another test.
        using var after = await reader.PostAsync($"{read}/next", null);
        var following = (await after.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("case");
        if (following.ValueKind != JsonValueKind.Null) Assert.NotEqual("2.25.441", following.GetProperty("seriesUid").GetString());
    }

    [Fact]
    public async Task A_window_learns_in_a_few_bytes_that_another_one_has_saved()
    {
        var (read, reader) = await OpenedAsync("2.25.442");
        var before = await reader.GetFromJsonAsync<JsonElement>($"{read}/pulse");
        Assert.Equal((0, JsonValueKind.Null, false), (before.GetProperty("version").GetInt32(), before.GetProperty("draft").ValueKind, before.GetProperty("isLocked").GetBoolean()));
        await SaveAsync(reader, read, Painted((1, 6, 10)), 0, "");
        var after = await reader.GetFromJsonAsync<JsonElement>($"{read}/pulse");
        Assert.Equal((1, JsonValueKind.String), (after.GetProperty("version").GetInt32(), after.GetProperty("savedAt").ValueKind));
    }

    /// <summary>Blocks on slices 3 to 5: label, first x, end of x.</summary>
    private static byte[] Painted(params (byte Label, int From, int End)[] blocks)
    {
        var labels = new byte[TestSeries.Grid.VoxelCount];
        foreach (var (label, from, end) in blocks)
            for (var z = 3; z < 6; z++)
                for (var y = 5; y < 10; y++)
                    for (var x = from; x < end; x++) labels[TestSeries.Grid.Offset(x, y, z)] = label;
        return labels;
    }

    private static async Task<JsonElement> AddAsync(HttpClient reader, string read, string kind, string side, string lobe)
    {
        using var answer = await reader.PostAsJsonAsync($"{read}/structures", new { kind, side, lobe });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static IEnumerable<string?> Names(JsonElement structures) => structures.EnumerateArray().Select(s => s.GetProperty("name").GetString());

    private static async Task<byte[]> LabelsAsync(HttpClient reader, string read) => LabelmapCodec.Decode(await reader.GetByteArrayAsync($"{read}/labelmap"), TestSeries.Grid.VoxelCount)!;

    private static async Task<int> SaveAsync(HttpClient reader, string read, byte[] labels, int baseVersion, string reason)
    {
        using var answer = await SendAsync(reader, read, labels, baseVersion, reason);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("version").GetInt32();
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient reader, string read, byte[] labels, int baseVersion, string reason)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"{read}/versions") { Content = new ByteArrayContent(LabelmapCodec.Encode(labels)) };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        request.Headers.Add("X-Voi-Base-Version", baseVersion.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("X-Voi-Reason", Uri.EscapeDataString(reason));
        return reader.SendAsync(request);
    }

    private static async Task<string> RefusalAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString()!;
    }

    private async Task<(string Read, HttpClient Reader)> OpenedAsync(string seriesUid)
    {
        var access = new StudyAccess(Guid.NewGuid(), host.AdministratorOfOne.ResearchStudyId, "one", StudyRole.SiteCoordinator, host.NorthSite);
        var uploads = host.Services.GetRequiredService<UploadService>();
        var files = TestSeries.Files("one-north-1", seriesUid);
        var upload = (await uploads.StartAsync(access, files.Count, CancellationToken.None)).Value;
        for (var i = 0; i < files.Count; i++) await uploads.StoreAsync(access, upload, i + 1, files[i], CancellationToken.None);
        await uploads.FinishAsync(access, upload, CancellationToken.None);
        await using var db = host.Database();
        var read = await db.ReadingAssignments.SingleAsync(r => db.ImagingSeries.Any(s => s.Id == r.ImagingSeriesId && s.SeriesInstanceUid == seriesUid));
        var reader = await host.SendingClientAsync("reader@one.example");
        await reader.GetAsync($"/studies/one/reads/{read.Id}/state");
        return ($"/studies/one/reads/{read.Id}", reader);
    }
}
