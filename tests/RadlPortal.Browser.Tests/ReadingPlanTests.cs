using Deque.AxeCore.Playwright;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using RadlPortal.Core.Reads;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace RadlPortal.Browser.Tests;

/// <summary>From the administrator's plan over the reader's worklist to done, returned and done again.</summary>
public sealed class ReadingPlanTests(ReadingPortal portal) : IClassFixture<ReadingPortal>
{
    [Fact]
    public async Task A_plan_fills_the_worklist_and_the_reader_goes_from_case_to_case()
    {
        Assert.SkipUnless(RunningPortal.HasChromium, "Chromium is not installed.");
        await portal.SyntheticCaseAsync("SYN-001", "2.25.811");
        await portal.SyntheticCaseAsync("SYN-002", "2.25.812");
        await portal.SecondReaderAndCohortAsync("remy@test.example", "training", "SYN-001", "SYN-002");
        var admin = await portal.SignedInAsync(ReadingPortal.Administrator);
        await PlanAsync(admin);
        var reader = await portal.SignedInAsync(ReadingPortal.Reader);
        var done = await ReadFirstAsync(reader);
        await GiveBackAsync(admin, done);
        await reader.GotoAsync("/studies/room/reads");
        await Expect(reader.GetByText("look at the upper edge")).ToBeVisibleAsync();
        await reader.GetByTestId("next-case").ClickAsync();
        await ReadingPortal.UntilOpenAsync(reader);
        await Expect(reader.GetByTestId("return-reason")).ToContainTextAsync("look at the upper edge");
        await ClosedAsync(reader, done);
        await ChangeAsync(admin);
    }

    /// <summary>The administrator lowers the share that is read twice: what is begun stays, and the preview says what falls away.</summary>
    private static async Task ChangeAsync(IPage admin)
    {
        await admin.GotoAsync("/studies/room/reading/training");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Change plan" }).ClickAsync();
        await Expect(admin.GetByLabel("Rita Reader")).ToBeCheckedAsync();
        await admin.GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
        await Expect(admin.GetByRole(AriaRole.Alert)).ToContainTextAsync("The plan is like that already");
        await admin.FillAsync("#plan-double", "0");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
        await Expect(admin.GetByTestId("plan-change")).ToContainTextAsync("2 reads begun or done and kept; 0 to another reader, 0 new, 1 taken away");
        await AccessibleAsync(admin);
        await new Room(admin).ShotAsync("plan-change");
        await admin.FillAsync("#confirm-reason", "one read each is enough");
        await admin.GetByTestId("confirm").ClickAsync();
        await Expect(admin.GetByText("The plan is changed: 2 begun reads stayed, 0 went to another reader, 0 came in, 1 fell away.")).ToBeVisibleAsync();
        await Expect(admin.GetByTestId("planned-reads").Locator("tbody tr")).ToHaveCountAsync(3);
    }

    private static async Task PlanAsync(IPage admin)
    {
        await admin.GotoAsync("/studies/room/reading");
        await admin.GetByRole(AriaRole.Link, new() { Name = "Make plan for training" }).ClickAsync();
        await admin.GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
        await Expect(admin.GetByRole(AriaRole.Alert)).ToContainTextAsync("Choose at least one reader");
        await admin.GetByLabel("Rita Reader").CheckAsync();
        await admin.FillAsync("#plan-double", "100");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
        await Expect(admin.GetByRole(AriaRole.Alert)).ToContainTextAsync("A second read needs a second reader");
        await admin.GetByLabel("Remy Reader").CheckAsync();
        await admin.GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
        await Expect(admin.GetByTestId("plan-preview")).ToContainTextAsync("2 cases: 2 read twice, 0 read again");
        await AccessibleAsync(admin);
        await admin.GetByTestId("confirm-plan").ClickAsync();
        await Expect(admin.GetByText("The plan is made")).ToBeVisibleAsync();
        await Expect(admin.GetByTestId("planned-reads").Locator("tbody tr")).ToHaveCountAsync(4);
    }

