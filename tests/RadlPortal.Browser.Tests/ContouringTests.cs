using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace RadlPortal.Browser.Tests;

/// <summary>Contouring with real mouse and keys against the real portal.</summary>
public sealed class ContouringTests(ReadingPortal portal) : IClassFixture<ReadingPortal>
{
    private static readonly string[] Strokes = ["b", "s", "t", "e", "f", "r", "d", "z"];
    private static readonly string[] ServerTools = ["i", "Alt+1", "Alt+2", "Alt+3", "Alt+4", "Alt+5"];
    private static readonly string[] LocalTools = ["Enter", "Control+Enter", "Delete", "Control+ArrowUp", "Control+ArrowDown", "Alt+7", "x", "k", "v", "n"];

    [Fact]
    public async Task A_hundred_mixed_steps_of_mouse_and_keys_undo_and_redo_exactly()
    {
        Assert.SkipUnless(RunningPortal.HasChromium, "Chromium is not installed.");
        // Software rendering takes its time by the pixel, so the window is small.
        var room = new Room(await portal.OpenAsync(await portal.SyntheticCaseAsync("SYN-001", "2.25.801"), 1000, 620));
        var chance = new Random(5);
        await room.KeyAsync("g");
        List<string> hashes = [await room.HashAsync()];
        for (var tries = 0; hashes.Count <= 100; tries++)
        {
            Assert.True(tries < 600, $"Only {hashes.Count - 1} of {tries} inputs changed anything.");
            await StepAsync(room, chance);
            var hash = await room.HashAsync();
            if (await room.Page.EvaluateAsync<int>("() => window.radlViewer.steps()") == hashes.Count) hashes.Add(hash);
            else Assert.Equal(hashes[^1], hash);
        }

        for (var n = 99; n >= 0; n--)
        {
            await room.KeyAsync("Control+z");
            Assert.Equal(hashes[n], await room.HashAsync());
        }

        for (var n = 1; n <= 100; n++)
        {
            await room.KeyAsync("Control+y");
            Assert.Equal(hashes[n], await room.HashAsync());
        }
    }

    [Fact]
    public async Task Two_lesions_are_drawn_interpolated_measured_doubted_saved_and_come_back_elsewhere()
    {
        Assert.SkipUnless(RunningPortal.HasChromium, "Chromium is not installed.");
        var address = await portal.SyntheticCaseAsync("SYN-002", "2.25.802");
        var room = new Room(await portal.OpenAsync(address));
        var page = room.Page;
        await DrawAsync(room, "b", 12, (0.36, 0.46));
        await DrawAsync(room, "b", 16, (0.36, 0.46));
        var drawn = await room.CountAsync();
        await room.ComputeAsync("i");
        var provisional = await room.ProvisionalAsync();
        Assert.Equal(3 * drawn / 2, provisional);
        Assert.Equal(drawn, await room.CountAsync());

        // What is provisional cannot be saved; the doubt leads there, Enter confirms one slice, Ctrl+Enter the rest.
        await room.KeyAsync("Control+s");
        await Expect(page.GetByTestId("doubts")).ToContainTextAsync("3 slices are provisional");
        await page.GetByTestId("doubts").GetByRole(AriaRole.Button, new() { Name = "Show" }).First.ClickAsync();
        await Expect(page.GetByTestId("remark-axial")).ToContainTextAsync("Provisional");
        await room.KeyAsync("Enter");
        Assert.Equal(2 * provisional / 3, await room.ProvisionalAsync());
        await room.KeyAsync("Control+Enter");
        Assert.Equal((0, drawn + provisional), (await room.ProvisionalAsync(), await room.CountAsync()));

        await AddNodeAsync(page);
        await DrawAsync(room, "s", 14, (0.62, 0.5));
        Assert.True(await room.CountAsync(2) > 10);
        await Expect(page.GetByTestId("size-1")).ToContainTextAsync("mm");
        await MeasureAsync(room);

        // A speck is asked about once, and saved on the second try.
        await room.RadiusAsync(0.5);
        await DrawAsync(room, "b", 20, (0.5, 0.3));
        await room.KeyAsync("Control+s");
        await Expect(page.GetByTestId("doubts")).ToContainTextAsync("islands");
        await room.ShotAsync("doubts");
        await room.KeyAsync("Control+s");
        await page.WaitForFunctionAsync("() => window.radlViewer.state().version === 1");
        await Expect(page.GetByTestId("versions")).ToContainTextAsync("Lymph node, left");
        await room.ShotAsync("saved");
        var accessible = await page.RunAxe();
        Assert.Empty(accessible.Violations.Select(v => $"{v.Id}: {string.Join(" | ", v.Nodes.Select(n => n.Html))}"));

        var hash = await room.HashAsync();
        var elsewhere = new Room(await portal.OpenAsync(address));
        Assert.Equal(hash, await elsewhere.HashAsync());
        await AdoptAsync(elsewhere);
    }

