using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.People;
using RadlPortal.Core.Reads;
using RadlPortal.Core.Segmentations;
using Xunit;

namespace RadlPortal.Core.Tests.Reads;

public sealed class ApprovalTests : AdjudicationStudy
{
    private static CancellationToken Stop => CancellationToken.None;

    [Fact]
    public async Task An_approval_is_bound_to_person_version_and_voxels_and_is_in_the_audit()
    {
        var read = await ReadAsync(Rita, await UploadAsync("A-1"), ReadPurpose.First, Box(6));
        var approved = (await ApproveAsync(Rita, read)).Value!;
        Assert.Equal((1, "Rita", VoiApproval.Approved), (approved.Number, approved.PersonName, approved.Meaning));
        await using var db = Database.CreateDbContext();
        var row = await db.VoiApprovals.SingleAsync();
        var version = await db.VoiVersions.SingleAsync();
        Assert.Equal((version.Id, 64), (row.VoiVersionId, row.ContentSha256.Length));
        Assert.Equal(1, await db.AuditEntries.CountAsync(e => e.Action == "approved" && e.PersonId == Rita.PersonId));
        Assert.Equal("locked-already", (await ApproveAsync(Rita, read)).Refusal!.Code);
        var state = (await Service<ReadService>().OpenAsync(Rita, read, Stop)).Value!;
        Assert.True(state.ReadOnly);
        Assert.Equal(1, state.Approval!.Number);
    }

    [Fact]
    public async Task Nothing_is_approved_that_is_not_the_newest_saved_work_of_ones_own()
    {
        var series = await UploadAsync("A-1");
        var unread = await ReadOfAsync(series, ReadPurpose.First);
        Assert.True((await Service<ReadService>().OpenAsync(Rita, unread, Stop)).Succeeded);
        Assert.Equal("nothing-saved", (await ApproveAsync(Rita, unread)).Refusal!.Code);
        var read = await ReadAsync(Rita, series, ReadPurpose.First, Box(6));
        Assert.Equal("newer-version", (await ApproveAsync(Rita, read, number: 2)).Refusal!.Code);
        Assert.Equal("no-such-read", (await ApproveAsync(Remy, read)).Refusal!.Code);
        await Assert.ThrowsAsync<RightMissingException>(() => ApproveAsync(Administrator, read));
        Assert.True((await Service<DraftService>().KeepAsync(Rita, read, LabelmapCodec.Encode(Box(7)), 0, 1, Stop)).Succeeded);
        Assert.Equal("unsaved-draft", (await ApproveAsync(Rita, read)).Refusal!.Code);
        Assert.Null((await SaveAsync(Rita, read, Box(7), 1, "edge")).Refusal);
        Assert.True((await Service<ReadReturns>().ReturnAsync(Administrator, read, "Look again", Stop)).Succeeded);
        Assert.Equal("not-done", (await ApproveAsync(Rita, read, number: 2)).Refusal!.Code);
    }

    [Fact]
    public async Task A_wrong_password_approves_nothing_and_five_lock_the_account()
    {
        var read = await ReadAsync(Rita, await UploadAsync("A-1"), ReadPurpose.First, Box(6));
        for (var i = 0; i < 5; i++) Assert.Equal("wrong-password", (await ApproveAsync(Rita, read, password: "not it")).Refusal!.Code);
        Assert.Equal("locked-out", (await ApproveAsync(Rita, read)).Refusal!.Code);
        Assert.Null((await SaveAsync(Rita, read, Box(7), 1, "still open")).Refusal);
    }

    [Fact]
    public async Task A_locked_case_takes_no_version_and_no_structure_but_keeps_the_draft()
    {
        var read = await ReadAsync(Rita, await UploadAsync("A-1"), ReadPurpose.First, Box(6));
        Assert.Null((await ApproveAsync(Rita, read)).Refusal);
        var drawn = LabelmapCodec.Encode(Box(7));
        Assert.True((await Service<DraftService>().KeepAsync(Rita, read, drawn, 0, 1, Stop)).Succeeded);
        Assert.Equal("locked", (await SaveAsync(Rita, read, Box(7), 1, "edge")).Refusal!.Code);
        Assert.Equal("locked", (await Service<StructureService>().AddAsync(Rita, read, new(LesionKind.Node, LesionSide.Left, LesionLobe.None), Stop)).Refusal!.Code);
        Assert.Equal("locked", (await Service<ReadReturns>().ReturnAsync(Administrator, read, "Look again", Stop)).Refusal!.Code);
        Assert.Equal(drawn, (await Service<DraftService>().DraftAsync(Rita, read, Stop))!.Runs);
        await using var db = Database.CreateDbContext();
        Assert.Equal(1, await db.VoiVersions.CountAsync());
    }

