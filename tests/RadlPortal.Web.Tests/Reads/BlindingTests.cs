using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RadlPortal.Core.Cohorts;
using RadlPortal.Core.People;
using RadlPortal.Core.Reads;
using RadlPortal.Core.Segmentations;
using RadlPortal.Core.Uploads;
using RadlPortal.Web.Tests.Hosting;
using Xunit;

namespace RadlPortal.Web.Tests.Reads;

/// <summary>A case of a reading plan that is read by two readers and once more by the first: nobody gets what must stay hidden, at any address.</summary>
public sealed class BlindingTests(PortalHost host) : IClassFixture<PortalHost>
{
    private const string SeriesUid = "2.25.290";
    private const string StudyUid = "2.25.290.1";
    private readonly byte[] painted = LabelmapCodec.Encode([.. Enumerable.Range(0, (int)TestSeries.Grid.VoxelCount).Select(i => (byte)(i < 40 ? 1 : 0))]);

    // The reader's own next case; nothing of this one.
    private static readonly string[] OwnThings = ["next"];

    // What a reader says of the own read without seeing it.
    private static readonly string[] OwnSayings = ["approval", "unlock-requests"];

    [Fact]
    public async Task No_address_gives_a_reader_anothers_VOI_or_the_own_first_one_before_the_repeat_is_done()
    {
        var reads = await PlannedAsync();
        var emails = await EmailsAsync(reads);
        using var first = await host.SendingClientAsync(emails[ReadPurpose.First]);
        using var second = await host.SendingClientAsync(emails[ReadPurpose.Second]);
        await ReadAsync(first, reads[ReadPurpose.First]);
        await ReadAsync(second, reads[ReadPurpose.Second]);

        await NothingAsync(second, reads[ReadPurpose.First]);
        await NothingAsync(second, reads[ReadPurpose.Repeat]);
        await NothingAsync(first, reads[ReadPurpose.Second]);
        await NothingAsync(first, reads[ReadPurpose.First], isOwn: true);
        await NothingAsync(first, reads[ReadPurpose.Repeat], isOwn: true);
        // The own read that is done is still there to look at.
        Assert.Equal(painted, await second.GetByteArrayAsync($"{Address(reads[ReadPurpose.Second])}/labelmap"));

        await DueAsync(reads[ReadPurpose.Repeat]);
        var opened = await first.GetFromJsonAsync<JsonElement>($"{Address(reads[ReadPurpose.Repeat])}/state");
        Assert.Equal("read", opened.GetProperty("purpose").GetString());
        Assert.Equal(HttpStatusCode.NoContent, (await first.GetAsync($"{Address(reads[ReadPurpose.Repeat])}/labelmap")).StatusCode);
        await NothingAsync(first, reads[ReadPurpose.First], isOwn: true);
        await ReadAsync(first, reads[ReadPurpose.Repeat]);
        Assert.Equal(painted, await first.GetByteArrayAsync($"{Address(reads[ReadPurpose.First])}/labelmap"));
        await NothingAsync(second, reads[ReadPurpose.Repeat]);
        // DICOMweb has the images and no VOI.
        var series = await second.GetFromJsonAsync<JsonElement>($"/studies/one/dicomweb/studies/{StudyUid}/series");
        Assert.Equal(["CT"], series.EnumerateArray().Select(s => s.GetProperty("00080060").GetProperty("Value")[0].GetString()));
    }