    [Fact]
    public async Task Two_islands_are_asked_about_once_and_shown_and_measure_as_the_longer_one()
    {
        Assert.SkipUnless(RunningPortal.HasChromium, "Chromium is not installed.");
        var room = new Room(await portal.OpenAsync(await portal.SyntheticCaseAsync("SYN-003", "2.25.803")));
        var page = room.Page;
        await room.RadiusAsync(8);
        await DrawAsync(room, "b", 16, (0.36, 0.46));
        await Expect(page.GetByTestId("size-1")).ToContainTextAsync("mm");
        var alone = await page.GetByTestId("size-1").InnerTextAsync();
        await DrawAsync(room, "b", 16, (0.36, 0.66));
        await page.EvaluateAsync("() => window.radlViewer.goToSlice('axial', 4)");
        await room.KeyAsync("Control+s");
        await Expect(page.GetByTestId("doubts")).ToContainTextAsync("has 2 islands");
        await Expect(page.GetByTestId("doubts")).ToContainTextAsync("Is that one lesion?");
        await page.GetByTestId("doubts").GetByRole(AriaRole.Button, new() { Name = "Show" }).First.ClickAsync();
        await Expect(page.GetByTestId("slice-axial")).ToContainTextAsync("16 /");
        // Some 55 mm lie between the far edges of both.
        Assert.InRange(Longest(await page.GetByTestId("size-1").InnerTextAsync()), Longest(alone), Longest(alone) + 2);
        Assert.Equal(0, await room.VersionAsync());
        await room.ShotAsync("islands");
        await room.KeyAsync("Control+s");
        await page.WaitForFunctionAsync("() => window.radlViewer.state().version === 1");
    }

