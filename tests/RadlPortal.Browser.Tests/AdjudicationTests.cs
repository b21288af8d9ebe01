using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using RadlPortal.Core.DemoStudy;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace RadlPortal.Browser.Tests;

/// <summary>Two readers disagree; a third decides in the reading room, approves with the password, asks to unlock, and the administrator decides.</summary>
public sealed class AdjudicationTests(ReadingPortal portal) : IClassFixture<ReadingPortal>
{
    [Fact]
    public async Task An_adjudicator_sees_both_VOIs_takes_their_union_approves_it_and_finds_it_locked()
    {
        Assert.SkipUnless(RunningPortal.HasChromium, "Chromium is not installed.");
        var (first, second) = (Block(9), Block(14));
        await portal.ReadTwiceAsync("SYN-003", "2.25.901", first, second);
        await portal.ReadTwiceAsync("SYN-004", "2.25.902", first, Block(15));
        var page = await portal.SignedInAsync("rose@test.example");
        await page.GotoAsync("/studies/room/adjudication");
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "SYN-003", Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByText("Rita")).ToHaveCountAsync(0);
        await page.GotoAsync("/studies/room/reads");
        await Expect(page.GetByTestId("to-decide")).ToContainTextAsync("2 cases wait");
        await page.GetByTestId("to-decide").ClickAsync();
        await CleanAsync(page, "adjudication");

        await page.GetByTestId("next-adjudication").ClickAsync();
        await ReadingPortal.UntilOpenAsync(page);
        var room = new Room(page);
        var panel = page.GetByRole(AriaRole.Region, new() { Name = "Adjudication" });
        await Expect(panel.GetByText("Reader A")).ToBeVisibleAsync();
        await Expect(panel.GetByText("Reader B")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("differences")).ToContainTextAsync("Beyond the study's limits: Dice 0.58 < 0.7");
        Assert.Equal(0, await room.CountAsync());
        await room.ShotAsync("adjudication-room");
        await CleanAsync(page);

        await page.GetByTestId("adjudicate-intersection").ClickAsync();
        await room.IdleAsync();
        Assert.Equal(first.Zip(second, (a, b) => a & b).Sum(), await room.CountAsync());
        await room.ComputeAsync("Alt+e");
        Assert.Equal(first.Zip(second, (a, b) => a | b).Sum(), await room.CountAsync());
        await Expect(page.GetByTestId("approve")).ToBeDisabledAsync();
        await room.KeyAsync("Control+s");
        await Expect(page.GetByTestId("doubts")).ToContainTextAsync("lung rather than a lesion");
        await room.KeyAsync("Control+s");
        await Expect(page.GetByTestId("save-state")).ToContainTextAsync("Version 1 saved");
        await room.UnfoldAsync("Versions");
        await Expect(page.GetByText("Adjudicated: union")).ToBeVisibleAsync();
        await room.ShotAsync("adjudication-saved");

        await page.EvaluateAsync("() => { window.stays = true; }");
        await page.GetByTestId("approve").ClickAsync();
        await page.GetByTestId("approve-password").FillAsync("not it");
        await page.GetByTestId("approve-sign").ClickAsync();
        await Expect(page.GetByText("The password is not right. Nothing was signed.")).ToBeVisibleAsync();
        await page.GetByTestId("approve-password").FillAsync(ReadingPortal.Password);
        await page.GetByTestId("approve-sign").ClickAsync();
        await Expect(page.GetByTestId("approval")).ToContainTextAsync("Version 1 approved and locked by Rose Referee");
        await Expect(page.GetByTestId("adjudicate-union")).ToHaveCountAsync(0);
        await Expect(page.GetByTestId("save")).ToBeHiddenAsync();
        await Expect(page.GetByTestId("tool-brush")).ToHaveCountAsync(0);
        await page.GetByTestId("ask-unlock").ClickAsync();
        await page.GetByTestId("unlock-reason").FillAsync("A vessel is in it");
        await page.GetByTestId("unlock-send").ClickAsync();
        await Expect(page.GetByTestId("approval")).ToContainTextAsync("Unlocking was asked for: “A vessel is in it”");
        // Approved and asked in the same page: the images were never loaded again, and nothing can be drawn.
        Assert.True(await page.EvaluateAsync<bool>("() => window.stays === true"));
        var locked = await room.HashAsync();
        await room.KeyAsync("b");
        await room.DragAsync("axial", (0.4, 0.4), (0.5, 0.5));
        await room.KeyAsync("Control+z");
        await room.KeyAsync("Alt+q");
        Assert.Equal(locked, await room.HashAsync());
        await room.ShotAsync("adjudication-locked");

