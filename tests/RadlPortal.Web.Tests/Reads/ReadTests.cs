using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RadlPortal.Core.People;
using RadlPortal.Core.Radiomics;
using RadlPortal.Core.Reads;
using RadlPortal.Core.Segmentations;
using RadlPortal.Core.Uploads;
using RadlPortal.Dicom;
using RadlPortal.Dicom.Reading;
using RadlPortal.Web.Tests.Hosting;
using Xunit;

namespace RadlPortal.Web.Tests.Reads;

public sealed class ReadTests(PortalHost host) : IClassFixture<PortalHost>
{
    [Fact]
    public async Task A_saved_VOI_is_found_again_as_labelmap_SEG_and_features()
    {
        var read = await CaseAsync("one-north-1", "2.25.200");
        using var reader = await host.SendingClientAsync("reader@one.example");
        var state = await reader.GetFromJsonAsync<JsonElement>($"{read}/state");
        Assert.Equal([24, 20, 12], state.GetProperty("dims").EnumerateArray().Select(d => d.GetInt32()));
        Assert.Equal(HttpStatusCode.NoContent, (await reader.GetAsync($"{read}/labelmap")).StatusCode);

        var runs = LabelmapCodec.Encode(Painted());
        using var saved = await SaveAsync(reader, read, runs, "first-save", 0);
        Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
        var version = await saved.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((1, 60), (version.GetProperty("version").GetInt32(), version.GetProperty("voxelCount").GetInt32()));
        Assert.Equal(runs, await reader.GetByteArrayAsync($"{read}/labelmap"));

        var places = PlacesOf(DicomFile.Read(await reader.GetByteArrayAsync($"{read}/seg")).Dataset);
        // Voxels x 6 to 9, y 5 to 9, z 3 to 5 of the grid with spacing 1.5, 1.5, 2 mm and origin -20, -30, 40.
        Assert.Equal(60, places.Count);
        Assert.Equal((-11.0, -6.5, -22.5, -16.5, 46.0, 50.0), (places.Min(p => p.X), places.Max(p => p.X), places.Min(p => p.Y), places.Max(p => p.Y), places.Min(p => p.Z), places.Max(p => p.Z)));

        await host.Services.GetRequiredService<ExtractFeaturesJob>().RunAsync(version.GetProperty("jobId").GetGuid(), CancellationToken.None);
        var features = await reader.GetFromJsonAsync<JsonElement>($"{read}/features");
        Assert.Equal("done", features.GetProperty("state").GetString());
        Assert.Equal((60, 107, 1), (features.GetProperty("voxelCount").GetInt32(), features.GetProperty("features").GetArrayLength(), features.GetProperty("version").GetInt32()));
    }

