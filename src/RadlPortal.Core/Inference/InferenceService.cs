using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Cohorts;
using RadlPortal.Core.Database;
using RadlPortal.Core.Jobs;
using RadlPortal.Core.People;
using RadlPortal.Core.Signatures;

namespace RadlPortal.Core.Inference;

/// <summary>How the last inference of a cohort stands.</summary>
public sealed record InferenceState(Job Job, IReadOnlyList<OmittedSubject> Omitted);

/// <summary>Starts inference on a cohort and answers how it stands. Cancelling is the job service's.</summary>
public sealed class InferenceService(IDbContextFactory<PortalDb> databases, JobService jobs, AuditLog audit, TimeProvider clock)
{
    public const string Kind = "inference";

    public async Task<Outcome<Job>> StartAsync(StudyAccess access, string cohortCode, CancellationToken cancellation)
    {
        access.Demand(Right.RunInference);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var cohort = await db.Cohorts.AsNoTracking().SingleOrDefaultAsync(c => c.ResearchStudyId == access.ResearchStudyId && c.Code == cohortCode, cancellation);
        if (cohort is null) return CohortRefusals.NoSuchCohort;
        if (!await db.Subjects.AnyAsync(s => s.CohortId == cohort.Id, cancellation)) return CohortRefusals.Empty;
        if (!await db.Signatures.AnyAsync(s => s.ResearchStudyId == access.ResearchStudyId, cancellation)) return SignatureRefusals.NoSignature;
        if (await db.Jobs.AnyAsync(j => j.TargetId == cohort.Id && j.Kind == Kind && (j.State == JobState.Queued || j.State == JobState.Running), cancellation)) return SignatureRefusals.AlreadyRunning;
        var job = jobs.Add(db, Kind, $"Inference on cohort {cohort.Code}", access.ResearchStudyId, cohort.Id, access.PersonId);
        job.Link = $"/studies/{access.StudyCode}/cohorts/{cohort.Code}";
        var run = new InferenceRun { ResearchStudyId = access.ResearchStudyId, CohortId = cohort.Id, JobId = job.Id, StartedBy = access.PersonId, StartedAt = clock.GetUtcNow() };
        db.InferenceRuns.Add(run);
        audit.Add(db, access.PersonId, access.ResearchStudyId, "began", nameof(InferenceRun), run.Id, new { cohort = cohort.Code });
        await db.SaveChangesAsync(cancellation);
        await jobs.EnqueueAsync<InferenceJob>(job.Id, x => x.RunAsync(job.Id, CancellationToken.None), JobQueues.Gpu, cancellation);
        return job;
    }

    /// <summary>Null when inference was never started on the cohort.</summary>
    public async Task<InferenceState?> LatestAsync(StudyAccess access, Guid cohortId, CancellationToken cancellation)
    {
        access.Demand(Right.ViewCohorts);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var latest = await (
            from run in db.InferenceRuns.AsNoTracking()
            join job in db.Jobs.AsNoTracking() on run.JobId equals job.Id
            where run.CohortId == cohortId && run.ResearchStudyId == access.ResearchStudyId
            orderby run.StartedAt descending
            select new { job, run.OmittedJson }).FirstOrDefaultAsync(cancellation);
        return latest is null ? null : new InferenceState(latest.job, CanonicalJson.Read<List<OmittedSubject>>(latest.OmittedJson));
    }
}
