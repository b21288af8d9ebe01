using System.Diagnostics;
using System.IO.Compression;
using Microsoft.Playwright;
using RadlPortal.Core.Database;
using RadlPortal.Core.DemoStudy;
using RadlPortal.Core.Imaging;
using RadlPortal.Dicom;
using RadlPortal.Dicom.Writing;
using RadlPortal.Numerics.Volumes;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace RadlPortal.Browser.Tests;

/// <summary>The upload page of a coordinator whose connection is bad.</summary>
public sealed class UploadPageTests(RunningPortal portal) : IClassFixture<RunningPortal>
{
    private const int Slices = 40;

    /// <summary>So many that the portal dies in the middle of them.</summary>
    private const int Many = 900;

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

    [Fact]
    public async Task An_upload_goes_on_by_itself_after_the_portal_died_in_its_middle()
    {
        Assert.SkipUnless(RunningPortal.HasChromium, "Chromium is not installed.");
        var page = await portal.PageAsync();
        await SignInAsync(page);
        var files = Files("RESTART-1", Many);
        await page.Locator("[data-input=files]").SetInputFilesAsync(new FilePayload { Name = "series.zip", MimeType = "application/zip", Buffer = Zipped(files) });
        await StoredAsync("RESTART-1", 20);
        await portal.KillAndStartWebAsync(TimeSpan.FromSeconds(1));
        // The page keeps what it shows, says what happened, and is in nobody's way.
        await Expect(page.Locator(".when-restarted")).ToBeVisibleAsync();
        await page.Locator("#upload[data-finished]").WaitForAsync();
        await Expect(page.Locator("[data-part=counts]")).ToContainTextAsync($"{Many} of {Many} files");
        await Expect(page.Locator("[data-part=counts]")).Not.ToContainTextAsync("refused");
        await Expect(page.Locator("[data-part=series]")).ToContainTextAsync("volume, ready to read");
        await AllStoredAsync("RESTART-1", files);
        // A link loads its page from the portal that is there now.
        await page.GetByText("Open the result").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        await Expect(page.Locator(".when-restarted")).Not.ToBeVisibleAsync();
    }

