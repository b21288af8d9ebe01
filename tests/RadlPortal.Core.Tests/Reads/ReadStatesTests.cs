using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.People;
using RadlPortal.Core.Radiomics;
using RadlPortal.Core.Reads;
using RadlPortal.Core.Segmentations;
using Xunit;

namespace RadlPortal.Core.Tests.Reads;

public sealed class ReadStatesTests : ReadingStudy
{
    [Fact]
    public async Task A_read_goes_from_assigned_to_done_and_stays_closed_until_it_is_given_back()
    {
        var read = (await PlannedAsync(Request()))[0];
        var reader = ReaderOf(read);
        Assert.Equal(ReadRefusals.NothingSaved, (await Finishing.FinishAsync(reader, read.Id, CancellationToken.None)).Refusal);
        var version = await SaveAsync(read);
        Assert.Equal(ReadState.InProgress, (await AgainAsync(read)).State);
        Assert.True((await Finishing.FinishAsync(reader, read.Id, CancellationToken.None)).Succeeded);
        var done = await AgainAsync(read);
        Assert.Equal((ReadState.Done, version, Clock.GetUtcNow()), (done.State, done.DoneVersionId!.Value, done.DoneAt!.Value));
        Assert.Equal(ReadRefusals.Closed, (await Finishing.FinishAsync(reader, read.Id, CancellationToken.None)).Refusal);
        Assert.True(await Drafts.PulseAsync(reader, read.Id, CancellationToken.None) is { Version: 1, IsClosed: true, IsLocked: false, Draft: null });
        Assert.Null(await Drafts.PulseAsync(Readers.First(r => r != reader), read.Id, CancellationToken.None));
        Assert.False((await Drafts.KeepAsync(reader, read.Id, LabelmapCodec.Encode(new byte[512]), 0, 1, CancellationToken.None)).Succeeded);
        Assert.True((await Reads.OpenAsync(reader, read.Id, CancellationToken.None)).Value!.ReadOnly);
        Assert.Equal(ReadState.Done, (await AgainAsync(read)).State);

        Assert.Equal(ReadRefusals.WhyMissing, (await Returns.ReturnAsync(Administrator, read.Id, "", CancellationToken.None)).Refusal);
        Assert.True((await Returns.ReturnAsync(Administrator, read.Id, "upper edge", CancellationToken.None)).Succeeded);
        var onTop = (await Reads.WorklistAsync(reader, CancellationToken.None))[0];
        Assert.Equal((read.Id, ReadState.Returned, "upper edge", true), (onTop.Id, onTop.State, onTop.ReturnReason, onTop.IsNext));
        Assert.Equal(ReadRefusals.NotDone, (await Returns.ReturnAsync(Administrator, read.Id, "again", CancellationToken.None)).Refusal);
        var opened = (await Reads.OpenAsync(reader, read.Id, CancellationToken.None)).Value!;
        Assert.Equal((false, "upper edge", "in progress"), (opened.ReadOnly, opened.ReturnReason, opened.ReadState));
        await DoneAsync(read);
        Assert.NotEqual(version, (await AgainAsync(read)).DoneVersionId);
        await using var db = Database.CreateDbContext();
        Assert.Equal(2, await db.AuditEntries.CountAsync(e => e.Action == "finished"));
        Assert.Contains("upper edge", (await db.AuditEntries.SingleAsync(e => e.Action == "returned")).DetailsJson);
    }

    [Fact]
    public async Task What_is_painted_and_not_saved_keeps_a_read_from_being_done()
    {
        var read = (await PlannedAsync(Request()))[0];
        await SaveAsync(read);
        var saved = (await Files.NewestAsync(ReaderOf(read), read.Id, CancellationToken.None))!.Runs;
        Assert.True((await Drafts.KeepAsync(ReaderOf(read), read.Id, LabelmapCodec.Encode(new byte[512]), 0, 1, CancellationToken.None)).Succeeded);
        Assert.Equal(ReadRefusals.Unsaved, (await Finishing.FinishAsync(ReaderOf(read), read.Id, CancellationToken.None)).Refusal);
        // A draft that was undone to what is saved has nothing in it.
        Assert.True((await Drafts.KeepAsync(ReaderOf(read), read.Id, saved, 1, 1, CancellationToken.None)).Succeeded);
        Assert.True((await Finishing.FinishAsync(ReaderOf(read), read.Id, CancellationToken.None)).Succeeded);
    }