    private static double Longest(string size) => double.Parse(size.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task What_another_window_saves_or_keeps_is_told_with_time_and_volume_and_can_be_looked_at_before_the_choice()
    {
        Assert.SkipUnless(RunningPortal.HasChromium, "Chromium is not installed.");
        var address = await portal.SyntheticCaseAsync("SYN-004", "2.25.804");
        var here = new Room(await portal.OpenAsync(address, 1000, 620));
        var there = new Room(await here.Page.Context.NewPageAsync());
        await ReadingPortal.OpenRoomAsync(there.Page, address);
        await DrawAsync(there, "b", 16, (0.36, 0.46));
        await there.KeyAsync("Control+s");
        await Expect(there.Page.GetByTestId("doubts")).ToContainTextAsync("lung rather than a lesion");
        await there.KeyAsync("Control+s");
        await there.Page.WaitForFunctionAsync("() => window.radlViewer.state().version === 1");

        // The window beside it learns at once, and takes the version when asked to.
        var notice = here.Page.GetByTestId("notice");
        await Expect(notice).ToContainTextAsync(new System.Text.RegularExpressions.Regex(@"Version 1 was saved in another window at \d\d:\d\d:\d\d: \d+\.\d\d ml\."));
        await Expect(here.Page.GetByTestId("saved-elsewhere")).ToContainTextAsync("Version 1 was saved elsewhere");
        await notice.GetByRole(AriaRole.Button, new() { Name = "Load version 1" }).ClickAsync();
        await here.Page.WaitForFunctionAsync("() => window.radlViewer.state().version === 1");
        Assert.Equal(await there.HashAsync(), await here.HashAsync());
        await Expect(here.Page.GetByTestId("saved-elsewhere")).ToBeHiddenAsync();

        // Two drafts: which is whose, when, how large; the other can be seen first.
        await DrawAsync(there, "b", 15, (0.4, 0.5));
        await there.Page.WaitForFunctionAsync("() => window.radlViewer.state().draft === 'kept'");
        await DrawAsync(here, "b", 17, (0.3, 0.46));
        await Expect(notice).ToContainTextAsync(new System.Text.RegularExpressions.Regex(@"A draft was kept in another window at \d\d:\d\d:\d\d: \d+\.\d\d ml\. Yours, last changed at \d\d:\d\d:\d\d, begun on version 1: \d+\.\d\d ml\."));
        var mine = await here.HashAsync();
        await notice.GetByRole(AriaRole.Button, new() { Name = "Show the other" }).ClickAsync();
        await Expect(notice.GetByRole(AriaRole.Button, new() { Name = "Show the other" })).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.Equal(mine, await here.HashAsync());
        await here.ShotAsync("conflict");
        var accessible = await here.Page.RunAxe();
        Assert.Empty(accessible.Violations.Select(v => $"{v.Id}: {string.Join(" | ", v.Nodes.Select(n => n.Html))}"));
        await notice.GetByRole(AriaRole.Button, new() { Name = "Take the other" }).ClickAsync();
        await here.Page.WaitForFunctionAsync("hash => window.radlViewer.voxelHash() !== hash", mine);
        Assert.Equal(await there.HashAsync(), await here.HashAsync());
    }

    /// <summary>The downloaded RTSTRUCT comes in again as somebody else's and becomes one's own only by adopting it.</summary>
    private static async Task AdoptAsync(Room room)
    {
        var page = room.Page;
        await room.UnfoldAsync("Versions");
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByTestId("versions").GetByText("RTSTRUCT").ClickAsync());
        Assert.Equal("SYN-002-voi-v1.rtstruct.dcm", download.SuggestedFilename);
        var (hash, count) = (await room.HashAsync(), await room.CountAsync());
        await page.GetByTestId("foreign-file").SetInputFilesAsync(await download.PathAsync());
        await Expect(page.GetByTestId("foreign")).ToContainTextAsync("drawn by someone else");
        Assert.Equal(hash, await room.HashAsync());
        await room.ShotAsync("foreign");
        await page.GetByRole(AriaRole.Button, new() { Name = "Adopt" }).ClickAsync();
        // The first region is the primary tumour itself, so there is nothing new in it.
        Assert.Equal(count, await room.CountAsync());
        await page.EvaluateAsync("() => window.radlViewer.activate(1)");
        await room.KeyAsync("e");
        await room.RadiusAsync(6);
        await page.EvaluateAsync("() => window.radlViewer.goToSlice('axial', 14)");
        await room.DragAsync("axial", (0.36, 0.46), (0.37, 0.46));
        Assert.True(await room.CountAsync() < count);
        await page.GetByRole(AriaRole.Button, new() { Name = "Adopt" }).ClickAsync();
        Assert.Equal(hash, await room.HashAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Put away" }).ClickAsync();
        await Expect(page.GetByTestId("foreign")).ToContainTextAsync("Drag a SEG or RTSTRUCT");
    }

    private static async Task StepAsync(Room room, Random chance)
    {
        var kind = chance.NextDouble();
        (double X, double Y) Share() => (0.3 + 0.35 * chance.NextDouble(), 0.3 + 0.35 * chance.NextDouble());
        if (kind < 0.6)
        {
            await room.KeyAsync(Strokes[chance.Next(Strokes.Length)]);
            await room.RadiusAsync(3 + chance.Next(8));
            await room.DragAsync(chance.NextDouble() < 0.8 ? "axial" : "coronal", Share(), Share(), Share());
        }
        else if (kind < 0.75) await room.ComputeAsync(ServerTools[chance.Next(ServerTools.Length)]);
        else if (kind < 0.9) await room.KeyAsync(LocalTools[chance.Next(LocalTools.Length)]);
        else await room.KeyAsync(chance.NextDouble() < 0.5 ? "ArrowUp" : "ArrowDown");
    }

    private static async Task DrawAsync(Room room, string tool, int slice, (double X, double Y) share)
    {
        await room.KeyAsync(tool);
        await room.Page.EvaluateAsync("n => window.radlViewer.goToSlice('axial', n)", slice);
        await room.DragAsync("axial", share, share);
    }

    private static async Task AddNodeAsync(IPage page)
    {
        await page.GetByTestId("add-structure").ClickAsync();
        await page.GetByLabel("Kind").SelectOptionAsync("node");
        await page.GetByLabel("Side").SelectOptionAsync("left");
        await page.GetByTestId("keep-structure").ClickAsync();
        await Expect(page.GetByText("Lymph node, left").First).ToBeVisibleAsync();
    }

    private static async Task MeasureAsync(Room room)
    {
        await room.KeyAsync("l");
        await room.DragAsync("axial", (0.3, 0.3), (0.5, 0.3));
        await room.KeyAsync("y");
        await room.DragAsync("axial", (0.3, 0.4), (0.45, 0.55));
        var texts = await room.Page.EvaluateAsync<string[]>("() => window.radlViewer.measurements()");
        Assert.Equal(2, texts.Length);
        Assert.EndsWith(" mm", texts[0]);
        Assert.Contains("HU", texts[1]);
        await room.ShotAsync("measured");
        await room.KeyAsync("Backspace");
        Assert.Single(await room.Page.EvaluateAsync<string[]>("() => window.radlViewer.measurements()"));
    }
}