        await NextAsync(page);
        await AdministratorAsync();
        await page.ReloadAsync();
        await Expect(page.GetByTestId("save")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("approval")).ToContainTextAsync("Version 1 not approved");
    }

    /// <summary>The next case is the next to adjudicate, which is begun by that; after it there is none, and the way back is to the list of adjudications.</summary>
    private async Task NextAsync(IPage page)
    {
        var decided = page.Url;
        await page.Keyboard.PressAsync("Alt+n");
        await page.WaitForURLAsync(url => url != decided);
        await ReadingPortal.UntilOpenAsync(page);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "SYN-004" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "← Adjudication" })).ToHaveAttributeAsync("href", "/studies/room/adjudication");
        var room = new Room(page);
        await room.KeyAsync("Alt+n");
        await Expect(page.GetByTestId("notice")).ToContainTextAsync("No other case waits for your adjudication.");
        await page.GotoAsync(decided);
        await ReadingPortal.UntilOpenAsync(page);
    }

    private async Task AdministratorAsync()
    {
        var page = await portal.SignedInAsync(ReadingPortal.Administrator);
        await AwaitingAsync(page);
        await page.GotoAsync("/studies/room/cohorts/training/agreement");
        await Expect(page.GetByText("adjudicated: union")).ToBeVisibleAsync();
        await CleanAsync(page, "agreement");
        await page.GotoAsync("/studies/room/approvals");
        await Expect(page.GetByText("A vessel is in it")).ToBeVisibleAsync();
        await CleanAsync(page, "approvals");
        await page.GetByRole(AriaRole.Button, new() { Name = "Decline to unlock SYN-003" }).ClickAsync();
        await page.GetByTestId("confirm").ClickAsync();
        await Expect(page.GetByText("Say why")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Unlock SYN-003", Exact = true }).ClickAsync();
        await page.GetByTestId("confirm").ClickAsync();
        await Expect(page.GetByText("SYN-003 is unlocked.")).ToBeVisibleAsync();
    }

    /// <summary>The case that nobody has decided yet has no VOI that counts, and every page that would show one says so.</summary>
    private static async Task AwaitingAsync(IPage page)
    {
        await page.GotoAsync("/studies/room/cohorts/training");
        await Expect(page.GetByText("1 subject awaits adjudication: no VOI of it counts until then")).ToBeVisibleAsync();
        var row = page.Locator("#cohort-subjects tr").Filter(new() { HasText = "SYN-004" });
        await Expect(row).ToContainTextAsync("awaits adjudication: no VOI counts until then");
        await Expect(row.Locator("td.number").First).ToHaveTextAsync("–");
        await CleanAsync(page, "cohort-awaiting");
        await page.GotoAsync("/studies/room/subjects/SYN-004");
        await Expect(page.GetByText("no VOI counts, and there is no score")).ToBeVisibleAsync();
        await CleanAsync(page, "subject-awaiting");
        await page.GotoAsync("/studies/room/cohorts/training/features");
        await Expect(page.GetByText("1 awaits adjudication: no VOI of it counts.")).ToBeVisibleAsync();
    }

    private static async Task CleanAsync(IPage page, string? shot = null)
    {
        var axe = await page.RunAxe();
        Assert.True(axe.Violations.Length == 0, string.Join("; ", axe.Violations.Select(v => $"{v.Id}: {v.Nodes.FirstOrDefault()?.Html}")));
        if (shot is not null) await new Room(page).ShotAsync(shot);
    }

    /// <summary>A block of 12 × 12 × 6 voxels in the lung, moved along x.</summary>
    private static byte[] Block(int x0)
    {
        var labels = new byte[SyntheticChest.Columns * SyntheticChest.Rows * SyntheticChest.Slices];
        for (var z = 13; z < 19; z++)
            for (var y = 58; y < 70; y++)
                for (var x = 20 + x0; x < 32 + x0; x++) labels[x + SyntheticChest.Columns * (y + SyntheticChest.Rows * z)] = 1;
        return labels;
    }
}
