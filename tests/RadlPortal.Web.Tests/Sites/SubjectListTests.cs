using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RadlPortal.Core.ClinicalData;
using RadlPortal.Core.Imaging;
using RadlPortal.Core.People;
using RadlPortal.Core.Reads;
using RadlPortal.Core.Segmentations;
using RadlPortal.Core.Sites;
using RadlPortal.Web.Tests.Hosting;
using Xunit;

namespace RadlPortal.Web.Tests.Sites;

/// <summary>Subjects: removed when registered by mistake, sorted, searched for.</summary>
public sealed class SubjectListTests(PortalHost host) : IClassFixture<PortalHost>
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    private SubjectService Subjects => host.Services.GetRequiredService<SubjectService>();

    private StudySearch Search => host.Services.GetRequiredService<StudySearch>();

    [Fact]
    public async Task A_subject_without_data_is_removed_with_its_reason_in_the_audit()
    {
        await RegisterAsync("typo-1");
        Assert.Equal("reason-missing", (await Subjects.RemoveAsync(host.AdministratorOfOne, "typo-1", " ", Cancellation)).Refusal?.Code);
        Assert.True((await Subjects.RemoveAsync(host.AdministratorOfOne, "typo-1", "mistyped", Cancellation)).Succeeded);
        Assert.Equal("no-such-subject", (await Subjects.RemoveAsync(host.AdministratorOfOne, "typo-1", "mistyped", Cancellation)).Refusal?.Code);
        await using var db = host.Database();
        Assert.False(await db.Subjects.AnyAsync(s => s.Code == "typo-1", Cancellation));
        Assert.Contains(db.AuditEntries.Where(e => e.Action == "removed" && e.Entity == "Subject").Select(e => e.DetailsJson!).ToList(), d => d.Contains("typo-1") && d.Contains("mistyped"));
    }

    [Fact]
    public async Task A_subject_with_images_or_clinical_data_stays()
    {
        await RegisterAsync("kept-1");
        await RegisterAsync("kept-2");
        await using (var db = host.Database())
        {
            db.ImagingStudies.Add(new ImagingStudy { ResearchStudyId = host.AdministratorOfOne.ResearchStudyId, SiteId = host.NorthSite, SubjectId = await IdAsync(db, "kept-1"), StudyInstanceUid = "2.25.900", CreatedAt = DateTimeOffset.UtcNow });
            db.ClinicalRecords.Add(new ClinicalRecord { ResearchStudyId = host.AdministratorOfOne.ResearchStudyId, SubjectId = await IdAsync(db, "kept-2") });
            await db.SaveChangesAsync(Cancellation);
        }

        foreach (var code in new[] { "kept-1", "kept-2" })
            Assert.Equal("subject-has-data", (await Subjects.RemoveAsync(host.AdministratorOfOne, code, "no", Cancellation)).Refusal?.Code);
    }

    [Fact]
    public async Task The_list_is_sorted_by_any_column_both_ways()
    {
        var one = host.AdministratorOfOne;
        foreach (var sort in Enum.GetValues<SubjectSort>())
        {
            var up = await Subjects.PageAsync(one, "one-", 0, Cancellation, sort);
            var down = await Subjects.PageAsync(one, "one-", 0, Cancellation, sort, descending: true);
            Assert.Equal(up.Lines.Select(l => l.Code).Order(), down.Lines.Select(l => l.Code).Order());
        }

        var sites = (await Subjects.PageAsync(one, "one-", 0, Cancellation, SubjectSort.Site, descending: true)).Lines.Select(l => l.Code);
        Assert.Equal(["one-south-1", "one-south-2", "one-north-1", "one-north-2"], sites);
        Assert.Equal(["one-south-2", "one-south-1", "one-north-2", "one-north-1"], (await Subjects.PageAsync(one, "one-", 0, Cancellation, SubjectSort.Code, descending: true)).Lines.Select(l => l.Code));
    }

    [Fact]
    public async Task The_search_shows_each_role_only_what_it_may_see()
    {
        var one = host.AdministratorOfOne;
        Assert.Equal(["one-north-1", "one-south-1"], (await Search.FindAsync(one, "-1", Cancellation)).Where(h => h.Title.StartsWith("one-", StringComparison.Ordinal)).Select(h => h.Title));
        Assert.Equal(["one-north-2"], (await Search.FindAsync(one with { Role = StudyRole.SiteCoordinator, SiteId = host.NorthSite }, "ONE-", Cancellation)).Where(h => h.Title.EndsWith('2')).Select(h => h.Title));
        Assert.Empty(await Search.FindAsync(one with { Role = StudyRole.SiteCoordinator, SiteId = host.NorthSite }, "south", Cancellation));
        Assert.Empty(await Search.FindAsync(one, "two-north-1", Cancellation));
        // A reader finds cases of the own worklist, and no subject without one.
        Assert.Empty(await Search.FindAsync(one with { Role = StudyRole.Radiologist, PersonId = Guid.NewGuid() }, "one-north-2", Cancellation));
        Assert.Empty(await Search.FindAsync(one, "", Cancellation));
        Assert.Empty(await Search.FindAsync(one, new string('a', 65), Cancellation));
    }

    [Fact]
    public async Task The_search_finds_a_subject_by_the_UID_of_its_images()
    {
        await RegisterAsync("uid-1");
        await using (var db = host.Database())
        {
            var study = new ImagingStudy { ResearchStudyId = host.AdministratorOfOne.ResearchStudyId, SiteId = host.NorthSite, SubjectId = await IdAsync(db, "uid-1"), StudyInstanceUid = "2.25.910", CreatedAt = DateTimeOffset.UtcNow };
            db.ImagingStudies.Add(study);
            db.ImagingSeries.Add(new ImagingSeries { ImagingStudyId = study.Id, ResearchStudyId = study.ResearchStudyId, SiteId = study.SiteId, SubjectId = study.SubjectId, SeriesInstanceUid = "2.25.911", Modality = "CT", CreatedAt = DateTimeOffset.UtcNow });
            await db.SaveChangesAsync(Cancellation);
        }

        foreach (var uid in new[] { "2.25.910", "2.25.911" })
            Assert.Equal("subjects/uid-1", Assert.Single(await Search.FindAsync(host.AdministratorOfOne, uid, Cancellation)).Path);
    }

    [Fact]
    public async Task What_a_subject_lacks_is_counted_once_in_the_order_in_which_it_comes()
    {
        foreach (var code in new[] { "gap-nothing", "gap-stack", "gap-volume", "gap-read" }) await RegisterAsync(code);
        await using (var db = host.Database())
        {
            await AddSeriesAsync(db, "gap-stack", SeriesGeometry.Stack);
            await AddSeriesAsync(db, "gap-volume", SeriesGeometry.Volume);
            AddVoi(db, await AddSeriesAsync(db, "gap-read", SeriesGeometry.Volume));
            // A structure set without images is no CT.
            await AddSeriesAsync(db, "gap-nothing", SeriesGeometry.Stack, "RTSTRUCT");
            db.ClinicalRecords.Add(new ClinicalRecord { ResearchStudyId = host.AdministratorOfOne.ResearchStudyId, SubjectId = await IdAsync(db, "gap-volume") });
            await db.SaveChangesAsync(Cancellation);
        }

        var coordinator = host.AdministratorOfOne with { Role = StudyRole.SiteCoordinator, SiteId = host.NorthSite };
        foreach (var (gap, codes) in ((SubjectGap, string[])[])[(SubjectGap.Ct, ["gap-nothing"]), (SubjectGap.Volume, ["gap-stack"]), (SubjectGap.Voi, ["gap-volume"]), (SubjectGap.Clinical, ["gap-nothing", "gap-read", "gap-stack"])])
        {
            var found = await Subjects.PageAsync(coordinator, "gap-", 0, Cancellation, gap: gap);
            Assert.Equal((codes.Length, string.Join(' ', codes)), (found.Total, string.Join(' ', found.Lines.Select(l => l.Code))));
            Assert.All(found.Lines, l => Assert.Contains(gap, SubjectGaps.Of(l)));
        }

        // Other tests of this study leave series without a volume too.
        var missing = Assert.Single(await Subjects.MissingAsync(coordinator, 1, Cancellation), m => m.Gap == SubjectGap.Volume);
        Assert.Equal(((await Subjects.PageAsync(coordinator, "", 0, Cancellation, gap: SubjectGap.Volume)).Total, "gap-stack"), (missing.Count, Assert.Single(missing.Codes)));
        Assert.Empty(await Subjects.MissingAsync(coordinator with { SiteId = Guid.NewGuid() }, 6, Cancellation));
    }

    private async Task<ImagingSeries> AddSeriesAsync(Core.Database.PortalDb db, string code, SeriesGeometry geometry, string modality = "CT")
    {
        var study = new ImagingStudy { ResearchStudyId = host.AdministratorOfOne.ResearchStudyId, SiteId = host.NorthSite, SubjectId = await IdAsync(db, code), StudyInstanceUid = $"2.25.92{code.Length}{(int)geometry}", CreatedAt = DateTimeOffset.UtcNow };
        var series = new ImagingSeries { ImagingStudyId = study.Id, ResearchStudyId = study.ResearchStudyId, SiteId = study.SiteId, SubjectId = study.SubjectId, SeriesInstanceUid = study.StudyInstanceUid + ".1", Modality = modality, Geometry = geometry, CreatedAt = DateTimeOffset.UtcNow };
        db.AddRange(study, series);
        return series;
    }

    private void AddVoi(Core.Database.PortalDb db, ImagingSeries series)
    {
        var reader = host.AdministratorOfOne.PersonId;
        var read = new ReadingAssignment { ResearchStudyId = series.ResearchStudyId, SubjectId = series.SubjectId, ImagingSeriesId = series.Id, ReaderId = reader, CreatedAt = DateTimeOffset.UtcNow };
        var voi = new Voi { ResearchStudyId = series.ResearchStudyId, SubjectId = series.SubjectId, ImagingSeriesId = series.Id, ReadingAssignmentId = read.Id, ReaderId = reader };
        var version = new VoiVersion { VoiId = voi.Id, Number = 1, LabelmapBlobKey = "voi/gap", LabelmapSha256 = "", SegBlobKey = "seg/gap", SegSopInstanceUid = "2.25.93", VoxelCount = 1, VolumeMl = 1, Reason = "", IdempotencyKey = "gap-read", CreatedBy = reader, CreatedAt = DateTimeOffset.UtcNow };
        db.AddRange(read, voi, version);
    }

    private async Task RegisterAsync(string code) =>
        Assert.True((await host.Services.GetRequiredService<SiteService>().RegisterSubjectsAsync(host.AdministratorOfOne, host.NorthSite, [code], Cancellation)).Succeeded);

    private static Task<Guid> IdAsync(Core.Database.PortalDb db, string code) => db.Subjects.Where(s => s.Code == code).Select(s => s.Id).SingleAsync(Cancellation);
}
