using System.Text.Json;
using Deque.AxeCore.Playwright;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using RadlPortal.Core;
using RadlPortal.Core.DemoStudy;
using RadlPortal.Core.Jobs;
using RadlPortal.Core.People;
using RadlPortal.Core.Radiomics;
using RadlPortal.Dicom;
using RadlPortal.Dicom.Writing;
using RadlPortal.Numerics.Volumes;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace RadlPortal.Browser.Tests;

/// <summary>From the first administrator to the report, as people do it.</summary>
public sealed class MainJobTests(RunningPortal portal) : IClassFixture<RunningPortal>
{
    private const string Password = "Radl-test-2026";

    [Fact]
    public async Task A_site_uploads_a_CT_a_radiologist_contours_it_and_an_investigator_reads_the_report()
    {
        Assert.SkipUnless(RunningPortal.HasChromium, "Chromium is not installed.");
        await AddAdministratorAsync();
        var admin = await SignedInAsync("ada@test.example", Password);
        await CreateStudyAsync(admin);
        var coordinator = await SignedInAsync("nora@test.example", await AddPersonAsync(admin, "nora@test.example", "Nora North", "Site coordinator", "North Hospital (north)"));
        var reader = await SignedInAsync("rita@test.example", await AddPersonAsync(admin, "rita@test.example", "Rita Reader", "Radiologist", null));

        await UploadAsync(coordinator);
        var painted = await PaintAndSaveAsync(reader);
        await ReopenAsync(reader, painted);
        await SeeFeaturesAsync(admin, painted);
        await ImportClinicalDataAsync(admin);
        var investigator = await SignedInAsync("petra@test.example", await AddPersonAsync(admin, "petra@test.example", "Petra Principal", "Principal investigator", null));
        await SeeNoSignatureAsync(investigator);
        await CopySignaturesAsync(admin);
        await RunInferenceAsync(investigator);
        await DemoReport.CheckAsync(await SignedInAsync("pi@demo.example", DemoStudyPlan.Password, isTemporary: false));
    }

