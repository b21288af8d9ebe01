using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Cohorts;
using RadlPortal.Core.People;
using RadlPortal.Core.Reads;
using RadlPortal.Core.Reports;
using Xunit;

namespace RadlPortal.Core.Tests.Reads;

/// <summary>Boxes of 64 voxels that lie 2 apart share 32: Dice 0.5, union 96.</summary>
public sealed class AdjudicationTests : AdjudicationStudy
{
    private static CancellationToken Stop => CancellationToken.None;

    [Fact]
    public async Task A_disagreement_waits_for_a_radiologist_who_read_neither_VOI_and_for_one_only()
    {
        var series = await ReadTwiceAsync("A-1", apart: 2);
        Assert.Empty(await Adjudications.ListAsync(Rita, Stop));
        var waiting = Assert.Single(await Adjudications.ListAsync(Rose, Stop));
        Assert.Equal(("A-1", ReadState.Assigned, "Dice 0.50 < 0.7"), (waiting.Subject, waiting.State, waiting.Beyond[0]));
        Assert.Equal("read-it-yourself", (await Adjudications.OpenAsync(Rita, series, Stop)).Refusal!.Code);
        await Assert.ThrowsAsync<RightMissingException>(() => Adjudications.OpenAsync(Investigator, series, Stop));

        var read = await AdjudicateAsync(series);
        Assert.Equal(read, (await Adjudications.OpenAsync(Rose, series, Stop)).Value);
        Assert.Equal("taken-by-another", (await Adjudications.OpenAsync(Ralf, series, Stop)).Refusal!.Code);
        Assert.Empty(await Adjudications.ListAsync(Ralf, Stop));
        await using var db = Database.CreateDbContext();
        Assert.Equal(1, await db.AuditEntries.CountAsync(e => e.Action == "began adjudication" && e.PersonId == Rose.PersonId));
    }

    [Fact]
    public async Task Readers_who_agree_leave_nothing_to_decide_until_the_administrator_narrows_the_limits()
    {
        var series = await ReadTwiceAsync("A-1", apart: 1);
        Assert.Equal("no-such-case", (await Adjudications.OpenAsync(Rose, series, Stop)).Refusal!.Code);
        Assert.Equal("no-such-case", (await Adjudications.OpenAsync(Rose, Guid.NewGuid(), Stop)).Refusal!.Code);
        var agreement = Service<CohortAgreementService>();
        Assert.Equal("setting-out-of-range", (await agreement.ChangeLimitsAsync(Administrator, new(1.5, 10, 40), Stop)).Refusal!.Code);
        await Assert.ThrowsAsync<RightMissingException>(() => agreement.ChangeLimitsAsync(Investigator, new(0.9, 10, 40), Stop));
        Assert.True((await agreement.ChangeLimitsAsync(Administrator, new(0.9, 10, 40), Stop)).Succeeded);
        Assert.True((await Adjudications.OpenAsync(Rose, series, Stop)).Succeeded);
        await using var db = Database.CreateDbContext();
        Assert.Contains("\"adjudicateDiceBelow\": 0.9", (await db.AuditEntries.SingleAsync(e => e.Action == "changed settings")).DetailsJson);
    }

    [Fact]
    public async Task A_read_that_was_given_back_is_not_adjudicated_before_it_is_done_again()
    {
        var series = await ReadTwiceAsync("A-1", apart: 2);
        Assert.True((await Service<ReadReturns>().ReturnAsync(Administrator, await ReadOfAsync(series, ReadPurpose.Second), "Look again", Stop)).Succeeded);
        Assert.Equal("no-such-case", (await Adjudications.OpenAsync(Rose, series, Stop)).Refusal!.Code);
    }

