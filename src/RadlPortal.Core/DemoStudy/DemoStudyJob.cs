using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RadlPortal.Core.ClinicalData;
using RadlPortal.Core.Database;
using RadlPortal.Core.Jobs;
using RadlPortal.Core.People;
using RadlPortal.Core.Radiomics;
using RadlPortal.Core.ResearchStudies;
using RadlPortal.Core.Sites;

namespace RadlPortal.Core.DemoStudy;

/// <summary>Makes the demo study through the services that real data use: accounts, upload and gate, reads, clinical import. What an interrupted run made is kept and passed over.</summary>
public sealed class DemoStudyJob(IServiceScopeFactory scopes, IDbContextFactory<PortalDb> databases, ResearchStudyService studies, SiteService sites, DemoCases cases, DemoReads reads, DemoAdjudications adjudications, ClinicalDataService clinicalData, ProfileService profiles, DemoFigures figures, JobRunner runner)
{
    public const string Kind = "demo-study";

    public Task RunAsync(Guid jobId, CancellationToken stopping) => runner.RunAsync(jobId, MakeAsync, stopping);

    private async Task<string> MakeAsync(JobProgress progress, CancellationToken cancellation)
    {
        await progress.ReportAsync(0.01, "Making the study, its sites and its people", cancellation);
        var administrator = await AdministratorAsync(cancellation);
        var siteIds = await SitesAsync(administrator, cancellation);
        var people = await PeopleAsync(administrator, siteIds, cancellation);
        var subjects = DemoStudyPlan.Subjects();
        foreach (var site in subjects.GroupBy(s => s.SiteIndex))
            Demand(await sites.RegisterSubjectsAsync(administrator, siteIds[site.Key], site.Select(s => s.Code), cancellation));
        Demand(await clinicalData.ImportAsync(administrator, DemoStudyPlan.ClinicalCsv(subjects), cancellation));
        if ((await profiles.ListAsync(administrator, cancellation)).Count == 0) Demand(await profiles.SaveAsync(administrator, "Original, LoG and wavelet", DemoStudyPlan.ParameterFile, cancellation));
        var (done, steps) = (0, 2 * subjects.Count);
        Task StepAsync(string what) => progress.ReportAsync(0.02 + 0.6 * done++ / steps, what, cancellation);
        foreach (var cohort in subjects.GroupBy(s => s.Cohort))
        {
            foreach (var subject in cohort)
            {
                await StepAsync($"{subject.Code}: CT");
                await cases.UploadAsync(subject, people.Coordinators[subject.SiteIndex], cancellation);
            }

            await reads.PlanAsync(administrator, cohort.Key, people.Readers, cancellation);
            foreach (var subject in cohort)
            {
                await StepAsync($"{subject.Code}: VOI");
                await reads.ReadAsync(subject, people.Readers, cancellation);
            }
        }

        await reads.LeaveAsync(administrator, people.Readers, cancellation);
        await adjudications.DecideAsync(people.Adjudicator, cancellation);
        await figures.MakeAsync(administrator, people.Investigator, progress, cancellation);
        return $"{subjects.Count} subjects at {siteIds.Count} sites";
    }

    private async Task<StudyAccess> AdministratorAsync(CancellationToken cancellation)
    {
        var person = DemoStudyPlan.People.First(p => p.Role == StudyRole.Administrator);
        var id = await WithPeopleAsync(people => people.EnsureAccountAsync(person.Email, person.Name, DemoStudyPlan.Password));
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var study = await db.ResearchStudies.SingleOrDefaultAsync(s => s.Code == DemoStudyPlan.StudyCode, cancellation)
            ?? Demand(await studies.CreateAsync(id, DemoStudyPlan.StudyCode, DemoStudyPlan.StudyTitle, isSynthetic: true, cancellation));
        var access = new StudyAccess(id, study.Id, study.Code, StudyRole.Administrator, null);
        // Whoever tries the portal out uploads a CT of a code of one's own.
        if (!study.Settings.CreateSubjectsOnUpload) Demand(await studies.ChangeSettingsAsync(access, study.Title, study.Settings with { CreateSubjectsOnUpload = true }, cancellation));
        return access;
    }

    private async Task<List<Guid>> SitesAsync(StudyAccess administrator, CancellationToken cancellation)
    {
        var there = await sites.ListAsync(administrator, cancellation);
        var ids = new List<Guid>();
        foreach (var (code, name) in DemoStudyPlan.Sites)
            ids.Add(there.FirstOrDefault(s => s.Code == code)?.Id ?? Demand(await sites.AddAsync(administrator, code, name, cancellation)).Id);
        return ids;
    }

    private async Task<(StudyAccess[] Coordinators, StudyAccess[] Readers, StudyAccess Adjudicator, StudyAccess Investigator)> PeopleAsync(StudyAccess administrator, List<Guid> siteIds, CancellationToken cancellation)
    {
        var accesses = new List<StudyAccess>();
        foreach (var person in DemoStudyPlan.People.Where(p => p.Role != StudyRole.Administrator))
        {
            var site = person.Site is null ? (Guid?)null : siteIds[DemoStudyPlan.Sites.ToList().FindIndex(s => s.Code == person.Site)];
            var id = await WithPeopleAsync(people => people.EnsureAccountAsync(person.Email, person.Name, DemoStudyPlan.Password));
            await using var scope = scopes.CreateAsyncScope();
            // A run that was interrupted has added some already.
            await scope.ServiceProvider.GetRequiredService<PeopleService>().AddMemberAsync(administrator, person.Email, person.Name, person.Role, site, cancellation, DemoStudyPlan.Password);
            accesses.Add(new StudyAccess(id, administrator.ResearchStudyId, administrator.StudyCode, person.Role, site));
        }

        StudyAccess[] readers = [.. accesses.Where(a => a.Role == StudyRole.Radiologist)];
        return ([.. accesses.Where(a => a.Role == StudyRole.SiteCoordinator)], readers[..2], readers[2], accesses.Single(a => a.Role == StudyRole.PrincipalInvestigator));
    }

    private async Task<T> WithPeopleAsync<T>(Func<PeopleService, Task<Outcome<T>>> action)
    {
        await using var scope = scopes.CreateAsyncScope();
        return Demand(await action(scope.ServiceProvider.GetRequiredService<PeopleService>()));
    }

    private static T Demand<T>(Outcome<T> outcome) => outcome.Succeeded ? outcome.Value : throw new JobRefusedException(outcome.Refusal.Message);
}
