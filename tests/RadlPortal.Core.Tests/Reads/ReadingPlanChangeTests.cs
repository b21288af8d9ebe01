using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.People;
using RadlPortal.Core.Reads;
using Xunit;

namespace RadlPortal.Core.Tests.Reads;

public sealed class ReadingPlanChangeTests : ReadingStudy
{
    private static CancellationToken Stop => CancellationToken.None;

    [Fact]
    public async Task A_larger_share_adds_second_reads_and_leaves_every_other_read_where_it_was()
    {
        await AddCasesAsync(1, 12);
        await MakeAsync(Request(twice: 25));
        var begun = (await AllAsync()).First(r => r.Purpose == ReadPurpose.First);
        await DoneAsync(begun);
        var before = await AllAsync();
        var preview = (await Changes.PreviewAsync(Administrator, Cohort, Request(twice: 75), Stop)).Value!;
        Assert.Equal((1, 6, 0, 0), (preview.Begun, preview.Added, preview.TakenAway, preview.GivenOn));
        Assert.Equal(before.Select(r => (r.Id, r.ReaderId, r.Position)), (await AllAsync()).Select(r => (r.Id, r.ReaderId, r.Position)));

        var changed = await Changes.ChangeAsync(Administrator, Cohort, Request(twice: 75), "agreement on more cases", preview.Fingerprint, Stop);
        Assert.Equal(preview.Reads, changed.Value!.Reads);
        var after = await AllAsync();
        Assert.Equal(9, after.Count(r => r.Purpose == ReadPurpose.Second));
        Assert.All(before, b => Assert.Equal(b.ReaderId, after.Single(a => a.Id == b.Id).ReaderId));
        Assert.All(after.Where(r => r.Purpose == ReadPurpose.Second), s => Assert.NotEqual(after.Single(f => f.ImagingSeriesId == s.ImagingSeriesId && f.Purpose == ReadPurpose.First).ReaderId, s.ReaderId));
        Assert.All(after, r => Assert.NotNull(r.ReadingPlanId));
        PlacesAreWhole(after);
        await using var db = Database.CreateDbContext();
        Assert.Equal(75, (await db.ReadingPlans.SingleAsync()).DoubleReadPercent);
        var entry = await db.AuditEntries.SingleAsync(e => e.Action == "changed" && e.Entity == nameof(ReadingPlan));
        Assert.Contains("agreement on more cases", entry.DetailsJson);
        Assert.Contains("\"doubleReadPercent\": 25", entry.DetailsJson);
        Assert.Contains("\"doubleReadPercent\": 75", entry.DetailsJson);
    }

    [Fact]
    public async Task A_smaller_share_takes_only_reads_away_that_nobody_has_begun()
    {
        await AddCasesAsync(1, 8);
        await MakeAsync(Request(twice: 100, again: 50));
        var second = (await AllAsync()).First(r => r.Purpose == ReadPurpose.Second);
        await Reads.OpenAsync(ReaderOf(second), second.Id, Stop);
        var changed = (await Changes.ChangeAsync(Administrator, Cohort, Request(), "enough", null, Stop)).Value!;
        Assert.Equal((1, 7 + 4, 0), (changed.Begun, changed.TakenAway, changed.Added));
        var after = await AllAsync();
        Assert.Equal(second.Id, Assert.Single(after, r => r.Purpose != ReadPurpose.First).Id);
        Assert.Equal(ReadState.InProgress, (await AgainAsync(second)).State);
    }

    [Fact]
    public async Task Other_readers_get_what_is_not_begun_and_a_reader_who_left_keeps_what_is()
    {
        await AddCasesAsync(1, 10);
        await MakeAsync(Request(twice: 50));
        var done = (await AllAsync()).First(r => r.Purpose == ReadPurpose.First && r.ReaderId == Readers[0].PersonId);
        await DoneAsync(done);
        var request = Request(twice: 50) with { ReaderIds = [Readers[1].PersonId, Readers[2].PersonId] };
        var preview = (await Changes.PreviewAsync(Administrator, Cohort, request, Stop)).Value!;
        Assert.True(preview.GivenOn > 0);
        Assert.All(preview.Reads, r => Assert.NotEqual("Rita", r.To));
        Assert.Null((await Changes.ChangeAsync(Administrator, Cohort, request, "Rita left", preview.Fingerprint, Stop)).Refusal);
        var after = await AllAsync();
        Assert.Equal(done.Id, Assert.Single(after, r => r.ReaderId == Readers[0].PersonId).Id);
        Assert.Equal((10, 5), (after.Count(r => r.Purpose == ReadPurpose.First), after.Count(r => r.Purpose == ReadPurpose.Second)));
        PlacesAreWhole(after);
    }