    [Theory]
    [InlineData(AdjudicationChoice.Union, 96, AdjudicationOperation.Union)]
    [InlineData(AdjudicationChoice.Intersection, 32, AdjudicationOperation.Intersection)]
    [InlineData(AdjudicationChoice.A, 64, null)]
    [InlineData(AdjudicationChoice.B, 64, null)]
    public async Task The_server_makes_the_VOI_and_its_version_says_how_it_came_about(AdjudicationChoice choice, int voxels, AdjudicationOperation? operation)
    {
        var read = await AdjudicateAsync(await ReadTwiceAsync("A-1", apart: 2));
        var shown = (await Adjudications.StateAsync(Rose, read, Stop)).Value!.Vois;
        Assert.Equal(["Reader A", "Reader B"], shown.Select(v => v.Name));
        var made = Decode((await Adjudications.ComputeAsync(Rose, read, choice, Stop)).Value!);
        Assert.Equal(voxels, made.Count(v => v == 1));
        if (choice is AdjudicationChoice.A or AdjudicationChoice.B)
        {
            Assert.Equal(Decode(shown[(int)choice].Runs), made);
            operation = made.AsSpan().SequenceEqual(Box(6)) ? AdjudicationOperation.TookFirst : AdjudicationOperation.TookSecond;
        }

        Assert.Equal(voxels, (await SaveAsync(Rose, read, made)).Value!.VoxelCount);
        made[0] = 1;
        Assert.Equal(2, (await SaveAsync(Rose, read, made, 1, "one voxel more")).Value!.Version);
        await using var db = Database.CreateDbContext();
        Assert.Equal([operation, AdjudicationOperation.Redrawn], await db.VoiVersions.Where(v => v.Voi!.ReadingAssignmentId == read).OrderBy(v => v.Number).Select(v => v.Adjudicated).ToListAsync());
        var from = await db.Adjudications.SingleAsync(a => a.ReadingAssignmentId == read);
        Assert.Equal([Rita.PersonId, Remy.PersonId], new[] { from.FirstVersionId, from.SecondVersionId }.Select(id => db.VoiVersions.Single(v => v.Id == id).CreatedBy));
    }

    [Fact]
    public async Task A_union_that_equals_one_of_the_two_is_a_union_when_the_adjudicator_made_one_and_nothing_is_believed_that_the_voxels_deny()
    {
        var series = await UploadAsync("A-1");
        var (small, large) = (Box(6), Array.ConvertAll(Box(6), b => b));
        foreach (var i in Enumerable.Range(0, large.Length)) if (Box(4)[i] == 1 || Box(9)[i] == 1) large[i] = 1;
        await ReadAsync(Rita, series, ReadPurpose.First, small);
        await ReadAsync(Remy, series, ReadPurpose.Second, large);
        var read = await AdjudicateAsync(series);
        await SaveAsync(Rose, read, large, acts: [AdjudicationChoice.Intersection, AdjudicationChoice.Union]);
        await SaveAsync(Rose, read, small, 1, "again", [AdjudicationChoice.Intersection]);
        await SaveAsync(Rose, read, small, 2, "again", [AdjudicationChoice.Union]);
        await SaveAsync(Rose, read, large, 3, "again");
        await using var db = Database.CreateDbContext();
        Assert.Equal([AdjudicationOperation.Union, AdjudicationOperation.Intersection, AdjudicationOperation.TookFirst, AdjudicationOperation.TookSecond],
            await db.VoiVersions.Where(v => v.Voi!.ReadingAssignmentId == read).OrderBy(v => v.Number).Select(v => v.Adjudicated!.Value).ToListAsync());
    }

    [Fact]
    public async Task After_an_adjudication_comes_the_next_one_begun_or_not_and_never_one_that_another_has_taken()
    {
        var series = new[] { await ReadTwiceAsync("A-1", apart: 2), await ReadTwiceAsync("A-2", apart: 2), await ReadTwiceAsync("A-3", apart: 2) };
        await UploadAsync("A-4");
        var next = Service<NextCaseService>();
        var read = await AdjudicateAsync(series[0]);
        Assert.True(await next.AfterAsync(Rose, read, Stop) is { Case.Id: null, Adjudications: 2, Reads: 1 });
        Assert.Equal(2, (await Adjudications.ListAsync(Ralf, Stop)).Count);
        Assert.True((await Adjudications.OpenAsync(Ralf, series[1], Stop)).Succeeded);
        var third = (await next.GoOnAsync(Rose, read, Stop)).Case!.Id!.Value;
        Assert.Equal(third, (await Adjudications.OpenAsync(Rose, series[2], Stop)).Value);
        Assert.Equal(third, (await next.AfterAsync(Rose, read, Stop)).Case!.Id);
        Assert.Equal(read, (await next.GoOnAsync(Rose, third, Stop)).Case!.Id);
        foreach (var one in new[] { read, third }) await SaveAsync(Rose, one, Box(6));
        Assert.True(await next.GoOnAsync(Rose, read, Stop) is { Case: null, Adjudications: 0, Reads: 1 });
        // From the worklist it is told, and not entered.
        var plain = await next.AfterAsync(Ralf, Guid.NewGuid(), Stop);
        Assert.Equal((1, 1), (plain.Adjudications, plain.Reads));
        Assert.DoesNotContain(await Service<ReadService>().WorklistAsync(Rose, Stop), w => w.Id == read);
    }

