using System.IO.Compression;
using Microsoft.Playwright;
using RadlPortal.Core.DemoStudy;
using RadlPortal.Dicom.Writing;
using RadlPortal.Numerics.Volumes;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace RadlPortal.Browser.Tests;

/// <summary>The upload page of a coordinator whose connection is bad.</summary>
public sealed class UploadPageTests(RunningPortal portal) : IClassFixture<RunningPortal>
{
    private const int Slices = 40;

    [Fact]
    public async Task An_upload_outlives_lost_connections_and_sends_what_is_missing_only()
    {
        Assert.SkipUnless(RunningPortal.HasChromium, "Chromium is not installed.");
        var page = await portal.PageAsync();
        // The first requests are lost on the way, then the server is being started again. (Intercepted requests would lose their bodies.)
        await page.AddInitScriptAsync("""
            const real = window.fetch;
            [window.tried, window.sent] = [0, 0];
            window.fetch = (url, options) => {
              if (!/\/files\/\d+$/.test(String(url))) return real(url, options);
              const number = ++window.tried;
              if (number <= 5) return Promise.reject(new TypeError('connection reset'));
              if (number <= 8) return Promise.resolve(new Response('', { status: 503 }));
              window.sent++;
              return real(url, options);
            };
            """);
        await SignInAsync(page);
        var files = Files();
        await page.Locator("[data-input=files]").SetInputFilesAsync(files.Take(Slices - 3).Select(Payload));
        await page.Locator("#upload[data-finished]").WaitForAsync();
        await Expect(page.Locator("[data-part=counts]")).ToContainTextAsync($"{Slices - 3} accepted");

        await page.EvaluateAsync("window.sent = 0");
        await page.Locator("[data-input=files]").SetInputFilesAsync(new FilePayload { Name = "whole.zip", MimeType = "application/zip", Buffer = Zipped(files) });
        await Expect(page.Locator("[data-part=counts]")).ToContainTextAsync($"{Slices - 3} already there");
        await page.Locator("#upload[data-finished]").WaitForAsync();
        await Expect(page.Locator("[data-part=counts]")).ToContainTextAsync("3 accepted");
        await Expect(page.Locator("[data-part=series]")).ToContainTextAsync("volume, ready to read");
        Assert.Equal(3, await page.EvaluateAsync<int>("window.sent"));
        if (Environment.GetEnvironmentVariable("RADL_PICTURES") is { Length: > 0 } folder) await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, "upload.png") });
    }

    [Fact]
    public async Task A_ZIP_that_leads_out_of_itself_or_grows_beyond_measure_is_refused_before_anything_is_sent()
    {
        Assert.SkipUnless(RunningPortal.HasChromium, "Chromium is not installed.");
        var page = await portal.PageAsync();
        await SignInAsync(page);
        foreach (var (buffer, why) in new[] { (Entry("../../evil.dcm", [1, 2, 3]), "leads out of it"), (Entry("bomb.dcm", new byte[20_000_000]), "grows beyond measure"), ("PK no zip"u8.ToArray(), "no ZIP") })
        {
            await page.Locator("[data-input=files]").SetInputFilesAsync(new FilePayload { Name = "bad.zip", MimeType = "application/zip", Buffer = buffer });
            await Expect(page.Locator("[data-part=refusal]")).ToContainTextAsync(why);
        }
    }

    private async Task SignInAsync(IPage page)
    {
        // The demo study is made by the worker in the first minute; its accounts come first.
        await using (var db = portal.Database.CreateDbContext())
            for (var tries = 0; tries < 240 && !db.Users.Any(u => u.Email == "north@demo.example"); tries++) await Task.Delay(500);
        await page.GotoAsync("/sign-in");
        await page.FillAsync("#email", "north@demo.example");
        await page.FillAsync("#password", DemoStudyPlan.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Upload CT" }).First.ClickAsync();
        await page.Locator("[data-pick=folder]").WaitForAsync();
    }

    private static List<byte[]> Files()
    {
        var grid = new VolumeGeometry(24, 20, Slices, new Vector3(1.5, 1.5, 2), new Vector3(-20, -30, 40));
        var samples = new short[grid.VoxelCount];
        for (var i = 0; i < samples.Length; i++) samples[i] = (short)(-800 + i * 7 % 90);
        return [.. CtSeriesWriter.Write(Volume.Of(grid, samples), new CtSeriesFacts { SubjectCode = "UPLOAD-PAGE-1", StudyInstanceUid = "2.25.81", SeriesInstanceUid = "2.25.82", FrameOfReferenceUid = "2.25.83" })];
    }

    private static FilePayload Payload(byte[] bytes, int number) => new() { Name = $"{number}.dcm", MimeType = "application/dicom", Buffer = bytes };

    private static byte[] Zipped(List<byte[]> files)
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (var i = 0; i < files.Count; i++)
            {
                using var entry = zip.CreateEntry($"series/{i}.dcm").Open();
                entry.Write(files[i]);
            }
        }

        return buffer.ToArray();
    }

    private static byte[] Entry(string name, byte[] bytes)
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry(name).Open();
            entry.Write(bytes);
        }

        return buffer.ToArray();
    }
}
