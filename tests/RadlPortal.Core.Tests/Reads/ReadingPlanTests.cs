using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Cohorts;
using RadlPortal.Core.People;
using RadlPortal.Core.Reads;
using Xunit;

namespace RadlPortal.Core.Tests.Reads;

public sealed class ReadingPlanTests : ReadingStudy
{
    [Fact]
    public async Task A_preview_makes_nothing_and_the_plan_does_what_it_said()
    {
        await AddCasesAsync(1, 10);
        await AddCasesAsync(11, 12, withCt: false);
        var preview = (await Plans.PreviewAsync(Administrator, Cohort, Request(twice: 40, again: 20), CancellationToken.None)).Value!;
        Assert.Equal((10, 4, 2, 0, 2), (preview.Cases.Count, preview.ReadTwice, preview.ReadAgain, preview.Begun, preview.WithoutCt));
        Assert.All(await AllAsync(), r => Assert.Null(r.ReaderId));

        var made = await Plans.MakeAsync(Administrator, Cohort, Request(twice: 40, again: 20), preview.Fingerprint, CancellationToken.None);
        Assert.Equal(preview.Cases, made.Value!.Cases);
        var reads = await AllAsync();
        Assert.Equal((10, 4, 2), (Count(reads, ReadPurpose.First), Count(reads, ReadPurpose.Second), Count(reads, ReadPurpose.Repeat)));
        Assert.All(reads, r => Assert.NotNull(r.ReadingPlanId));
        foreach (var reader in Readers.Take(2))
        {
            var places = reads.Where(r => r.ReaderId == reader.PersonId && r.Purpose != ReadPurpose.Repeat).Select(r => r.Position!.Value).ToList();
            Assert.Equal(Enumerable.Range(1, places.Count), places.Order());
            var worklist = await Reads.WorklistAsync(reader, CancellationToken.None);
            Assert.Equal(reads.Where(r => r.ReaderId == reader.PersonId && r.Purpose != ReadPurpose.Repeat).Select(r => r.Id), worklist.Where(w => w.IsNext).Select(w => w.Id));
        }

        await using var db = Database.CreateDbContext();
        Assert.Single(db.AuditEntries, e => e.Action == "made" && e.Entity == nameof(ReadingPlan));
    }

    [Fact]
    public async Task Refuses_what_cannot_be_a_plan()
    {
        Assert.Equal(CohortRefusals.Empty, await RefusalAsync(Request()));
        await AddCasesAsync(1, 2, withCt: false);
        Assert.Equal("no-case", (await RefusalAsync(Request()))!.Code);
        await AddCasesAsync(3, 5);
        Assert.Equal(ReadingPlanRefusals.NoReader, await RefusalAsync(Request(readers: 0)));
        Assert.Equal(ReadingPlanRefusals.OneReader, await RefusalAsync(Request(twice: 1, readers: 1)));
        Assert.Equal(ReadingPlanRefusals.OneReader, await RefusalAsync(Request(twice: 1) with { ReaderIds = [Readers[0].PersonId, Readers[0].PersonId] }));
        Assert.Equal(ReadingPlanRefusals.ShareOutOfRange, await RefusalAsync(Request(twice: 101)));
        Assert.Equal(ReadingPlanRefusals.ShareOutOfRange, await RefusalAsync(Request(again: -1)));
        Assert.Equal(ReadingPlanRefusals.DaysOutOfRange, await RefusalAsync(Request(again: 10, days: 0)));
        Assert.Equal(ReadingPlanRefusals.DaysOutOfRange, await RefusalAsync(Request(again: 10, days: 366)));
        Assert.Equal(ReadingPlanRefusals.SeedOutOfRange, await RefusalAsync(Request(seed: -1)));
        Assert.Equal(ReadingPlanRefusals.NotAMember, await RefusalAsync(Request() with { ReaderIds = [Guid.NewGuid()] }));
        Assert.Equal("no-such-cohort", (await Plans.PreviewAsync(Administrator, "other", Request(), CancellationToken.None)).Refusal!.Code);
        Assert.All(await AllAsync(), r => Assert.Null(r.ReaderId));
    }