    [Fact]
    public async Task A_request_to_unlock_is_declined_or_granted_by_an_administrator_with_its_reasons()
    {
        var read = await ReadAsync(Rita, await UploadAsync("A-1"), ReadPurpose.First, Box(6));
        Assert.Equal("not-locked", (await Unlocking.RequestAsync(Rita, read, "A vessel is in it", Stop)).Refusal!.Code);
        Assert.Null((await ApproveAsync(Rita, read)).Refusal);
        Assert.Equal("reason-missing", (await Unlocking.RequestAsync(Rita, read, "  ", Stop)).Refusal!.Code);
        Assert.Equal("no-such-read", (await Unlocking.RequestAsync(Remy, read, "Not mine", Stop)).Refusal!.Code);
        Assert.Equal("A vessel is in it", (await Unlocking.RequestAsync(Rita, read, "A vessel is in it", Stop)).Value!.RequestReason);
        Assert.Equal("asked-already", (await Unlocking.RequestAsync(Rita, read, "Again", Stop)).Refusal!.Code);

        var asked = Assert.Single(await Unlocking.ListAsync(Investigator, Stop));
        Assert.True(asked.AwaitsDecision);
        await Assert.ThrowsAsync<RightMissingException>(() => Unlocking.ListAsync(Rita, Stop));
        await Assert.ThrowsAsync<RightMissingException>(() => Unlocking.DecideAsync(Investigator, asked.RequestId!.Value, true, "", Stop));
        Assert.Equal("no-such-request", (await Unlocking.DecideAsync(Administrator, Guid.NewGuid(), true, "", Stop)).Refusal!.Code);
        Assert.Equal("reason-missing", (await Unlocking.DecideAsync(Administrator, asked.RequestId!.Value, false, "", Stop)).Refusal!.Code);
        Assert.True((await Unlocking.DecideAsync(Administrator, asked.RequestId.Value, false, "The vessel is tumour", Stop)).Succeeded);
        Assert.Equal("decided-already", (await Unlocking.DecideAsync(Administrator, asked.RequestId.Value, true, "", Stop)).Refusal!.Code);
        Assert.Equal("locked", (await SaveAsync(Rita, read, Box(7), 1, "edge")).Refusal!.Code);
        Assert.Equal("The vessel is tumour", (await Service<ReadService>().OpenAsync(Rita, read, Stop)).Value!.Approval!.DeclinedBecause);

        await Unlocking.RequestAsync(Rita, read, "It is the pulmonary vein", Stop);
        Assert.True((await Unlocking.DecideAsync(Administrator, (await Unlocking.ListAsync(Administrator, Stop))[0].RequestId!.Value, true, "", Stop)).Succeeded);
        Assert.Null((await Service<ReadService>().OpenAsync(Rita, read, Stop)).Value!.Approval);
        Assert.Equal(2, (await SaveAsync(Rita, read, Box(7), 1, "vein taken out")).Value!.Version);
        Assert.Equal(2, (await ApproveAsync(Rita, read, number: 2)).Value!.Number);
        Assert.Equal([(2, true), (1, false)], (await Unlocking.ListAsync(Administrator, Stop)).Select(a => (a.Number, a.IsLocked)));
        await using var db = Database.CreateDbContext();
        Assert.Equal(["asked to unlock", "declined to unlock", "asked to unlock", "unlocked"], await db.AuditEntries.Where(e => e.Action.Contains("unlock")).OrderBy(e => e.Id).Select(e => e.Action).ToListAsync());
        foreach (var change in new Func<Task>[] { () => db.VoiApprovals.ExecuteDeleteAsync(), () => db.UnlockRequests.ExecuteDeleteAsync(), () => db.UnlockDecisions.ExecuteDeleteAsync() }) await Assert.ThrowsAnyAsync<Exception>(change);
    }

    [Fact]
    public async Task An_adjudicated_VOI_is_approved_by_its_adjudicator()
    {
        var read = await AdjudicateAsync(await ReadTwiceAsync("A-1", apart: 2));
        await SaveAsync(Rose, read, Decode((await Adjudications.ComputeAsync(Rose, read, AdjudicationChoice.Union, Stop)).Value!));
        Assert.Null((await ApproveAsync(Rose, read)).Refusal);
        Assert.Equal(ReadPurpose.Adjudication, (await Unlocking.ListAsync(Administrator, Stop)).Single().Purpose);
        Assert.Equal("locked", (await SaveAsync(Rose, read, Box(6), 1, "changed my mind")).Refusal!.Code);
    }
}