    [Fact]
    public async Task Both_VOIs_are_shown_to_the_adjudicator_alone_and_by_what_they_differ()
    {
        var series = await ReadTwiceAsync("A-1", apart: 2);
        var read = await AdjudicateAsync(series);
        var state = (await Adjudications.StateAsync(Rose, read, Stop)).Value!;
        Assert.Equal((0.5, 3.0, 0.0, "Dice 0.50 < 0.7"), (state.Dice, state.Hausdorff95Mm, state.VolumeDifferencePercent, state.Beyond.Single()));
        foreach (var other in new[] { Rita, Remy, Ralf })
        {
            Assert.Equal("no-adjudication", (await Adjudications.StateAsync(other, read, Stop)).Refusal!.Code);
            Assert.Equal("no-adjudication", (await Adjudications.ComputeAsync(other, read, AdjudicationChoice.Union, Stop)).Refusal!.Code);
        }

        Assert.Equal("no-adjudication", (await Adjudications.StateAsync(Rita, await ReadOfAsync(series, ReadPurpose.First), Stop)).Refusal!.Code);
        await Assert.ThrowsAsync<RightMissingException>(() => Adjudications.StateAsync(Administrator, read, Stop));
    }

    [Fact]
    public async Task VOIs_without_a_common_voxel_have_no_intersection()
    {
        var read = await AdjudicateAsync(await ReadTwiceAsync("A-1", apart: 6));
        Assert.Equal("nothing-in-common", (await Adjudications.ComputeAsync(Rose, read, AdjudicationChoice.Intersection, Stop)).Refusal!.Code);
        Assert.Equal(128, Decode((await Adjudications.ComputeAsync(Rose, read, AdjudicationChoice.Union, Stop)).Value!).Count(v => v == 1));
    }

    [Fact]
    public async Task The_adjudicated_VOI_counts_and_snapshot_and_report_say_how_it_came_about()
    {
        var series = await ReadTwiceAsync("A-1", apart: 2);
        var cohorts = Service<CohortService>();
        var read = await AdjudicateAsync(series);
        await SaveAsync(Rose, read, Decode((await Adjudications.ComputeAsync(Rose, read, AdjudicationChoice.Union, Stop)).Value!));

        var after = (await cohorts.FindAsync(Investigator, "c", Stop))!.Members.Single();
        Assert.Equal((ReadPurpose.Adjudication, 96, false), (after.Purpose!.Value, after.Voi!.VoxelCount, after.AwaitsAdjudication));
        var report = (await Service<ReportService>().CreateAsync(Investigator, "c", Stop)).Value!;
        await using var db = Database.CreateDbContext();
        Assert.Contains($"\"adjudication\":{{\"operation\":\"union\",\"firstVersionId\":\"{after.FirstVoi!.Id}\"", (await db.CohortSnapshots.SingleAsync(s => s.Id == report.CohortSnapshotId)).ContentJson);
        var content = (await Service<ReportService>().FindAsync(Investigator, "c", 1, Stop))!.Content;
        Assert.Equal(("union", 1), (content.Segmentation.Adjudicated.Single().Operation, content.Segmentation.Adjudicated.Single().Subjects));
        // What both readers drew is compared as before, not the adjudicated VOI with one of them.
        Assert.Equal((0.288, 0.288, 0.5), (content.Segmentation.ReadTwice.Single().FirstMl, content.Segmentation.ReadTwice.Single().SecondMl, content.Segmentation.ReadTwice.Single().Dice));
    }

    [Fact]
    public async Task No_VOI_of_a_subject_counts_while_its_readers_disagree_and_nobody_has_decided()
    {
        var series = await ReadTwiceAsync("A-1", apart: 2);
        await ReadTwiceAsync("A-2", apart: 0);
        await AwaitsAsync();
        var read = await AdjudicateAsync(series);
        await AwaitsAsync();
        await SaveAsync(Rose, read, Decode((await Adjudications.ComputeAsync(Rose, read, AdjudicationChoice.B, Stop)).Value!));
        Assert.Equal(0, (await Service<CohortService>().FindAsync(Investigator, "c", Stop))!.Overview.Awaiting);

        async Task AwaitsAsync()
        {
            var dashboard = (await Service<CohortService>().FindAsync(Investigator, "c", Stop))!;
            Assert.Equal((1, 1, 2), (dashboard.Overview.Awaiting, dashboard.Overview.Counts.WithVoi, dashboard.Overview.Counts.WithCt));
            Assert.Equal([("A-1", true, false, true), ("A-2", false, true, true)], dashboard.Members.Select(m => (m.Subject.Code, m.AwaitsAdjudication, m.Voi is not null, m.Series is not null)));
            Assert.True((await Service<CohortService>().SubjectAsync(Investigator, "A-1", Stop))!.AwaitsAdjudication);
            var report = (await Service<ReportService>().CreateAsync(Investigator, "c", Stop)).Value!;
            var content = (await Service<ReportService>().FindAsync(Investigator, "c", report.Number, Stop))!.Content;
            Assert.Equal(["A-1"], content.Segmentation.Awaiting);
            Assert.Equal(("awaits adjudication", 1), content.Flow.Single(s => s.Name == "with VOI").Lost.Select(l => (l.Reason, l.Subjects)).Single());
            Assert.Equal("awaits adjudication", content.LeftOut.Single(l => l.Subject == "A-1").Reasons[0]);
            // Both reads are there: what the readers agree on is told of all pairs, not only of those that agree.
            Assert.Equal([0.5, 1.0], content.Segmentation.ReadTwice.Select(t => t.Dice));
            Assert.Equal(1, content.Segmentation.VolumeMl!.Subjects);
        }
    }