    private async Task AddAdministratorAsync()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:Portal", portal.Database.ConnectionString)]).Build();
        await using var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging().AddRadlCore(configuration).BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        var added = await scope.ServiceProvider.GetRequiredService<PeopleService>().AddPortalAdministratorAsync("ada@test.example", "Ada Admin", Password);
        Assert.True(added.Succeeded);
    }

    private async Task<IPage> SignedInAsync(string email, string password, bool isTemporary = true)
    {
        var page = await portal.PageAsync();
        await page.GotoAsync("/sign-in");
        await page.FillAsync("#email", email);
        await page.FillAsync("#password", password);
        await page.ClickAsync("button[type=submit]");
        if (password == Password || !isTemporary)
        {
            await Expect(page.GetByText("Sign out")).ToBeVisibleAsync();
            return page;
        }

        // A temporary password must be changed at the first sign-in.
        await page.FillAsync("#old", password);
        await page.FillAsync("#new", Password);
        await page.FillAsync("#again", Password);
        await page.ClickAsync("button[type=submit]");
        await Expect(page.Locator("h1")).Not.ToHaveTextAsync("Choose your password");
        return page;
    }

    private static async Task CreateStudyAsync(IPage admin)
    {
        await admin.FillAsync("#study-code", "nsclc");
        await admin.FillAsync("#study-title", "NSCLC PD-L1 by CT");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Create study" }).ClickAsync();
        foreach (var (code, name) in new[] { ("north", "North Hospital"), ("lake", "Lake Hospital") })
        {
            await admin.FillAsync("#site-code", code);
            await admin.FillAsync("#site-name", name);
            await admin.GetByRole(AriaRole.Button, new() { Name = "Add site" }).ClickAsync();
            await Expect(admin.GetByText($"Site {code} was added.")).ToBeVisibleAsync();
        }

        await admin.GetByRole(AriaRole.Row, new() { Name = "North Hospital" }).GetByText("Register subjects").ClickAsync();
        await admin.FillAsync("#subject-codes", "SYN-001\nSYN-002");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Register", Exact = true }).ClickAsync();
        await Expect(admin.GetByText("2 subjects registered")).ToBeVisibleAsync();
    }

    /// <summary>Gives the temporary password.</summary>
    private static async Task<string> AddPersonAsync(IPage admin, string email, string name, string role, string? site)
    {
        await admin.GotoAsync("/studies/nsclc/people");
        await admin.FillAsync("#person-email", email);
        await admin.FillAsync("#person-name", name);
        await ChooseAsync(admin, "Role", role);
        if (site is not null) await ChooseAsync(admin, "Site", site);
        await admin.GetByRole(AriaRole.Button, new() { Name = "Add person" }).ClickAsync();
        return await admin.Locator("#temporary-password").InnerTextAsync();
    }

    private static async Task ChooseAsync(IPage page, string label, string option)
    {
        await page.Locator(".mud-select", new() { Has = page.GetByText(label, new() { Exact = true }) }).First.ClickAsync();
        await page.Locator(".mud-popover-open").GetByText(option, new() { Exact = true }).ClickAsync();
        await Expect(page.Locator(".mud-popover-open")).ToHaveCountAsync(0);
    }

    private static async Task UploadAsync(IPage coordinator)
    {
        await coordinator.GetByRole(AriaRole.Link, new() { Name = "Upload CT" }).First.ClickAsync();
        var subject = SyntheticSubject.Draw("training", "SYN", 1, 1, 7).Single();
        var chest = new SyntheticChest(subject, SyntheticScanner.All[0]);
        var grid = new VolumeGeometry(SyntheticChest.Columns, SyntheticChest.Rows, SyntheticChest.Slices, new Vector3(chest.PixelSpacingMm, chest.PixelSpacingMm, chest.SliceSpacingMm), new Vector3(chest.Origin.X, chest.Origin.Y, chest.Origin.Z));
        var facts = new CtSeriesFacts { SubjectCode = "SYN-001", StudyInstanceUid = "2.25.71", SeriesInstanceUid = "2.25.72", FrameOfReferenceUid = "2.25.73" };
        var files = CtSeriesWriter.Write(Volume.Of(grid, chest.Voxels()), facts).Select((bytes, i) => new FilePayload { Name = $"{i}.dcm", MimeType = "application/dicom", Buffer = bytes })
            .Append(new FilePayload { Name = "notes.txt", MimeType = "text/plain", Buffer = "no image"u8.ToArray() });
        await coordinator.Locator("[data-input=files]").SetInputFilesAsync(files);
        await coordinator.Locator("#upload[data-finished]").WaitForAsync();
        await Expect(coordinator.Locator("[data-part=counts]")).ToContainTextAsync("32 accepted");
        await Expect(coordinator.Locator("[data-part=problems]")).ToContainTextAsync("notes.txt: refused");
        await Expect(coordinator.Locator("[data-part=series]")).ToContainTextAsync("volume, ready to read");
    }

    /// <summary>Paints a disc on two slices with the mouse and takes one step back and forth; gives the voxels as i, j, k.</summary>
    private static async Task<List<int[]>> PaintAndSaveAsync(IPage reader)
    {
        await reader.GotoAsync("/studies/nsclc/reads");
        await reader.GetByTestId("next-case").ClickAsync();
        await OpenRoomAsync(reader);
        await reader.EvaluateAsync("() => { window.radlViewer.setTool('brush'); window.radlViewer.setBrushRadius(9); }");
        foreach (var slice in new[] { 14, 15 })
        {
            await reader.EvaluateAsync("n => window.radlViewer.goToSlice('axial', n)", slice);
            var pane = await reader.Locator("[data-pane=axial]").BoundingBoxAsync();
            await reader.Mouse.ClickAsync(pane!.X + pane.Width * 0.36f, pane.Y + pane.Height * 0.46f);
        }

        var voxels = await VoxelsAsync(reader);
        Assert.True(voxels.Count > 20, $"Only {voxels.Count} voxels were painted.");
        Assert.Equal([13, 14], voxels.Select(v => v[2]).Distinct().Order());
        await reader.Keyboard.PressAsync("Control+z");
        Assert.Equal([13], (await VoxelsAsync(reader)).Select(v => v[2]).Distinct());
        await reader.Keyboard.PressAsync("Control+y");
        Assert.Equal(voxels, await VoxelsAsync(reader));
        // The middle of this lung is no lesion, which is asked about once.
        await reader.Keyboard.PressAsync("Control+s");
        await Expect(reader.GetByTestId("doubts")).ToContainTextAsync("lung rather than a lesion");
        await reader.Keyboard.PressAsync("Control+s");
        await Expect(reader.GetByText("107 features of")).ToBeVisibleAsync();
        return voxels;
    }

    private static async Task ReopenAsync(IPage reader, List<int[]> painted)
    {
        await reader.GotoAsync("/studies/nsclc/reads");
        await Expect(reader.GetByText("1 done", new() { Exact = true })).ToBeVisibleAsync();
        await reader.GetByRole(AriaRole.Link, new() { Name = "Open SYN-001", Exact = true }).ClickAsync();
        await OpenRoomAsync(reader);
        Assert.Equal(painted, await VoxelsAsync(reader));
    }

    /// <summary>The features' voxel count is the painted one, and the SEG has the painted voxels.</summary>
    private async Task SeeFeaturesAsync(IPage admin, List<int[]> painted)
    {
        await admin.GotoAsync("/studies/nsclc/subjects/SYN-001");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await Expect(admin.GetByText($"107 features of {painted.Count:N0} voxels")).ToBeVisibleAsync();
        await using var db = portal.Database.CreateDbContext();
        var subject = await db.Subjects.SingleAsync(s => s.Code == "SYN-001");
        var set = await db.FeatureSets.SingleAsync(f => db.VoiVersions.Any(v => v.Id == f.VoiVersionId && v.Voi!.SubjectId == subject.Id));
        Assert.Equal(painted.Count, set.VoxelCount);
        using var values = JsonDocument.Parse(set.ValuesJson);
        var voxelMl = SyntheticScanner.All[0].PixelSpacingMm * SyntheticScanner.All[0].PixelSpacingMm * SyntheticScanner.All[0].SliceThicknessMm;
        Assert.Equal(painted.Count * voxelMl, values.RootElement.GetProperty("original_shape_VoxelVolume").GetDouble(), 6);
        var accessible = await admin.RunAxe();
        Assert.Empty(accessible.Violations.Select(v => $"{v.Id}: {string.Join(" | ", v.Nodes.Select(n => n.Html))}"));
    }

    private static async Task ImportClinicalDataAsync(IPage admin)
    {
        await admin.GotoAsync("/studies/nsclc/clinical-data");
        await admin.Locator("#clinical-csv").SetInputFilesAsync(new FilePayload { Name = "c.csv", MimeType = "text/csv", Buffer = "subject,site,cohort,tps\nSYN-001,north,training,50\nSYN-009,north,training,1\n"u8.ToArray() });
        await Expect(admin.GetByText("Subject SYN-009 is not registered in this study")).ToBeVisibleAsync();
        await admin.Locator("#clinical-csv").SetInputFilesAsync(new FilePayload { Name = "c.csv", MimeType = "text/csv", Buffer = "subject,site,cohort,tps\nSYN-001,north,training,50\n"u8.ToArray() });
        await admin.GetByRole(AriaRole.Button, new() { Name = "Import 1 row" }).ClickAsync();
        await Expect(admin.GetByText("1 row was imported.")).ToBeVisibleAsync();
    }

    /// <summary>A study without a signature is told so, on the cohort's page and by the button; its report says that there is no score.</summary>
    private static async Task SeeNoSignatureAsync(IPage investigator)
    {
        await investigator.GotoAsync("/studies/nsclc/cohorts/training");
        await investigator.GetByRole(AriaRole.Button, new() { Name = "Run inference" }).ClickAsync();
        await Expect(investigator.GetByRole(AriaRole.Alert)).ToContainTextAsync("This study has no signature yet");
        await investigator.GetByRole(AriaRole.Button, new() { Name = "Make report" }).ClickAsync();
        await Expect(investigator.GetByText("so there is nothing to tell about scores")).ToBeVisibleAsync();
    }

    /// <summary>The demo study's administrator makes Ada one too; she copies its signatures.</summary>
    private async Task CopySignaturesAsync(IPage admin)
    {
        await UntilDemoIsMadeAsync();
        var demo = await SignedInAsync("admin@demo.example", DemoStudyPlan.Password, isTemporary: false);
        await demo.GotoAsync("/studies/demo/people");
        await demo.FillAsync("#person-email", "ada@test.example");
        await demo.FillAsync("#person-name", "Ada Admin");
        await ChooseAsync(demo, "Role", "Administrator");
        await demo.GetByRole(AriaRole.Button, new() { Name = "Add person" }).ClickAsync();
        await Expect(demo.GetByRole(AriaRole.Row, new() { Name = "ada@test.example" })).ToBeVisibleAsync();
        await admin.GotoAsync("/studies/nsclc/signatures");
        await Expect(admin.GetByText("This study has no signature yet")).ToBeVisibleAsync();
        await admin.GetByRole(AriaRole.Button, new() { Name = "Copy from demo" }).ClickAsync();
        await admin.GetByTestId("confirm").ClickAsync();
        await Expect(admin.GetByText("3 signatures were copied from demo.")).ToBeVisibleAsync();
        // The profile came along; the worker computes the painted VOI's features under it.
        for (var tries = 0; tries < 240; tries++)
        {
            await using var db = portal.Database.CreateDbContext();
            if (!await db.Jobs.AnyAsync(j => j.Kind == FeatureJobs.Kind && (j.State == JobState.Queued || j.State == JobState.Running))) return;
            await Task.Delay(500);
        }

        Assert.Fail("The features under the copied profile were not computed within two minutes.");
    }

    private async Task UntilDemoIsMadeAsync()
    {
        for (var tries = 0; tries < 480; tries++)
        {
            await using (var db = portal.Database.CreateDbContext())
            {
                var job = await db.Jobs.AsNoTracking().SingleAsync(j => j.Kind == DemoStudyJob.Kind);
                Assert.False(job.State == JobState.Failed, job.Message);
                if (job.State == JobState.Succeeded) return;
            }

            await Task.Delay(500);
        }

        Assert.Fail("The demo study was not made within four minutes.");
    }

    /// <summary>The painted subject gets its three scores; with one subject the report says why there is no AUC.</summary>
    private static async Task RunInferenceAsync(IPage investigator)
    {
        await investigator.GotoAsync("/studies/nsclc/cohorts/training");
        await investigator.GetByRole(AriaRole.Button, new() { Name = "Run inference" }).ClickAsync();
        await Expect(investigator.GetByText("1 subject was scored.")).ToBeVisibleAsync();
        await Expect(investigator.Locator("[data-score=RADLsig]")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(@"^[01]\.\d{3}$"));
        await investigator.GetByRole(AriaRole.Button, new() { Name = "Make report" }).ClickAsync();
        await Expect(investigator.Locator("#report-auc")).ToContainTextAsync("–¹");
        await Expect(investigator.Locator("#section-discrimination")).ToContainTextAsync("¹ The AUC needs at least two positive and two negative subjects");
        await Expect(investigator.Locator("h1")).ToContainTextAsync("report 2");
        var accessible = await investigator.RunAxe();
        Assert.Empty(accessible.Violations.Select(v => $"{v.Id}: {string.Join(" | ", v.Nodes.Select(n => n.Html))}"));
    }

    private static async Task OpenRoomAsync(IPage reader)
    {
        await reader.WaitForFunctionAsync("() => window.radlViewer !== undefined");
        await reader.EvaluateAsync("() => window.radlViewer.ready");
        await reader.EvaluateAsync("() => window.radlViewer.loaded()");
    }

    private static async Task<List<int[]>> VoxelsAsync(IPage reader) =>
        [.. (await reader.EvaluateAsync<int[][]>("() => window.radlViewer.voxels()")).Select(v => v[..3])];
}