    [Fact]
    public async Task Radl_upload_goes_on_after_the_portal_died_and_tells_the_fate_of_each_file()
    {
        Assert.SkipUnless(RunningPortal.HasChromium, "Chromium is not installed.");
        var (client, secret) = await NewUploadClientAsync();
        var files = Files("RESTART-2", Many);
        var folder = Directory.CreateTempSubdirectory("radl-upload-").FullName;
        for (var i = 0; i < files.Count; i++) File.WriteAllBytes(Path.Combine(folder, $"{i:000}.dcm"), files[i]);
        File.WriteAllText(Path.Combine(folder, "notes.txt"), "no image");
        try
        {
            using var sending = Radl(secret, "upload", folder, "--to", portal.Address, "--study", DemoStudyPlan.StudyCode, "--client", client);
            var lines = sending.StandardOutput.ReadToEndAsync();
            var sentences = sending.StandardError.ReadToEndAsync();
            await StoredAsync("RESTART-2", 20);
            await portal.KillAndStartWebAsync(TimeSpan.FromSeconds(1));
            await sending.WaitForExitAsync();
            var fates = (await lines).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('\t')).ToDictionary(l => Path.GetFileName(l[0]), l => l[1]);
            Assert.Equal(1, sending.ExitCode);
            Assert.Equal(Many + 1, fates.Count);
            Assert.Equal("Refused", fates["notes.txt"]);
            Assert.All(fates.Where(f => f.Key != "notes.txt"), f => Assert.Equal("Accepted", f.Value));
            Assert.Contains($"RESTART-2: {Many} slices, a volume, ready to read", await sentences);
            await AllStoredAsync("RESTART-2", files);

            using var again = Radl(secret, "upload", folder, "--to", portal.Address, "--study", DemoStudyPlan.StudyCode, "--client", client);
            Assert.Equal(Many, (await again.StandardOutput.ReadToEndAsync()).Split('\n').Count(l => l.Contains("\tAlreadyThere\t", StringComparison.Ordinal)));
            using var wrong = Radl("wrong", "upload", folder, "--to", portal.Address, "--study", DemoStudyPlan.StudyCode, "--client", client);
            Assert.Contains("does not accept this client and secret", await wrong.StandardError.ReadToEndAsync());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Process Radl(string secret, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [RunningPortal.Built("RadlPortal.Cli", "radl.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["RADL_UPLOAD_SECRET"] = secret;
        return Process.Start(start)!;
    }

    private async Task<(string Client, string Secret)> NewUploadClientAsync()
    {
        var page = await portal.PageAsync();
        await SignInAsync(page, "admin@demo.example");
        await page.GotoAsync($"/studies/{DemoStudyPlan.StudyCode}/sites");
        await page.GetByRole(AriaRole.Row).Filter(new() { HasText = "North Hospital" }).GetByRole(AriaRole.Button, new() { Name = "New upload client" }).ClickAsync();
        var facts = page.Locator("section[aria-labelledby=client] dd");
        return (await facts.Nth(0).InnerTextAsync(), await facts.Nth(1).InnerTextAsync());
    }

    /// <summary>Waits until so many objects of the subject are stored.</summary>
    private async Task StoredAsync(string subject, int atLeast)
    {
        await using var db = portal.Database.CreateDbContext();
        for (var tries = 0; tries < 600 && Stored(db, subject).Count() < atLeast; tries++) await Task.Delay(100);
        Assert.True(Stored(db, subject).Count() >= atLeast);
    }

    /// <summary>Every file is stored once, and its bytes are on the disk as the index says.</summary>
    private async Task AllStoredAsync(string subject, List<byte[]> files)
    {
        await using var db = portal.Database.CreateDbContext();
        var stored = Stored(db, subject).Select(i => new { i.UploadedSha256, i.StoredSha256, i.BlobKey }).ToList();
        Assert.Equal(files.Select(Sha256).Order(), stored.Select(s => s.UploadedSha256).Order());
        Assert.All(stored, s => Assert.Equal(s.StoredSha256, Sha256(File.ReadAllBytes(Path.Combine(portal.BlobFolder, s.BlobKey)))));
    }

    private static IQueryable<ImagingInstance> Stored(PortalDb db, string subject) =>
        from instance in db.ImagingInstances
        join series in db.ImagingSeries on instance.ImagingSeriesId equals series.Id
        join of in db.Subjects on series.SubjectId equals of.Id
        where of.Code == subject
        select instance;

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));

    private async Task SignInAsync(IPage page)
    {
        await SignInAsync(page, "north@demo.example");
        await page.GetByRole(AriaRole.Link, new() { Name = "Upload CT" }).First.ClickAsync();
        await page.Locator("[data-pick=folder]").WaitForAsync();
    }

    private async Task SignInAsync(IPage page, string email)
    {
        // The demo study is made by the worker in the first minute; its accounts come first.
        await using (var db = portal.Database.CreateDbContext())
            for (var tries = 0; tries < 240 && !db.Users.Any(u => u.Email == email); tries++) await Task.Delay(500);
        await page.GotoAsync("/sign-in");
        await page.FillAsync("#email", email);
        await page.FillAsync("#password", DemoStudyPlan.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).WaitForAsync();
    }

    private static List<byte[]> Files(string subject = "UPLOAD-PAGE-1", int slices = Slices)
    {
        var grid = new VolumeGeometry(24, 20, slices, new Vector3(1.5, 1.5, 2), new Vector3(-20, -30, 40));
        var samples = new short[grid.VoxelCount];
        for (var i = 0; i < samples.Length; i++) samples[i] = (short)(-800 + i * 7 % 90);
        var uid = DicomUid.From(subject);
        return [.. CtSeriesWriter.Write(Volume.Of(grid, samples), new CtSeriesFacts { SubjectCode = subject, StudyInstanceUid = $"{uid}.1", SeriesInstanceUid = $"{uid}.2", FrameOfReferenceUid = $"{uid}.3" })];
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
