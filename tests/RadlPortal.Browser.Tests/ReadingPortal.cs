using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using RadlPortal.Core;
using RadlPortal.Core.ClinicalData;
using RadlPortal.Core.DemoStudy;
using RadlPortal.Core.People;
using RadlPortal.Core.Reads;
using RadlPortal.Core.ResearchStudies;
using RadlPortal.Core.Segmentations;
using RadlPortal.Core.Sites;
using RadlPortal.Core.Uploads;
using RadlPortal.Dicom.Writing;
using RadlPortal.Numerics.Volumes;
using Xunit;

namespace RadlPortal.Browser.Tests;

/// <summary>A portal with one study, one site and one radiologist, whose cases are uploaded without the browser.</summary>
public sealed class ReadingPortal : RunningPortal
{
    public const string Password = "Radl-test-2026";
    public const string Administrator = "ada@test.example";
    public const string Reader = "rita@test.example";
    private StudyAccess coordinator = null!;

    protected override bool HasDemo => false;

    public override async ValueTask InitializeAsync()
    {
        if (!HasChromium) return;
        await base.InitializeAsync();
        await using var services = Services();
        await using var scope = services.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<PeopleService>();
        var sites = scope.ServiceProvider.GetRequiredService<SiteService>();
        var root = (await people.AddPortalAdministratorAsync(Administrator, "Ada Admin", Password)).Value!.PersonId;
        var study = (await scope.ServiceProvider.GetRequiredService<ResearchStudyService>().CreateAsync(root, "room", "Reading room", isSynthetic: false, CancellationToken.None)).Value!;
        var access = new StudyAccess(root, study.Id, "room", StudyRole.Administrator, null);
        var site = (await sites.AddAsync(access, "north", "North Hospital", CancellationToken.None)).Value!;
        await sites.RegisterSubjectsAsync(access, site.Id, ["SYN-001", "SYN-002", "SYN-003", "SYN-004", "SYN-005", "RADL-TEST-0001"], CancellationToken.None);
        await people.AddMemberAsync(access, Reader, "Rita Reader", StudyRole.Radiologist, null, CancellationToken.None, Password);
        coordinator = new StudyAccess(root, study.Id, "room", StudyRole.SiteCoordinator, site.Id);
    }

    /// <summary>Uploads a series and gives the address of its reading.</summary>
    public async Task<string> CaseAsync(IReadOnlyList<byte[]> files, string seriesUid)
    {
        await using var services = Services();
        var uploads = services.GetRequiredService<UploadService>();
        var upload = (await uploads.StartAsync(coordinator, files.Count, CancellationToken.None)).Value;
        for (var i = 0; i < files.Count; i++) await uploads.StoreAsync(coordinator, upload, i + 1, files[i], CancellationToken.None);
        await uploads.FinishAsync(coordinator, upload, CancellationToken.None);
        await using var db = Database.CreateDbContext();
        var read = await db.ReadingAssignments.SingleAsync(r => db.ImagingSeries.Any(s => s.Id == r.ImagingSeriesId && s.SeriesInstanceUid == seriesUid));
        return $"/studies/room/reads/{read.Id}";
    }

    /// <summary>Uploads a synthetic chest and gives the address of its reading.</summary>
    public async Task<string> SyntheticCaseAsync(string subjectCode, string seriesUid)
    {
        var subject = SyntheticSubject.Draw("training", "SYN", 1, 1, 7).Single();
        var chest = new SyntheticChest(subject, SyntheticScanner.All[0]);
        var grid = new VolumeGeometry(SyntheticChest.Columns, SyntheticChest.Rows, SyntheticChest.Slices, new Vector3(chest.PixelSpacingMm, chest.PixelSpacingMm, chest.SliceSpacingMm), new Vector3(chest.Origin.X, chest.Origin.Y, chest.Origin.Z));
        var facts = new CtSeriesFacts { SubjectCode = subjectCode, StudyInstanceUid = $"{seriesUid}.1", SeriesInstanceUid = seriesUid, FrameOfReferenceUid = $"{seriesUid}.2" };
        return await CaseAsync([.. CtSeriesWriter.Write(Volume.Of(grid, chest.Voxels()), facts)], seriesUid);
    }

