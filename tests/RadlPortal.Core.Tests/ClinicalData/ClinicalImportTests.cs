using System.Text;
using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Audit;
using RadlPortal.Core.ClinicalData;
using RadlPortal.Core.Cohorts;
using RadlPortal.Core.People;
using RadlPortal.Core.ResearchStudies;
using RadlPortal.Core.Segmentations;
using RadlPortal.Core.Signatures;
using RadlPortal.Core.Sites;
using RadlPortal.Core.Storage;
using RadlPortal.Testing.Database;
using Xunit;

namespace RadlPortal.Core.Tests.ClinicalData;

public sealed class ClinicalImportTests : IAsyncLifetime
{
    private TestDatabase database = null!;
    private StudyAccess administrator = null!;
    private ClinicalDataService service = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        service = new ClinicalDataService(database, new AuditLog(TimeProvider.System), TimeProvider.System);
        await using var db = database.CreateDbContext();
        var study = new ResearchStudy { Code = "one", Title = "One" };
        var site = new Site { ResearchStudyId = study.Id, Code = "north", Name = "North" };
        db.AddRange(study, site,
            new Cohort { ResearchStudyId = study.Id, Code = "training", Name = "Training", Kind = CohortKind.Training },
            new Cohort { ResearchStudyId = study.Id, Code = "validation", Name = "Validation", Kind = CohortKind.Validation },
            new Subject { ResearchStudyId = study.Id, SiteId = site.Id, Code = "A-1" },
            new Subject { ResearchStudyId = study.Id, SiteId = site.Id, Code = "A-2" });
        await db.SaveChangesAsync();
        administrator = new StudyAccess(Guid.NewGuid(), study.Id, "one", StudyRole.Administrator, null);
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task A_dry_run_changes_nothing()
    {
        var plan = await service.PlanAsync(administrator, Csv("A-1,north,training,50,iPR,3.5"), CancellationToken.None);
        Assert.Equal(1, plan.Value!.Changed);
        await using var db = database.CreateDbContext();
        Assert.Empty(db.ClinicalRecords);
        Assert.All(db.Subjects, s => Assert.Null(s.CohortId));
    }

    [Fact]
    public async Task An_import_is_there_afterwards_and_in_the_audit_and_again_changes_nothing()
    {
        var csv = Csv("A-1,north,training,50,iPR,3.5", "A-2,north,validation,0,,NA");
        Assert.True((await service.ImportAsync(administrator, csv, CancellationToken.None)).Succeeded);
        await using var db = database.CreateDbContext();
        var record = await db.ClinicalRecords.SingleAsync(r => db.Subjects.Any(s => s.Id == r.SubjectId && s.Code == "A-1"));
        Assert.Equal((50.0, BestResponse.PartialResponse, 3.5), (record.PdL1TpsPercent, record.Response, record.Cd274));
        Assert.Equal(2, await db.AuditEntries.CountAsync(e => e.Action == "imported"));
        Assert.Equal(0, (await service.PlanAsync(administrator, csv, CancellationToken.None)).Value!.Changed);
    }

    [Fact]
    public async Task The_template_lists_every_subject_and_changes_nothing_as_it_is()
    {
        var template = await service.TemplateAsync(administrator, CancellationToken.None);
        Assert.StartsWith("subject,site,cohort,pd_l1_tps,", Encoding.UTF8.GetString(template), StringComparison.Ordinal);
        var plan = (await service.PlanAsync(administrator, template, CancellationToken.None)).Value!;
        Assert.Equal(["A-1", "A-2"], plan.Rows.Select(r => r.Subject));
        Assert.Equal((0, false), (plan.Changed, plan.HasErrors));
        Assert.Equal(ClinicalColumns.All, ClinicalColumns.Allowed.Select(a => a.Column));
    }

    [Fact]
    public async Task A_subjects_page_shows_cohort_and_clinical_data_to_whom_they_are_for()
    {
        await service.ImportAsync(administrator, Csv("A-1,north,training,50,iPR,3.5"), CancellationToken.None);
        using var blobs = new FolderBlobStore(Path.GetTempPath());
        var cohorts = new CohortService(database, new AgreementService(database, blobs, TimeProvider.System), new AuditLog(TimeProvider.System));
        var subject = (await cohorts.SubjectAsync(administrator, "A-1", CancellationToken.None))!;
        Assert.Equal(("training", 50.0), (subject.Cohort!.Code, subject.Clinical!.PdL1TpsPercent));
        Assert.Null((await cohorts.SubjectAsync(administrator, "A-2", CancellationToken.None))!.Cohort);
        Assert.Null(await cohorts.SubjectAsync(administrator with { ResearchStudyId = Guid.NewGuid() }, "A-1", CancellationToken.None));
        foreach (var role in new[] { StudyRole.Radiologist, StudyRole.SiteCoordinator })
            await Assert.ThrowsAnyAsync<Exception>(() => cohorts.SubjectAsync(administrator with { Role = role }, "A-1", CancellationToken.None));
    }