    [Fact]
    public async Task Another_seed_moves_only_what_is_not_begun_and_repeats_that_stay_take_the_new_days()
    {
        await AddCasesAsync(1, 8);
        await MakeAsync(Request(again: 100, days: 28));
        var own = (await AllAsync()).Where(r => r.Purpose == ReadPurpose.First && r.ReaderId == Readers[0].PersonId).ToList();
        await DoneAsync(own[0]);
        await Reads.OpenAsync(Readers[0], own[1].Id, Stop);
        var changed = (await Changes.ChangeAsync(Administrator, Cohort, Request(again: 100, days: 14, seed: 77), "sooner", null, Stop)).Value!;
        Assert.Equal((2, 0), (changed.Begun, changed.TakenAway));
        var after = await AllAsync();
        Assert.Equal(own.Take(2).Select(r => (r.ReaderId, r.Position)), own.Take(2).Select(r => after.Single(a => a.Id == r.Id)).Select(r => (r.ReaderId, r.Position)));
        var repeats = after.Where(r => r.Purpose == ReadPurpose.Repeat).ToList();
        Assert.Equal(8, repeats.Count);
        Assert.All(repeats, r => Assert.Equal(14, r.RepeatAfterDays));
        Assert.All(repeats, r => Assert.Equal(after.Single(f => f.ImagingSeriesId == r.ImagingSeriesId && f.Purpose == ReadPurpose.First).ReaderId, r.ReaderId));
        Assert.Equal(Clock.GetUtcNow().AddDays(14), repeats.Single(r => r.ImagingSeriesId == own[0].ImagingSeriesId).NotBefore);
        PlacesAreWhole(after);
    }

    [Fact]
    public async Task Refuses_what_changes_nothing_cannot_be_a_plan_or_was_previewed_before_something_was_begun()
    {
        await AddCasesAsync(1, 6);
        Assert.Equal(ReadingPlanRefusals.NoPlan, (await Changes.PreviewAsync(Administrator, Cohort, Request(), Stop)).Refusal);
        await MakeAsync(Request(twice: 50));
        Assert.Equal(ReadingPlanRefusals.NothingChanges, (await Changes.PreviewAsync(Administrator, Cohort, Request(twice: 50), Stop)).Refusal);
        Assert.Equal(ReadingPlanRefusals.OneReader, (await Changes.PreviewAsync(Administrator, Cohort, Request(twice: 50, readers: 1), Stop)).Refusal);
        Assert.Equal("not-blinded", (await Changes.PreviewAsync(Administrator, Cohort, Request() with { ReaderIds = [Investigator.PersonId] }, Stop)).Refusal!.Code);
        Assert.Equal(ReadRefusals.WhyMissing, (await Changes.ChangeAsync(Administrator, Cohort, Request(), " ", null, Stop)).Refusal);
        await Assert.ThrowsAsync<RightMissingException>(() => Changes.PreviewAsync(Investigator, Cohort, Request(), Stop));
        var preview = (await Changes.PreviewAsync(Administrator, Cohort, Request(seed: 9), Stop)).Value!;
        var read = (await AllAsync())[0];
        await Reads.OpenAsync(ReaderOf(read), read.Id, Stop);
        Assert.Equal(ReadingPlanRefusals.Changed, (await Changes.ChangeAsync(Administrator, Cohort, Request(seed: 9), "order", preview.Fingerprint, Stop)).Refusal);
        await using (var db = Database.CreateDbContext()) await db.ResearchStudies.ExecuteUpdateAsync(s => s.SetProperty(x => x.ClosedAt, Clock.GetUtcNow()));
        Assert.Equal(ReadRefusals.StudyClosed, (await Changes.ChangeAsync(Administrator, Cohort, Request(seed: 9), "order", null, Stop)).Refusal);
    }

    /// <summary>Each reader's first and second reads have places of their own.</summary>
    private static void PlacesAreWhole(List<ReadingAssignment> reads)
    {
        foreach (var ofReader in reads.Where(r => r.Purpose != ReadPurpose.Repeat).GroupBy(r => r.ReaderId))
            Assert.Equal(ofReader.Count(), ofReader.Select(r => r.Position!.Value).Distinct().Count());
    }
}