    [Fact]
    public async Task A_read_that_was_given_back_does_not_make_the_first_VOI_count_until_both_agree()
    {
        var series = await ReadTwiceAsync("A-1", apart: 2);
        var second = await ReadOfAsync(series, ReadPurpose.Second);
        Assert.True((await Service<ReadReturns>().ReturnAsync(Administrator, second, "Look again", Stop)).Succeeded);
        var cohorts = Service<CohortService>();
        Assert.True((await cohorts.FindAsync(Investigator, "c", Stop))!.Members.Single() is { AwaitsAdjudication: true, Voi: null });
        Assert.Null((await SaveAsync(Remy, second, Box(6), 1, "looked again")).Refusal);
        Assert.Equal(ReadPurpose.First, (await cohorts.FindAsync(Investigator, "c", Stop))!.Members.Single().Purpose);
    }

    [Fact]
    public async Task The_agreement_of_a_cohort_is_told_to_who_may_see_all_VOIs_and_to_no_reader()
    {
        var series = await ReadTwiceAsync("A-1", apart: 2);
        await ReadAsync(Rita, series, ReadPurpose.Repeat, Box(7));
        await ReadTwiceAsync("A-2", apart: 0);
        var agreement = Service<CohortAgreementService>();
        await Assert.ThrowsAsync<RightMissingException>(() => agreement.FindAsync(Rose, "c", Stop));
        await Assert.ThrowsAsync<RightMissingException>(() => agreement.CsvAsync(Rita, "c", Stop));
        Assert.Null(await agreement.FindAsync(Investigator, "none", Stop));

        var found = (await agreement.FindAsync(Investigator, "c", Stop))!;
        Assert.Equal([("A-1", false, 0.5, "awaits adjudication"), ("A-2", false, 1.0, null), ("A-1", true, 0.75, null)], found.Lines.Select(l => (l.Subject, l.IsRepeat, l.Dice, l.Adjudication?.InWords)));
        Assert.Equal((2, 1, 1, 1), (found.Between.Pairs, found.Between.Beyond, found.Between.Awaiting, found.Within.Pairs));
        Assert.Equal(("Rita", "Remy", 3.0), (found.Lines[0].FirstReader, found.Lines[0].SecondReader, found.Lines[0].Hausdorff95Mm));
        await AdjudicateAsync(series);
        Assert.Equal("being adjudicated", (await agreement.FindAsync(Investigator, "c", Stop))!.Lines[0].Adjudication!.InWords);

        var csv = System.Text.Encoding.UTF8.GetString((await agreement.CsvAsync(Administrator, "c", Stop))!).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(6, csv.Length);
        Assert.StartsWith("A-1,north,two readers,Rita,Remy,0.288,0.288,0,0.5,3,", csv[3]);
        Assert.EndsWith(",1,being adjudicated,Rose,", csv[3]);
        await using var db = Database.CreateDbContext();
        Assert.Equal(1, await db.AuditEntries.CountAsync(e => e.Action == "exported" && e.PersonId == Administrator.PersonId));
    }

    [Fact]
    public async Task A_save_after_the_adjudication_began_is_told_as_such()
    {
        var series = await ReadTwiceAsync("A-1", apart: 2);
        await AdjudicateAsync(series);
        Assert.Null((await SaveAsync(Remy, await ReadOfAsync(series, ReadPurpose.Second), Box(9), 1, "again")).Refusal);
        var line = (await Service<CohortAgreementService>().FindAsync(Investigator, "c", Stop))!.Lines.Single();
        Assert.Equal("being adjudicated, of older versions", line.Adjudication!.InWords);
    }

    [Fact]
    public async Task The_database_lets_no_adjudication_be_changed()
    {
        await AdjudicateAsync(await ReadTwiceAsync("A-1", apart: 2));
        await using var db = Database.CreateDbContext();
        await Assert.ThrowsAnyAsync<Exception>(() => db.Adjudications.ExecuteDeleteAsync());
    }
}