    [Theory]
    [InlineData("PD", "PD", "PD iCPD 2")]
    [InlineData("pd", "CR", "CR iCR 1; PD iCPD 1")]
    [InlineData("SD", "PR", "PR iPR 1; SD iSD 1")]
    [InlineData("iCPD", "NE", "")]
    [InlineData("iUPD", "XX", "")]
    public async Task A_dry_run_tells_which_responses_of_RECIST_are_stored_under_an_iRECIST_name(string first, string second, string told)
    {
        var plan = (await service.PlanAsync(administrator, Csv($"A-1,north,training,50,{first},3.5", $"A-2,north,training,1,{second},2"), CancellationToken.None)).Value!;
        Assert.Equal(told, string.Join("; ", plan.Translations.Select(t => $"{t.Written} {t.StoredAs} {t.Rows}")));
    }

    [Fact]
    public async Task The_same_import_twice_at_once_is_one_import()
    {
        var csv = Csv("A-1,north,training,50,iPR,3.5", "A-2,north,training,1,iSD,2");
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => service.ImportAsync(administrator, csv, CancellationToken.None)));
        Assert.All(both, b => Assert.True(b.Succeeded));
        Assert.Equal([0, 2], both.Select(b => b.Value!.Changed).Order());
        await using var db = database.CreateDbContext();
        Assert.Equal((2, 2), (await db.ClinicalRecords.CountAsync(), await db.AuditEntries.CountAsync(e => e.Action == "imported")));
    }

    [Fact]
    public async Task Every_mistake_of_a_row_is_told_at_once()
    {
        var plan = (await service.PlanAsync(administrator, Csv("A-2,lake,training,abc,XX,x"), CancellationToken.None)).Value!;
        Assert.Equal(["belongs to site north", "pd_l1_tps", "cd274", "response"], plan.Rows[0].Errors.Select((e, i) => ((string[])["belongs to site north", "pd_l1_tps", "cd274", "response"])[i] is var word && e.Contains(word, StringComparison.Ordinal) ? word : e));
    }

    [Fact]
    public async Task One_wrong_row_keeps_all_rows_out_and_each_error_names_its_line()
    {
        var csv = Csv("A-1,north,training,50,iPR,3.5", "A-9,north,training,1,,", "A-2,lake,training,1,,", "A-2,north,exploration,1,,", "A-1,north,training,50,,");
        var plan = (await service.PlanAsync(administrator, csv, CancellationToken.None)).Value!;
        Assert.Equal([3, 4, 5, 6], plan.Rows.Where(r => r.Errors.Count > 0).Select(r => r.Line));
        Assert.Contains("not registered", plan.Rows[1].Errors[0]);
        Assert.Contains("belongs to site north, not lake", plan.Rows[2].Errors[0]);
        Assert.Contains("earlier row", plan.Rows[3].Errors[0]);
        Assert.Equal("csv-has-errors", (await service.ImportAsync(administrator, csv, CancellationToken.None)).Refusal!.Code);
        await using var db = database.CreateDbContext();
        Assert.Empty(db.ClinicalRecords);
    }

    [Fact]
    public async Task A_subject_on_whose_cohort_a_signature_was_fitted_stays_in_it()
    {
        await service.ImportAsync(administrator, Csv("A-1,north,training,50,,"), CancellationToken.None);
        await using (var db = database.CreateDbContext())
        {
            var cohort = await db.Cohorts.SingleAsync(c => c.Code == "training");
            var snapshot = new CohortSnapshot { CohortId = cohort.Id, ResearchStudyId = administrator.ResearchStudyId, ContentJson = "{}", Sha256 = "0", CreatedBy = administrator.PersonId };
            var signature = new Signature { ResearchStudyId = administrator.ResearchStudyId, Name = "RAsig", Kind = SignatureKind.Radiomics };
            db.AddRange(snapshot, signature, new SignatureVersion { SignatureId = signature.Id, Number = 1, ManifestJson = "{}", Sha256 = "0", Threshold = 0.5, TrainingSnapshotId = snapshot.Id, LockedBy = administrator.PersonId });
            await db.SaveChangesAsync();
        }

        var plan = (await service.PlanAsync(administrator, Csv("A-1,north,validation,50,,"), CancellationToken.None)).Value!;
        Assert.Contains("on which a signature was fitted", plan.Rows[0].Errors[0]);
    }

    [Theory]
    [InlineData(StudyRole.SiteCoordinator)]
    [InlineData(StudyRole.Radiologist)]
    [InlineData(StudyRole.PrincipalInvestigator)]
    public async Task Nobody_but_the_administrator_imports(StudyRole role) =>
        await Assert.ThrowsAsync<RightMissingException>(() => service.PlanAsync(administrator with { Role = role }, Csv("A-1,north,training,1,,"), CancellationToken.None));

    [Fact]
    public async Task Follow_up_comes_in_with_its_events_and_a_progression_after_death_is_refused()
    {
        var csv = Encoding.UTF8.GetBytes("subject,site,best_change_percent,pfs_months,pfs_event,os_months,os_event\nA-1,north,-45,6.5,1,12,0\nA-2,north,,9,yes,8,maybe\n");
        var plan = (await service.PlanAsync(administrator, csv, CancellationToken.None)).Value!;
        Assert.Empty(plan.Rows[0].Errors);
        Assert.Contains("pfs_months 9 is longer than os_months 8.", plan.Rows[1].Errors);
        Assert.Contains(plan.Rows[1].Errors, e => e.Contains("\"maybe\" is not 1 (event) or 0 (censored)"));
    }

    private static byte[] Csv(params string[] rows) => Encoding.UTF8.GetBytes("subject,site,cohort,tps,response,cd274\n" + string.Join('\n', rows) + "\n");
}