    [Fact]
    public async Task A_second_reader_sees_nothing_of_the_first_and_the_first_nothing_of_the_second()
    {
        var reads = await PlannedAsync(Request(twice: 100));
        var first = reads.First(r => r.Purpose == ReadPurpose.First);
        var second = reads.Single(r => r.Purpose == ReadPurpose.Second && r.ImagingSeriesId == first.ImagingSeriesId);
        await DoneAsync(first);
        await DoneAsync(second);
        foreach (var (own, other) in new[] { (first, second), (second, first) })
        {
            Assert.True(await SeesAsync(own, ReaderOf(own)));
            Assert.False(await SeesAsync(other, ReaderOf(own)));
            Assert.Equal(ReadRefusals.NotYours, (await Reads.OpenAsync(ReaderOf(own), other.Id, CancellationToken.None)).Refusal);
        }
    }

    [Fact]
    public async Task A_repeat_read_comes_when_its_days_have_passed_looks_like_any_other_and_stands_for_the_first()
    {
        var reads = await PlannedAsync(Request(again: 100, days: 28));
        var first = reads.First(r => r.Purpose == ReadPurpose.First);
        var repeat = reads.Single(r => r.Purpose == ReadPurpose.Repeat && r.ImagingSeriesId == first.ImagingSeriesId);
        var reader = ReaderOf(first);
        Assert.Equal(reader, ReaderOf(repeat));
        Assert.Equal(ReadRefusals.NoSuchRead, (await Reads.OpenAsync(reader, repeat.Id, CancellationToken.None)).Refusal);
        Assert.DoesNotContain(await Reads.WorklistAsync(reader, CancellationToken.None), w => reads.Exists(r => r.Id == w.Id && r.Purpose == ReadPurpose.Repeat));
        await SaveAsync(first);
        Assert.True(await SeesAsync(first, reader));
        Assert.True((await Finishing.FinishAsync(reader, first.Id, CancellationToken.None)).Succeeded);
        Assert.Equal(ReadRefusals.NoSuchRead, (await Reads.OpenAsync(reader, repeat.Id, CancellationToken.None)).Refusal);
        await HiddenAsync(first, reader);
        Assert.False((await Reads.WorklistAsync(reader, CancellationToken.None)).Single(w => w.Id == first.Id).IsOpen);

        Clock.Move(TimeSpan.FromDays(28));
        var line = (await Reads.WorklistAsync(reader, CancellationToken.None)).Single(w => w.SeriesId == first.ImagingSeriesId);
        Assert.Equal((repeat.Id, true), (line.Id, line.IsNext));
        var opened = (await Reads.OpenAsync(reader, repeat.Id, CancellationToken.None)).Value!;
        Assert.Equal(("read", null, 0), (opened.Purpose, opened.Draft, opened.Structures.Max(s => s.Version)));
        Assert.Null(await Files.NewestAsync(reader, repeat.Id, CancellationToken.None));
        await HiddenAsync(first, reader);
        Assert.Equal(ReadRefusals.RepeatBegun, (await Returns.ReturnAsync(Administrator, first.Id, "edge", CancellationToken.None)).Refusal);

        await DoneAsync(repeat);
        Assert.True(await SeesAsync(repeat, reader));
        await using var db = Database.CreateDbContext();
        Assert.Equal(2, await db.VoiVersions.CountAsync());
    }

    [Fact]
    public async Task Done_reads_of_a_plan_with_repeats_are_all_closed_so_that_none_tells_that_it_comes_again()
    {
        var reads = await PlannedAsync(Request(again: 50, days: 10));
        var repeats = reads.Where(r => r.Purpose == ReadPurpose.Repeat).ToList();
        var reader = ReaderOf(repeats[0]);
        var own = reads.Where(r => r.Purpose == ReadPurpose.First && r.ReaderId == reader.PersonId).ToList();
        foreach (var first in own) await DoneAsync(first);
        foreach (var first in own) await HiddenAsync(first, reader);
        Assert.Single((await Reads.WorklistAsync(reader, CancellationToken.None)).Select(w => (w.State, w.IsOpen)).Distinct());
        Clock.Move(TimeSpan.FromDays(10));
        foreach (var repeat in repeats.Where(r => r.ReaderId == reader.PersonId)) await DoneAsync(repeat);
        foreach (var first in own) Assert.True(await SeesAsync(first, reader));
    }