    /// <summary>A synthetic chest in the training cohort that Rita and Remy read without the browser; Rose has read nothing.</summary>
    public async Task ReadTwiceAsync(string subjectCode, string seriesUid, byte[] first, byte[] second)
    {
        var read = Guid.Parse((await SyntheticCaseAsync(subjectCode, seriesUid)).Split('/')[^1]);
        await SecondReaderAndCohortAsync("remy@test.example", "training", subjectCode);
        await using var services = Services();
        await using var scope = services.CreateAsyncScope();
        // A second case finds the adjudicator there.
        await scope.ServiceProvider.GetRequiredService<PeopleService>().AddMemberAsync(coordinator with { Role = StudyRole.Administrator, SiteId = null }, "rose@test.example", "Rose Referee", StudyRole.Radiologist, null, CancellationToken.None, Password);
        await using var db = Database.CreateDbContext();
        StudyAccess AccessOf(string email) => coordinator with { PersonId = db.Users.Single(p => p.Email == email).Id, Role = StudyRole.Radiologist, SiteId = null };
        var row = await db.ReadingAssignments.AsNoTracking().SingleAsync(r => r.Id == read);
        var other = new ReadingAssignment { ResearchStudyId = row.ResearchStudyId, SubjectId = row.SubjectId, ImagingSeriesId = row.ImagingSeriesId, ReaderId = AccessOf("remy@test.example").PersonId, Purpose = ReadPurpose.Second };
        db.Add(other);
        await db.SaveChangesAsync();
        foreach (var (reader, id, labels) in new[] { (AccessOf(Reader), read, first), (AccessOf("remy@test.example"), other.Id, second) })
        {
            await services.GetRequiredService<ReadService>().OpenAsync(reader, id, CancellationToken.None);
            Assert.Null((await services.GetRequiredService<VoiService>().SaveAsync(reader, id, new SaveRequest(LabelmapCodec.Encode(labels), 0, "", $"save-{id}"), CancellationToken.None)).Refusal);
        }
    }

    /// <summary>A second radiologist, and a cohort of these subjects.</summary>
    public async Task SecondReaderAndCohortAsync(string reader, string cohort, params string[] subjects)
    {
        await using var services = Services();
        await using var scope = services.CreateAsyncScope();
        var administrator = coordinator with { Role = StudyRole.Administrator, SiteId = null };
        await using var db = Database.CreateDbContext();
        if (!await db.Users.AnyAsync(p => p.Email == reader)) Assert.True((await scope.ServiceProvider.GetRequiredService<PeopleService>().AddMemberAsync(administrator, reader, "Remy Reader", StudyRole.Radiologist, null, CancellationToken.None, Password)).Succeeded);
        var csv = $"subject,site,cohort\n{string.Join('\n', subjects.Select(s => $"{s},north,{cohort}"))}\n";
        Assert.True((await scope.ServiceProvider.GetRequiredService<ClinicalDataService>().ImportAsync(administrator, System.Text.Encoding.UTF8.GetBytes(csv), CancellationToken.None)).Succeeded);
    }

    /// <summary>A browser of its own with a case open in it, every slice loaded.</summary>
    public async Task<IPage> OpenAsync(string address, int width = 1440, int height = 900)
    {
        var page = await SignedInAsync(Reader, width, height);
        await OpenRoomAsync(page, address);
        return page;
    }

    /// <summary>A browser of its own in which this person is signed in.</summary>
    public async Task<IPage> SignedInAsync(string email, int width = 1440, int height = 900)
    {
        var page = await PageAsync(width, height);
        await page.GotoAsync("/sign-in");
        await page.FillAsync("#email", email);
        await page.FillAsync("#password", Password);
        await page.ClickAsync("button[type=submit]");
        await Assertions.Expect(page.GetByText("Sign out")).ToBeVisibleAsync();
        return page;
    }

    public static async Task OpenRoomAsync(IPage page, string address)
    {
        await page.GotoAsync(address);
        await UntilOpenAsync(page);
    }

    /// <summary>Waits until the case is open and every slice loaded.</summary>
    public static async Task UntilOpenAsync(IPage page)
    {
        await page.WaitForFunctionAsync("() => window.radlViewer !== undefined", null, new() { Timeout = 120_000 });
        await page.EvaluateAsync("async () => { await window.radlViewer.ready; await window.radlViewer.loaded(); }");
    }

    private ServiceProvider Services()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:Portal", Database.ConnectionString), new("Storage:Folder", BlobFolder)]).Build();
        return new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging().AddRadlCore(configuration).BuildServiceProvider();
    }
}