    [Fact]
    public async Task A_second_save_needs_a_reason_and_the_version_on_which_it_was_begun()
    {
        var read = await CaseAsync("one-north-1", "2.25.201");
        using var reader = await host.SendingClientAsync("reader@one.example");
        await reader.GetAsync($"{read}/state");
        var runs = LabelmapCodec.Encode(Painted());
        Assert.Equal(HttpStatusCode.OK, (await SaveAsync(reader, read, runs, "save-number-1", 0)).StatusCode);
        Assert.Equal("newer-version", await RefusalAsync(await SaveAsync(reader, read, runs, "save-number-2", 0, "again"), HttpStatusCode.Conflict));
        Assert.Equal("reason-missing", await RefusalAsync(await SaveAsync(reader, read, runs, "save-number-3", 1), HttpStatusCode.UnprocessableEntity));
        using var second = await SaveAsync(reader, read, runs, "save-number-4", 1, "edge corrected");
        Assert.Equal(2, (await second.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("version").GetInt32());
        using var repeated = await SaveAsync(reader, read, runs, "save-number-4", 1, "edge corrected");
        Assert.Equal(2, (await repeated.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task Refuses_an_empty_VOI_a_tiny_one_and_one_of_another_grid()
    {
        var read = await CaseAsync("one-north-2", "2.25.202");
        using var reader = await host.SendingClientAsync("reader@one.example");
        await reader.GetAsync($"{read}/state");
        var empty = new byte[TestSeries.Grid.VoxelCount];
        Assert.Equal("no-voxel", await RefusalAsync(await SaveAsync(reader, read, LabelmapCodec.Encode(empty), "empty-save", 0), HttpStatusCode.UnprocessableEntity));
        empty[TestSeries.Grid.Offset(6, 5, 3)] = 1;
        Assert.Equal("too-few-voxels", await RefusalAsync(await SaveAsync(reader, read, LabelmapCodec.Encode(empty), "tiny-save", 0), HttpStatusCode.UnprocessableEntity));
        Assert.Equal("wrong-grid", await RefusalAsync(await SaveAsync(reader, read, LabelmapCodec.Encode(new byte[100]), "wrong-save", 0), HttpStatusCode.UnprocessableEntity));
    }

    [Fact]
    public async Task Another_reader_gets_neither_the_case_nor_its_VOI()
    {
        var read = await CaseAsync("one-north-2", "2.25.203");
        using var first = await host.SendingClientAsync("reader@one.example");
        using var second = await host.SendingClientAsync("reader2@one.example");
        await first.GetAsync($"{read}/state");
        await SaveAsync(first, read, LabelmapCodec.Encode(Painted()), "blinded-save", 0);
        Assert.Equal(HttpStatusCode.NotFound, (await second.GetAsync($"{read}/state")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await second.GetAsync($"{read}/labelmap")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await second.GetAsync($"{read}/seg")).StatusCode);
        Assert.Equal("none", (await second.GetFromJsonAsync<JsonElement>($"{read}/features")).GetProperty("state").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await SaveAsync(second, read, LabelmapCodec.Encode(Painted()), "foreign-save", 1, "mine")).StatusCode);
    }

    [Fact]
    public async Task The_draft_comes_back_and_an_older_window_cannot_overwrite_it()
    {
        var read = await CaseAsync("one-north-1", "2.25.204");
        using var reader = await host.SendingClientAsync("reader@one.example");
        await reader.GetAsync($"{read}/state");
        var runs = LabelmapCodec.Encode(Painted());
        Assert.Equal(HttpStatusCode.OK, (await DraftAsync(reader, read, runs, 0)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await DraftAsync(reader, read, runs, 0)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await DraftAsync(reader, read, runs, 1)).StatusCode);
        Assert.Equal(runs, await reader.GetByteArrayAsync($"{read}/draft"));
    }

    [Fact]
    public async Task A_discarded_draft_is_gone_and_one_of_another_window_or_reader_stays()
    {
        var read = await CaseAsync("one-north-1", "2.25.207");
        using var reader = await host.SendingClientAsync("reader@one.example");
        using var other = await host.SendingClientAsync("reader2@one.example");
        await reader.GetAsync($"{read}/state");
        Assert.Equal(HttpStatusCode.NoContent, (await DiscardAsync(reader, read, 0)).StatusCode);
        await DraftAsync(reader, read, LabelmapCodec.Encode(Painted()), 0);
        await DraftAsync(reader, read, LabelmapCodec.Encode(Painted()), 1);
        Assert.Equal("newer-draft", await RefusalAsync(await DiscardAsync(reader, read, 1), HttpStatusCode.Conflict));
        Assert.Equal(HttpStatusCode.NotFound, (await DiscardAsync(other, read, 2)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync($"{read}/draft")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await DiscardAsync(reader, read, 2)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await reader.GetAsync($"{read}/draft")).StatusCode);
        await using var db = host.Database();
        var id = read.Split('/')[^1];
        Assert.Equal(1, await db.AuditEntries.CountAsync(a => a.Action == "discarded draft" && a.EntityId == id));
    }

    [Fact]
    public async Task A_window_on_an_older_version_cannot_leave_a_draft_that_passes_for_work_on_the_newest()
    {
        var read = await CaseAsync("one-north-1", "2.25.206");
        using var reader = await host.SendingClientAsync("reader@one.example");
        await reader.GetAsync($"{read}/state");
        var runs = LabelmapCodec.Encode(Painted());
        await SaveAsync(reader, read, runs, "first-window", 0);
        Assert.Equal(HttpStatusCode.Conflict, (await DraftAsync(reader, read, runs, 0)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await reader.GetAsync($"{read}/draft")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await DraftAsync(reader, read, runs, 0, baseVersion: 1)).StatusCode);
    }

    [Fact]
    public async Task The_database_itself_refuses_to_change_a_saved_version()
    {
        var read = await CaseAsync("one-north-1", "2.25.205");
        using var reader = await host.SendingClientAsync("reader@one.example");
        await reader.GetAsync($"{read}/state");
        await SaveAsync(reader, read, LabelmapCodec.Encode(Painted()), "append-only", 0);
        await using var db = host.Database();
        var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => db.VoiVersions.ExecuteUpdateAsync(v => v.SetProperty(x => x.VoxelCount, 1)));
        Assert.Contains("append-only", refused.MessageText);
    }

    private static byte[] Painted()
    {
        var labels = new byte[TestSeries.Grid.VoxelCount];
        for (var z = 3; z < 6; z++)
            for (var y = 5; y < 10; y++)
                for (var x = 6; x < 10; x++) labels[TestSeries.Grid.Offset(x, y, z)] = 1;
        return labels;
    }

    private static List<(double X, double Y, double Z)> PlacesOf(DicomDataset segmentation)
    {
        var (rows, columns) = (segmentation.Integer(DicomTags.Rows)!.Value, segmentation.Integer(DicomTags.Columns)!.Value);
        var bits = segmentation[DicomTags.PixelData]!.Value.ToArray();
        var spacing = segmentation.Items(DicomTags.SharedFunctionalGroupsSequence)[0].Items(DicomTags.PixelMeasuresSequence)[0].Numbers(DicomTags.PixelSpacing);
        var places = new List<(double, double, double)>();
        var frames = segmentation.Items(DicomTags.PerFrameFunctionalGroupsSequence);
        for (var i = 0; i < frames.Count * rows * columns; i++)
        {
            if ((bits[i / 8] >> (i % 8) & 1) == 0) continue;
            var position = frames[i / (rows * columns)].Items(DicomTags.PlanePositionSequence)[0].Numbers(DicomTags.ImagePositionPatient);
            places.Add((position[0] + i % columns * spacing[1], position[1] + i / columns % rows * spacing[0], position[2]));
        }

        return places;
    }

    /// <summary>Uploads a series and gives the address of its reading.</summary>
    private async Task<string> CaseAsync(string subject, string seriesUid)
    {
        var access = new StudyAccess(Guid.NewGuid(), host.AdministratorOfOne.ResearchStudyId, "one", StudyRole.SiteCoordinator, host.NorthSite);
        var uploads = host.Services.GetRequiredService<UploadService>();
        var files = TestSeries.Files(subject, seriesUid);
        var upload = (await uploads.StartAsync(access, files.Count, CancellationToken.None)).Value;
        for (var i = 0; i < files.Count; i++) await uploads.StoreAsync(access, upload, i + 1, files[i], CancellationToken.None);
        await uploads.FinishAsync(access, upload, CancellationToken.None);
        await using var db = host.Database();
        var read = await db.ReadingAssignments.SingleAsync(r => db.ImagingSeries.Any(s => s.Id == r.ImagingSeriesId && s.SeriesInstanceUid == seriesUid));
        Assert.Equal(ReadState.Assigned, read.State);
        return $"/studies/one/reads/{read.Id}";
    }

    private static Task<HttpResponseMessage> SaveAsync(HttpClient client, string read, byte[] runs, string key, int baseVersion, string reason = "")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"{read}/versions") { Content = new ByteArrayContent(runs) };
        request.Headers.Add("Idempotency-Key", key);
        request.Headers.Add("X-Voi-Base-Version", baseVersion.ToString(System.Globalization.CultureInfo.InvariantCulture));
        request.Headers.Add("X-Voi-Reason", Uri.EscapeDataString(reason));
        return client.SendAsync(request);
    }

    private static Task<HttpResponseMessage> DraftAsync(HttpClient client, string read, byte[] runs, int revision, int baseVersion = 0)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, $"{read}/draft") { Content = new ByteArrayContent(runs) };
        request.Headers.TryAddWithoutValidation("If-Match", $"\"{revision}\"");
        request.Headers.Add("X-Voi-Base-Version", baseVersion.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return client.SendAsync(request);
    }

    private static Task<HttpResponseMessage> DiscardAsync(HttpClient client, string read, int revision)
    {
        var request = new HttpRequestMessage(HttpMethod.Delete, $"{read}/draft");
        request.Headers.TryAddWithoutValidation("If-Match", $"\"{revision}\"");
        return client.SendAsync(request);
    }

    private static async Task<string> RefusalAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        Assert.Equal(status, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString()!;
    }
}