    [Fact]
    public async Task A_first_read_that_is_given_back_counts_the_days_of_its_repeat_anew()
    {
        var reads = await PlannedAsync(Request(again: 100, days: 10));
        var first = reads.First(r => r.Purpose == ReadPurpose.First);
        var repeat = reads.Single(r => r.Purpose == ReadPurpose.Repeat && r.ImagingSeriesId == first.ImagingSeriesId);
        await DoneAsync(first);
        Clock.Move(TimeSpan.FromDays(9));
        Assert.True((await Returns.ReturnAsync(Administrator, first.Id, "edge", CancellationToken.None)).Succeeded);
        Assert.Null((await AgainAsync(repeat)).NotBefore);
        Assert.True(await SeesAsync(first, ReaderOf(first)));
        await DoneAsync(first);
        Assert.Equal(Clock.GetUtcNow().AddDays(10), (await AgainAsync(repeat)).NotBefore);
    }

    [Fact]
    public async Task A_read_that_is_not_begun_goes_to_another_reader_with_its_repeat()
    {
        var reads = await PlannedAsync(Request(twice: 100, again: 100));
        var first = reads.First(r => r.Purpose == ReadPurpose.First);
        var repeat = reads.Single(r => r.Purpose == ReadPurpose.Repeat && r.ImagingSeriesId == first.ImagingSeriesId);
        var second = reads.Single(r => r.Purpose == ReadPurpose.Second && r.ImagingSeriesId == first.ImagingSeriesId);
        Assert.Equal(ReadRefusals.SameReader, await ReassignAsync(first, second.ReaderId!.Value));
        Assert.Equal(ReadRefusals.RepeatFollows, await ReassignAsync(repeat, Readers[2].PersonId));
        Assert.Equal("not-blinded", (await ReassignAsync(first, Investigator.PersonId))!.Code);
        Assert.Equal(ReadingPlanRefusals.NotAMember, await ReassignAsync(first, Guid.NewGuid()));
        Assert.Null(await ReassignAsync(first, Readers[2].PersonId));
        Assert.Equal((Readers[2].PersonId, Readers[2].PersonId), ((await AgainAsync(first)).ReaderId!.Value, (await AgainAsync(repeat)).ReaderId!.Value));
        await Reads.OpenAsync(ReaderOf(second), second.Id, CancellationToken.None);
        Assert.Equal(ReadRefusals.SameReader, await ReassignAsync(first, Readers[2].PersonId));
        Assert.Equal(ReadRefusals.AlreadyBegun, await ReassignAsync(second, first.ReaderId!.Value));
    }

    [Fact]
    public async Task Reading_time_is_counted_once_and_never_more_than_has_passed()
    {
        var read = (await PlannedAsync(Request()))[0];
        var reader = ReaderOf(read);
        await Reads.OpenAsync(reader, read.Id, CancellationToken.None);
        Clock.Move(TimeSpan.FromSeconds(30));
        await CountAsync(reader, read, 20);
        await CountAsync(reader, read, 20);
        Assert.Equal(20, (await AgainAsync(read)).ActiveSeconds);
        Clock.Move(TimeSpan.FromSeconds(5));
        await CountAsync(reader, read, 60);
        Assert.Equal(25, (await AgainAsync(read)).ActiveSeconds);
        Assert.Equal(ReadRefusals.TimeOutOfRange, (await Finishing.CountTimeAsync(reader, read.Id, 0, CancellationToken.None)).Refusal);
        Assert.Equal(ReadRefusals.TimeOutOfRange, (await Finishing.CountTimeAsync(reader, read.Id, 121, CancellationToken.None)).Refusal);
        Assert.Equal(ReadRefusals.NoSuchRead, (await Finishing.CountTimeAsync(Readers.First(r => r != reader), read.Id, 10, CancellationToken.None)).Refusal);
        await DoneAsync(read);
        Clock.Move(TimeSpan.FromSeconds(60));
        await CountAsync(reader, read, 20);
        Assert.Equal(25, (await AgainAsync(read)).ActiveSeconds);
        var line = (await Progress.CohortsAsync(Administrator, CancellationToken.None))[0].Readers.Single(r => r.ReaderId == reader.PersonId);
        Assert.Equal((25.0, 1), (line.MedianSeconds!.Value, line.Counts.Done));
    }