    /// <summary>Asks everything that the portal offers for a read; at nothing an answer may tell of its VOI.</summary>
    private async Task NothingAsync(HttpClient client, Guid read, bool isOwn = false)
    {
        foreach (var endpoint in host.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>())
        {
            var route = endpoint.RoutePattern.RawText!.Trim('/');
            if (!route.StartsWith("studies/{study}/reads/{id", StringComparison.OrdinalIgnoreCase) || OwnThings.Contains(route.Split('/')[^1])) continue;
            if (isOwn && OwnSayings.Contains(route.Split('/')[^1])) continue;
            var path = System.Text.RegularExpressions.Regex.Replace(route, @"\{(\w+)[^}]*\}", m => m.Groups[1].Value.ToLowerInvariant() switch { "study" => "one", "id" => read.ToString(), "format" => "seg", "kind" => "smooth", _ => "1" });
            var method = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.FirstOrDefault() ?? "GET";
            using var request = new HttpRequestMessage(new HttpMethod(method), "/" + path);
            if (method is "POST" or "PUT") request.Content = endpoint.Metadata.GetMetadata<IAcceptsMetadata>() is null ? new ByteArrayContent(painted) : JsonContent.Create(new { kind = "node", number = 1, password = PortalHost.Password, reason = "edge" });
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
            using var answer = await client.SendAsync(request);
            if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.NoContent) continue;
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(IsEmpty(answer, text), $"{method} {path}: {answer.StatusCode} {text[..Math.Min(200, text.Length)]}");
        }
    }

    /// <summary>A refusal, an empty list, features of nothing, or a page on which the case is not open.</summary>
    private static bool IsEmpty(HttpResponseMessage answer, string text) =>
        answer.StatusCode == HttpStatusCode.UnprocessableEntity || text == "[]" || text.Contains("\"state\":\"none\"")
        || (answer.Content.Headers.ContentType?.MediaType == "text/html" && !text.Contains("one-north-1"));

    private async Task<Dictionary<ReadPurpose, Guid>> PlannedAsync()
    {
        await UploadAsync();
        await using var db = host.Database();
        var cohort = new Cohort { ResearchStudyId = host.AdministratorOfOne.ResearchStudyId, Code = "blind", Name = "Blind", Kind = CohortKind.Training };
        db.Add(cohort);
        (await db.Subjects.SingleAsync(s => s.Code == "one-north-1")).CohortId = cohort.Id;
        await db.SaveChangesAsync();
        var readers = await db.Memberships.Where(m => m.ResearchStudyId == cohort.ResearchStudyId && m.Role == StudyRole.Radiologist).Select(m => m.PersonId).ToListAsync();
        var made = await host.Services.GetRequiredService<ReadingPlanService>().MakeAsync(host.AdministratorOfOne, "blind", new ReadingPlanRequest(readers, 100, 100, 28, 1), null, CancellationToken.None);
        Assert.Null(made.Refusal);
        return await db.ReadingAssignments.Where(r => db.ImagingSeries.Any(s => s.Id == r.ImagingSeriesId && s.SeriesInstanceUid == SeriesUid)).ToDictionaryAsync(r => r.Purpose, r => r.Id);
    }

    private async Task<Dictionary<ReadPurpose, string>> EmailsAsync(Dictionary<ReadPurpose, Guid> reads)
    {
        await using var db = host.Database();
        return await (from read in db.ReadingAssignments where reads.Values.Contains(read.Id) join person in db.Users on read.ReaderId equals person.Id select new { read.Purpose, person.Email }).ToDictionaryAsync(r => r.Purpose, r => r.Email!);
    }

    /// <summary>Opens, saves, is done; then nothing more can be saved.</summary>
    private async Task ReadAsync(HttpClient reader, Guid read)
    {
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync($"{Address(read)}/state")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await reader.PostAsync($"{Address(read)}/done", null)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SaveAsync(reader, read, 0)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await reader.PostAsync($"{Address(read)}/time?seconds=1", null)).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await reader.PostAsync($"{Address(read)}/time?seconds=-5", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await reader.PostAsync($"{Address(read)}/done", null)).StatusCode);
        Assert.False((await SaveAsync(reader, read, 1)).IsSuccessStatusCode);
    }

    private async Task<HttpResponseMessage> SaveAsync(HttpClient reader, Guid read, int version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Address(read)}/versions") { Content = new ByteArrayContent(painted) };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        request.Headers.Add("X-Voi-Base-Version", version.ToString(System.Globalization.CultureInfo.InvariantCulture));
        request.Headers.Add("X-Voi-Reason", "edge");
        return await reader.SendAsync(request);
    }

    private async Task DueAsync(Guid repeat)
    {
        await using var db = host.Database();
        await db.ReadingAssignments.Where(r => r.Id == repeat).ExecuteUpdateAsync(r => r.SetProperty(x => x.NotBefore, DateTimeOffset.UtcNow.AddMinutes(-1)));
    }

    private async Task UploadAsync()
    {
        var access = new StudyAccess(Guid.NewGuid(), host.AdministratorOfOne.ResearchStudyId, "one", StudyRole.SiteCoordinator, host.NorthSite);
        var uploads = host.Services.GetRequiredService<UploadService>();
        var files = TestSeries.Files("one-north-1", SeriesUid);
        var upload = (await uploads.StartAsync(access, files.Count, CancellationToken.None)).Value;
        for (var i = 0; i < files.Count; i++) await uploads.StoreAsync(access, upload, i + 1, files[i], CancellationToken.None);
        await uploads.FinishAsync(access, upload, CancellationToken.None);
    }

    private static string Address(Guid read) => $"/studies/one/reads/{read}";
}
