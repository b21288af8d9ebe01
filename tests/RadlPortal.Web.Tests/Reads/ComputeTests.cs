using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RadlPortal.Core.People;
using RadlPortal.Core.Segmentations;
using RadlPortal.Core.Uploads;
using RadlPortal.Web.Tests.Hosting;
using Xunit;

namespace RadlPortal.Web.Tests.Reads;

public sealed class ComputeTests(PortalHost host) : IClassFixture<PortalHost>
{
    [Fact]
    public async Task Slices_between_two_drawn_ones_are_interpolated_and_nothing_is_kept()
    {
        var (read, reader) = await OpenedAsync("one-north-1", "2.25.300");
        var computed = await LabelsAsync(await ComputeAsync(reader, read, "interpolate", Block(z => z is 3 or 6)));
        Assert.Equal(Block(z => z is 4 or 5), computed);
        Assert.Equal(HttpStatusCode.NoContent, (await reader.GetAsync($"{read}/labelmap")).StatusCode);
        Assert.Equal("nothing-between", await RefusalAsync(await ComputeAsync(reader, read, "interpolate", Block(z => z is 3 or 4))));
    }

    [Fact]
    public async Task A_region_grows_from_a_seed_within_the_HU_range_of_the_stored_images()
    {
        var (read, reader) = await OpenedAsync("one-north-1", "2.25.301");
        var answer = await ComputeAsync(reader, read, "grow", new byte[TestSeries.Grid.VoxelCount], "i=10&j=8&k=5&low=0&high=300&radiusMm=60");
        var grown = await LabelsAsync(answer);
        // The block of TestSeries: x 6 to 17, y 5 to 13, z 3 to 8.
        Assert.Equal(12 * 9 * 6, grown.Count(label => label == 1));
        Assert.Equal(0, double.Parse(Assert.Single(answer.Headers.GetValues("X-Voi-Share-At-Limit")), CultureInfo.InvariantCulture));
        Assert.Equal("nothing-grown", await RefusalAsync(await ComputeAsync(reader, read, "grow", [], "i=1&j=1&k=1&low=0&high=300")));
        Assert.Equal("no-seed", await RefusalAsync(await ComputeAsync(reader, read, "grow", [], "i=99&j=1&k=1&low=0&high=300")));
    }

    [Fact]
    public async Task Margin_shell_smoothing_holes_and_islands_work_on_the_labelmap_in_hand()
    {
        var (read, reader) = await OpenedAsync("one-north-1", "2.25.302");
        var block = Block(z => z is 3 or 4 or 5);
        var count = block.Count(label => label == 1);
        var grown = await LabelsAsync(await ComputeAsync(reader, read, "margin", block, "mm=2"));
        var shell = await LabelsAsync(await ComputeAsync(reader, read, "shell", block, "fromMm=0&mm=2"));
        Assert.Equal(grown.Count(label => label == 1), count + shell.Count(label => label == 1));
        Assert.Equal(block, await LabelsAsync(await ComputeAsync(reader, read, "margin", grown, "mm=-2")));
        var holed = (byte[])block.Clone();
        holed[TestSeries.Grid.Offset(8, 8, 4)] = 0;
        Assert.Equal(block, await LabelsAsync(await ComputeAsync(reader, read, "fill-holes", holed)));
        var speck = (byte[])block.Clone();
        speck[TestSeries.Grid.Offset(20, 18, 10)] = 1;
        Assert.Equal(block, await LabelsAsync(await ComputeAsync(reader, read, "largest-island", speck)));
        Assert.Equal(block, await LabelsAsync(await ComputeAsync(reader, read, "small-islands", speck, "mm3=10")));
        Assert.DoesNotContain((byte)2, await LabelsAsync(await ComputeAsync(reader, read, "smooth", block, "mm=1")));
    }

    [Theory]
    [InlineData("margin", "mm=51", "out-of-range")]
    [InlineData("margin", "mm=0", "out-of-range")]
    [InlineData("smooth", "mm=-1", "out-of-range")]
    [InlineData("shell", "fromMm=5&mm=5", "shell-range")]
    [InlineData("grow", "i=1&j=1&k=1&low=10&high=0", "hu-range")]
    [InlineData("grow", "i=1&j=1&k=1&radiusMm=1000", "out-of-range")]
    [InlineData("smooth", "mm=1", "empty-structure")]
    public async Task Refuses_what_cannot_be_computed(string kind, string query, string code)
    {
        var (read, reader) = await OpenedAsync("one-north-2", $"2.25.31{Math.Abs(code.Length * 7 + query.Length)}");
        Assert.Equal(code, await RefusalAsync(await ComputeAsync(reader, read, kind, new byte[TestSeries.Grid.VoxelCount], query)));
    }

    [Fact]
    public async Task Refuses_another_grid_an_unknown_computation_and_another_reader()
    {
        var (read, reader) = await OpenedAsync("one-north-2", "2.25.303");
        Assert.Equal("wrong-grid", await RefusalAsync(await ComputeAsync(reader, read, "smooth", new byte[7], "mm=1")));
        Assert.Equal(HttpStatusCode.NotFound, (await ComputeAsync(reader, read, "guess", Block(_ => true))).StatusCode);
        using var other = await host.SendingClientAsync("reader2@one.example");
        Assert.Equal(HttpStatusCode.NotFound, (await ComputeAsync(other, read, "smooth", Block(_ => true), "mm=1")).StatusCode);
    }

    private static byte[] Block(Func<int, bool> slice)
    {
        var labels = new byte[TestSeries.Grid.VoxelCount];
        for (var z = 0; z < TestSeries.Slices; z++)
            for (var y = 5; y < 12; y++)
                for (var x = 6; x < 13; x++) labels[TestSeries.Grid.Offset(x, y, z)] = slice(z) ? (byte)1 : (byte)0;
        return labels;
    }

    private static Task<HttpResponseMessage> ComputeAsync(HttpClient client, string read, string kind, byte[] labels, string query = "") =>
        client.PostAsync($"{read}/structures/1/compute/{kind}?{query}", new ByteArrayContent(LabelmapCodec.Encode(labels)));

    private static async Task<byte[]> LabelsAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return LabelmapCodec.Decode(await answer.Content.ReadAsByteArrayAsync(), TestSeries.Grid.VoxelCount)!;
    }

    private static async Task<string> RefusalAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString()!;
    }

    private async Task<(string Read, HttpClient Reader)> OpenedAsync(string subject, string seriesUid)
    {
        var access = new StudyAccess(Guid.NewGuid(), host.AdministratorOfOne.ResearchStudyId, "one", StudyRole.SiteCoordinator, host.NorthSite);
        var uploads = host.Services.GetRequiredService<UploadService>();
        var files = TestSeries.Files(subject, seriesUid);
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
