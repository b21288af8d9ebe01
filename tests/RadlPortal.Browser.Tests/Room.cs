using System.Globalization;
using Microsoft.Playwright;

namespace RadlPortal.Browser.Tests;

/// <summary>The reading room as a person at mouse and keyboard uses it; what it holds is asked of the page itself.</summary>
internal sealed class Room(IPage page)
{
    public IPage Page => page;

    public Task<string> HashAsync() => page.EvaluateAsync<string>("() => window.radlViewer.voxelHash()");

    public Task<int> CountAsync(int label = 1) => page.EvaluateAsync<int>("label => window.radlViewer.voxelCount(label)", label);

    public Task<int> ProvisionalAsync(int label = 1) => page.EvaluateAsync<int>("label => window.radlViewer.provisionalCount(label)", label);

    public Task<int> VersionAsync() => page.EvaluateAsync<int>("() => window.radlViewer.state().version");

    /// <summary>Waits for what the server computes.</summary>
    public Task IdleAsync() => page.EvaluateAsync("() => window.radlViewer.idle()");

    public Task KeyAsync(string keys) => page.Keyboard.PressAsync(keys);

    public async Task ComputeAsync(string keys)
    {
        await KeyAsync(keys);
        await IdleAsync();
    }

    public Task GoToAsync(double x, double y, double z) => page.EvaluateAsync("p => window.radlViewer.goToPatient(p)", new[] { x, y, z });

    /// <summary>Opens a section of the right column that is folded.</summary>
    public async Task UnfoldAsync(string heading)
    {
        var button = page.GetByRole(AriaRole.Button, new() { NameRegex = new($"^{heading}") }).And(page.Locator(".rv-fold"));
        if (await button.GetAttributeAsync("aria-expanded") == "false") await button.ClickAsync();
    }

    public Task RadiusAsync(double mm) => page.EvaluateAsync("mm => window.radlViewer.setBrushRadius(mm)", mm);

    public Task HuRangeAsync(int low, int high) => page.EvaluateAsync("r => window.radlViewer.setHuRange(r[0], r[1])", new[] { low, high });

    /// <summary>Where a place of the patient is on the screen.</summary>
    public async Task<(float X, float Y)> PlaceAsync(string pane, double x, double y, double z)
    {
        var at = await page.EvaluateAsync<float[]>("a => window.radlViewer.worldToCanvas(a.pane, a.p)", new { pane, p = new[] { x, y, z } });
        var box = await page.Locator($"[data-pane={pane}]").BoundingBoxAsync();
        return (box!.X + at[0], box.Y + at[1]);
    }

    public async Task ClickAsync(string pane, double x, double y, double z)
    {
        var (left, top) = await PlaceAsync(pane, x, y, z);
        await page.Mouse.ClickAsync(left, top);
    }

    /// <summary>Drags through shares of a pane's width and height.</summary>
    public async Task DragAsync(string pane, params (double X, double Y)[] path)
    {
        var box = (await page.Locator($"[data-pane={pane}]").BoundingBoxAsync())!;
        (float X, float Y) At((double X, double Y) share) => ((float)(box.X + share.X * box.Width), (float)(box.Y + share.Y * box.Height));
        var first = At(path[0]);
        await page.Mouse.MoveAsync(first.X, first.Y);
        await page.Mouse.DownAsync();
        foreach (var step in path[1..])
        {
            var at = At(step);
            await page.Mouse.MoveAsync(at.X, at.Y);
        }

        await page.Mouse.UpAsync();
    }

    public async Task<List<(int I, int J, int K, int Label)>> VoxelsAsync() =>
        [.. (await page.EvaluateAsync<int[][]>("() => window.radlViewer.voxels()")).Select(v => (v[0], v[1], v[2], v[3]))];

    public async Task<double[]> PatientAsync(double i, double j, double k) =>
        await page.EvaluateAsync<double[]>("v => window.radlViewer.toPatient(v)", new[] { i, j, k });

    /// <summary>A picture into the folder that SHOTS names, for the one who judges it.</summary>
    public async Task ShotAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("SHOTS") is not { Length: > 0 } folder) return;
        // Software rendering presents late.
        await page.WaitForTimeoutAsync(4000);
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{name}.png")) });
        if (page.ViewportSize is not { Width: 1440 } usual) return;
        await page.SetViewportSizeAsync(1280, 720);
        await page.WaitForTimeoutAsync(4000);
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{name}-1280.png")) });
        await page.SetViewportSizeAsync(usual.Width, usual.Height);
        await page.WaitForTimeoutAsync(1000);
    }
}