    [Fact]
    public async Task Refuses_a_reader_who_sees_outcomes()
    {
        await AddCasesAsync(1, 3);
        var refusal = await RefusalAsync(Request() with { ReaderIds = [Readers[0].PersonId, Investigator.PersonId] });
        Assert.Equal("not-blinded", refusal!.Code);
        Assert.Contains("Petra is principal investigator", refusal.Message);
        Assert.Equal("not-blinded", (await RefusalAsync(Request() with { ReaderIds = [Administrator.PersonId] }))!.Code);
    }

    [Fact]
    public async Task Refuses_a_second_plan_a_closed_study_and_a_preview_that_is_out_of_date()
    {
        await AddCasesAsync(1, 3);
        var preview = (await Plans.PreviewAsync(Administrator, Cohort, Request(), CancellationToken.None)).Value!;
        await AddCasesAsync(4, 4);
        Assert.Equal(ReadingPlanRefusals.Changed, (await Plans.MakeAsync(Administrator, Cohort, Request(), preview.Fingerprint, CancellationToken.None)).Refusal);
        await MakeAsync(Request());
        Assert.Equal(ReadingPlanRefusals.PlanThere, await RefusalAsync(Request()));
        await using (var db = Database.CreateDbContext()) await db.ResearchStudies.ExecuteUpdateAsync(s => s.SetProperty(x => x.ClosedAt, Clock.GetUtcNow()));
        Assert.Equal(ReadRefusals.StudyClosed, await RefusalAsync(Request()));
    }

    [Fact]
    public async Task Only_who_manages_reads_plans_them()
    {
        await AddCasesAsync(1, 2);
        foreach (var other in new[] { Readers[0], Investigator })
        {
            await Assert.ThrowsAsync<RightMissingException>(() => Plans.MakeAsync(other, Cohort, Request(), null, CancellationToken.None));
            await Assert.ThrowsAsync<RightMissingException>(() => Progress.CohortsAsync(other, CancellationToken.None));
            await Assert.ThrowsAsync<RightMissingException>(() => Returns.ReturnAsync(other, Guid.NewGuid(), "why", CancellationToken.None));
        }
    }

    [Fact]
    public async Task A_read_that_was_begun_before_stays_with_its_reader()
    {
        await AddCasesAsync(1, 4);
        var taken = (await AllAsync())[0];
        Assert.True((await Reads.OpenAsync(Readers[2], taken.Id, CancellationToken.None)).Succeeded);
        var made = await MakeAsync(Request(twice: 100));
        Assert.Equal(1, made.Begun);
        var after = await AgainAsync(taken);
        Assert.Equal((Readers[2].PersonId, ReadState.InProgress), (after.ReaderId!.Value, after.State));
        Assert.Contains((await AllAsync()).Single(r => r.ImagingSeriesId == taken.ImagingSeriesId && r.Purpose == ReadPurpose.Second).ReaderId!.Value, Readers.Take(2).Select(r => r.PersonId));
    }

    [Fact]
    public async Task New_subjects_come_in_by_extending_and_what_was_given_stays()
    {
        await AddCasesAsync(1, 6);
        await MakeAsync(Request(twice: 50));
        var before = (await AllAsync()).ToDictionary(r => r.Id, r => (r.ReaderId, r.Position));
        Assert.Equal(ReadingPlanRefusals.NothingNew, (await Plans.ExtendAsync(Administrator, Cohort, null, CancellationToken.None)).Refusal);
        await AddCasesAsync(7, 10);
        // Until then nobody takes one of them from the plan.
        Assert.DoesNotContain(await Reads.WorklistAsync(Readers[0], CancellationToken.None), w => w.Subject == "S007");
        var waiting = (await AllAsync()).Single(r => r.ReaderId == null && r.Position == null && IsOf(r, "S007"));
        Assert.Equal(ReadRefusals.NotYours, (await Reads.OpenAsync(Readers[2], waiting.Id, CancellationToken.None)).Refusal);

        var preview = (await Plans.PreviewExtensionAsync(Administrator, Cohort, CancellationToken.None)).Value!;
        var extended = await Plans.ExtendAsync(Administrator, Cohort, preview.Fingerprint, CancellationToken.None);
        Assert.Equal((4, 2), (extended.Value!.Cases.Count, extended.Value.ReadTwice));
        var after = await AllAsync();
        Assert.All(before, b => Assert.Equal(b.Value, after.Where(a => a.Id == b.Key).Select(a => (a.ReaderId, a.Position)).Single()));
        Assert.Equal((10, 5), (Count(after, ReadPurpose.First), Count(after, ReadPurpose.Second)));
        foreach (var reader in Readers.Take(2))
        {
            var places = after.Where(r => r.ReaderId == reader.PersonId).Select(r => r.Position!.Value).ToList();
            Assert.Equal(Enumerable.Range(1, places.Count), places.Order());
        }
    }