    [Fact]
    public async Task A_reader_without_a_plan_takes_a_case_by_opening_it_and_others_then_do_not_see_it()
    {
        await AddCasesAsync(1, 2);
        var taken = (await AllAsync())[0];
        Assert.Equal(2, (await Reads.WorklistAsync(Readers[0], CancellationToken.None)).Count(w => w.IsNext));
        Assert.False((await Reads.OpenAsync(Readers[0], taken.Id, CancellationToken.None)).Value!.IsPlanned);
        Assert.Equal(ReadRefusals.NotYours, (await Reads.OpenAsync(Readers[1], taken.Id, CancellationToken.None)).Refusal);
        Assert.Single(await Reads.WorklistAsync(Readers[1], CancellationToken.None));
        Assert.Equal(ReadRefusals.NotInPlan, (await Finishing.FinishAsync(Readers[0], taken.Id, CancellationToken.None)).Refusal);
    }

    [Fact]
    public async Task The_administrator_sees_every_read_of_a_plan_page_by_page_and_by_state()
    {
        var reads = await PlannedAsync(Request(twice: 50, again: 50));
        await DoneAsync(reads[0]);
        var (page, total) = await Progress.ReadsAsync(Administrator, Cohort, null, 0, 3, CancellationToken.None);
        Assert.Equal((3, reads.Count), (page.Count, total));
        var (done, one) = await Progress.ReadsAsync(Administrator, Cohort, ReadState.Done, 0, 10, CancellationToken.None);
        Assert.Equal((reads[0].Id, 1), (done[0].Id, one));
        var counts = (await Progress.CohortsAsync(Administrator, CancellationToken.None))[0].Counts;
        Assert.Equal((reads.Count, 1, reads.Count - 1), (counts.All, counts.Done, counts.Left));
    }

    private async Task<List<ReadingAssignment>> PlannedAsync(ReadingPlanRequest request)
    {
        await AddCasesAsync(1, 4);
        await MakeAsync(request);
        return [.. (await AllAsync()).OrderBy(r => r.Purpose).ThenBy(r => r.Position)];
    }

    private async Task<Refusal?> ReassignAsync(ReadingAssignment read, Guid reader) => (await Returns.ReassignAsync(Administrator, read.Id, reader, CancellationToken.None)).Refusal;

    private async Task CountAsync(StudyAccess reader, ReadingAssignment read, int seconds) =>
        Assert.Null((await Finishing.CountTimeAsync(reader, read.Id, seconds, CancellationToken.None)).Refusal);

    private async Task HiddenAsync(ReadingAssignment first, StudyAccess reader)
    {
        Assert.False(await SeesAsync(first, reader));
        Assert.Equal(ReadRefusals.ClosedWhilePlanGoesOn, (await Reads.OpenAsync(reader, first.Id, CancellationToken.None)).Refusal);
        Assert.Null(await Drafts.PulseAsync(reader, first.Id, CancellationToken.None));
    }

    /// <summary>Whether anything of a read's VOI reaches the person: labelmap, list of saves, file or features.</summary>
    private async Task<bool> SeesAsync(ReadingAssignment read, StudyAccess reader)
    {
        var features = new FeatureService(Database, Clock);
        bool[] sees =
        [
            await Files.NewestAsync(reader, read.Id, CancellationToken.None) is not null,
            (await Files.ListAsync(reader, read.Id, CancellationToken.None)).Count > 0,
            await Files.FileAsync(reader, read.Id, null, "nrrd", CancellationToken.None) is not null,
            (await features.OfReadAsync(reader, read.Id, CancellationToken.None)).State != "none",
        ];
        Assert.True(sees.Distinct().Count() == 1, "One way shows what another hides.");
        return sees[0];
    }
}