    /// <summary>Paints, saves, says done, and goes on to the next case, which is empty; gives the subject that is done.</summary>
    private async Task<string> ReadFirstAsync(IPage reader)
    {
        await reader.GotoAsync("/studies/room/reads");
        await Expect(reader.GetByText("0 of 2 reads done")).ToBeVisibleAsync();
        await AccessibleAsync(reader);
        var subject = await reader.Locator("table.list tbody tr td.code").First.InnerTextAsync();
        await reader.GetByTestId("next-case").ClickAsync();
        await ReadingPortal.UntilOpenAsync(reader);
        var first = reader.Url;
        var room = new Room(reader);
        await room.KeyAsync("Alt+Enter");
        await Expect(reader.GetByTestId("notice")).ToContainTextAsync("Save a version first");
        await PaintAsync(room);
        await room.KeyAsync("Control+s");
        await Expect(reader.GetByTestId("doubts")).ToContainTextAsync("lung rather than a lesion");
        await room.KeyAsync("Control+s");
        await reader.WaitForFunctionAsync("() => window.radlViewer.state().version === 1");
        await room.ShotAsync("read-saved");
        await reader.GetByTestId("read-done").ClickAsync();
        await Expect(reader.GetByTestId("notice")).ToContainTextAsync("This read is done");
        await Expect(reader.GetByTestId("read-state")).ToContainTextAsync("This read is done");
        await AccessibleAsync(reader);
        await room.KeyAsync("Alt+n");
        await reader.WaitForURLAsync(url => url != first);
        await ReadingPortal.UntilOpenAsync(reader);
        Assert.Equal((0, 0), (await room.CountAsync(), await room.VersionAsync()));
        await reader.GotoAsync("/studies/room/reads");
        await Expect(reader.GetByText("1 of 2 reads done")).ToBeVisibleAsync();
        await using var db = portal.Database.CreateDbContext();
        var read = await db.ReadingAssignments.SingleAsync(r => r.State == ReadState.Done);
        Assert.NotNull(read.DoneVersionId);
        Assert.True(read.ActiveSeconds > 0, "No reading time was counted.");
        return subject;
    }

    private static async Task GiveBackAsync(IPage admin, string subject)
    {
        await admin.GotoAsync("/studies/room/reading/training?show=done");
        await admin.GetByRole(AriaRole.Button, new() { NameRegex = new($"Return the .* read of {subject}") }).ClickAsync();
        await admin.FillAsync("#confirm-reason", "look at the upper edge");
        await admin.GetByTestId("confirm").ClickAsync();
        await Expect(admin.GetByText($"{subject} was given back to Rita Reader.")).ToBeVisibleAsync();
        await AccessibleAsync(admin);
    }

    /// <summary>A read that is done is looked at and not painted in.</summary>
    private static async Task ClosedAsync(IPage reader, string subject)
    {
        var room = new Room(reader);
        var count = await room.CountAsync();
        Assert.True(count > 0, $"What was saved of {subject} is not shown.");
        await room.KeyAsync("Alt+Enter");
        await Expect(reader.GetByTestId("read-state")).ToContainTextAsync("This read is done");
        await PaintAsync(room);
        Assert.Equal(count, await room.CountAsync());
        await reader.ReloadAsync();
        await ReadingPortal.UntilOpenAsync(reader);
        await PaintAsync(room);
        Assert.Equal(count, await room.CountAsync());
    }

    private static async Task PaintAsync(Room room)
    {
        await room.KeyAsync("b");
        await room.RadiusAsync(9);
        await room.Page.EvaluateAsync("n => window.radlViewer.goToSlice('axial', n)", 14);
        await room.DragAsync("axial", (0.36, 0.46), (0.4, 0.46));
    }

    private static async Task AccessibleAsync(IPage page)
    {
        var accessible = await page.RunAxe();
        Assert.Empty(accessible.Violations.Select(v => $"{v.Id}: {string.Join(" | ", v.Nodes.Select(n => n.Html))}"));
    }
}
