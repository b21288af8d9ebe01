using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RadlPortal.Core.ClinicalData;
using RadlPortal.Core.Imaging;
using RadlPortal.Core.People;
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

    private async Task RegisterAsync(string code) =>
        Assert.True((await host.Services.GetRequiredService<SiteService>().RegisterSubjectsAsync(host.AdministratorOfOne, host.NorthSite, [code], Cancellation)).Succeeded);

    private static Task<Guid> IdAsync(Core.Database.PortalDb db, string code) => db.Subjects.Where(s => s.Code == code).Select(s => s.Id).SingleAsync(Cancellation);
}
