using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RadlPortal.Core.ClinicalData;
using RadlPortal.Core.Jobs;
using RadlPortal.Core.People;
using RadlPortal.Core.ResearchStudies;
using RadlPortal.Core.Signatures;
using RadlPortal.Web.Tests.Hosting;
using Xunit;

namespace RadlPortal.Web.Tests.ResearchStudies;

/// <summary>What the administrator is led to, and what is asked twice.</summary>
public sealed class StudyDecisionsTests(PortalHost host) : IClassFixture<PortalHost>
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    private ResearchStudyService Studies => host.Services.GetRequiredService<ResearchStudyService>();

    [Fact]
    public async Task The_PD_L1_threshold_changes_under_locked_signatures_only_with_a_reason()
    {
        var study = await NewStudyAsync("thresholds");
        var settings = (await Studies.GetAsync(study, Cancellation)).Settings;
        Assert.Null(await Studies.ConsequencesAsync(study, 50, Cancellation));
        await using (var db = host.Database())
        {
            var site = new Core.Sites.Site { ResearchStudyId = study.ResearchStudyId, Code = "here", Name = "Here" };
            db.Sites.Add(site);
            foreach (var (tps, i) in new double?[] { 0, 1, 49, 50, null }.Select((t, i) => (t, i)))
            {
                var subject = new Core.Sites.Subject { ResearchStudyId = study.ResearchStudyId, SiteId = site.Id, Code = $"T-{i}" };
                db.Subjects.Add(subject);
                db.ClinicalRecords.Add(new ClinicalRecord { ResearchStudyId = study.ResearchStudyId, SubjectId = subject.Id, PdL1TpsPercent = tps });
            }

            var signature = new Signature { ResearchStudyId = study.ResearchStudyId, Name = "RAsig", Kind = SignatureKind.Radiomics };
            db.Signatures.Add(signature);
            db.SignatureVersions.Add(new SignatureVersion { SignatureId = signature.Id, Number = 1, ManifestJson = "{}", Sha256 = new string('a', 64), Threshold = 0.5, LockedBy = study.PersonId, LockedAt = DateTimeOffset.UtcNow });
            await db.SaveChangesAsync(Cancellation);
        }

        var consequences = await Studies.ConsequencesAsync(study, 50, Cancellation);
        Assert.Equal((1, 2, 0), (consequences!.Signatures, consequences.Subjects, consequences.Reports));
        Assert.Null(await Studies.ConsequencesAsync(study, settings.PdL1PositiveFromPercent, Cancellation));
        var changed = settings with { PdL1PositiveFromPercent = 50 };
        Assert.Equal("threshold-needs-reason", (await Studies.ChangeSettingsAsync(study, "Title", changed, Cancellation)).Refusal?.Code);
        Assert.True((await Studies.ChangeSettingsAsync(study, "Title", settings with { MinimumSlices = 12 }, Cancellation)).Succeeded);
        Assert.True((await Studies.ChangeSettingsAsync(study, "Title", changed, Cancellation, "protocol amendment 2")).Succeeded);
        await using var after = host.Database();
        Assert.Contains(await after.AuditEntries.Where(e => e.ResearchStudyId == study.ResearchStudyId && e.Action == "changed settings").Select(e => e.DetailsJson!).ToListAsync(Cancellation), d => d.Contains("protocol amendment 2"));
    }

    [Fact]
    public async Task The_first_page_leads_the_administrator_to_what_needs_doing()
    {
        var study = await NewStudyAsync("nextstep");
        Assert.Equal("Add a site", await NextAsync(study));
        await using (var db = host.Database())
        {
            db.Sites.Add(new Core.Sites.Site { ResearchStudyId = study.ResearchStudyId, Code = "here", Name = "Here" });
            await db.SaveChangesAsync(Cancellation);
        }

        Assert.Equal("Register subjects", await NextAsync(study));
        await using (var db = host.Database())
        {
            db.Subjects.Add(new Core.Sites.Subject { ResearchStudyId = study.ResearchStudyId, SiteId = db.Sites.Single(s => s.ResearchStudyId == study.ResearchStudyId).Id, Code = "N-1" });
            await db.SaveChangesAsync(Cancellation);
        }

        Assert.Equal("See who lacks CT (1)", await NextAsync(study));
        Assert.Equal(["No site coordinator yet", "No radiologist yet", "No reading plan yet", "No signature yet"], (await Studies.StateAsync(study, Cancellation)).NotSetUp!.Select(s => s.Text));
        await using (var db = host.Database())
        {
            db.Jobs.Add(new Job { Kind = "inference", Title = "Inference", ResearchStudyId = study.ResearchStudyId, State = JobState.Failed, CreatedAt = DateTimeOffset.UtcNow });
            await db.SaveChangesAsync(Cancellation);
        }

        Assert.Equal("Retry failed jobs (1)", await NextAsync(study));
        Assert.Null((await Studies.StateAsync(study with { Role = StudyRole.PrincipalInvestigator }, Cancellation)).Next);
    }

    private async Task<string?> NextAsync(StudyAccess study) => (await Studies.StateAsync(study, Cancellation)).Next?.Text;

    private async Task<StudyAccess> NewStudyAsync(string code)
    {
        var person = host.AdministratorOfOne.PersonId;
        var study = (await Studies.CreateAsync(person, code, code, isSynthetic: false, Cancellation)).Value!;
        return new StudyAccess(person, study.Id, code, StudyRole.Administrator, null);
    }
}