    [Fact]
    public async Task A_plan_whose_readers_left_says_so_when_it_is_extended()
    {
        await AddCasesAsync(1, 4);
        await MakeAsync(Request(twice: 50));
        await AddCasesAsync(5, 6);
        await LeaveAsync(Readers[0]);
        Assert.Equal(ReadingPlanRefusals.OneReaderLeft, (await Plans.ExtendAsync(Administrator, Cohort, null, CancellationToken.None)).Refusal);
        await LeaveAsync(Readers[1]);
        Assert.Equal(ReadingPlanRefusals.ReadersGone, (await Plans.ExtendAsync(Administrator, Cohort, null, CancellationToken.None)).Refusal);
        // Progress still shows who had what.
        Assert.All((await Progress.CohortsAsync(Administrator, CancellationToken.None))[0].Readers, r => Assert.False(r.IsRadiologist));
    }

    [Fact]
    public async Task A_plan_is_taken_back_only_while_nothing_is_begun()
    {
        await AddCasesAsync(1, 3);
        await MakeAsync(Request(twice: 100, again: 100));
        Assert.Equal(ReadRefusals.WhyMissing, (await Plans.TakeBackAsync(Administrator, Cohort, " ", CancellationToken.None)).Refusal);
        Assert.True((await Plans.TakeBackAsync(Administrator, Cohort, "wrong share", CancellationToken.None)).Succeeded);
        Assert.Equal(3, (await AllAsync()).Count(r => r is { ReaderId: null, ReadingPlanId: null, Position: null }));
        Assert.Equal(3, (await Reads.WorklistAsync(Readers[2], CancellationToken.None)).Count);
        await MakeAsync(Request(twice: 100));
        var first = (await AllAsync()).First(r => r.Purpose == ReadPurpose.First);
        await Reads.OpenAsync(ReaderOf(first), first.Id, CancellationToken.None);
        Assert.Equal(ReadingPlanRefusals.Begun, (await Plans.TakeBackAsync(Administrator, Cohort, "wrong share", CancellationToken.None)).Refusal);
    }

    [Fact]
    public async Task Of_two_administrators_at_once_one_makes_the_plan()
    {
        await AddCasesAsync(1, 6);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 2).Select(n => Plans.MakeAsync(Administrator, Cohort, Request(seed: n), null, CancellationToken.None)));
        Assert.Single(outcomes, o => o.Succeeded);
        await using var db = Database.CreateDbContext();
        Assert.Single(db.ReadingPlans);
    }

    private async Task<Refusal?> RefusalAsync(ReadingPlanRequest request) => (await Plans.MakeAsync(Administrator, Cohort, request, null, CancellationToken.None)).Refusal;

    private bool IsOf(ReadingAssignment read, string code)
    {
        using var db = Database.CreateDbContext();
        return db.Subjects.Any(s => s.Id == read.SubjectId && s.Code == code);
    }

    private async Task LeaveAsync(StudyAccess reader)
    {
        await using var db = Database.CreateDbContext();
        await db.Memberships.Where(m => m.PersonId == reader.PersonId).ExecuteDeleteAsync();
    }

    private static int Count(List<ReadingAssignment> reads, ReadPurpose purpose) => reads.Count(r => r.Purpose == purpose);
}
