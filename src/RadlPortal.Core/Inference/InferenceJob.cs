using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Cohorts;
using RadlPortal.Core.Database;
using RadlPortal.Core.Jobs;
using RadlPortal.Core.Segmentations;
using RadlPortal.Core.Signatures;

namespace RadlPortal.Core.Inference;

/// <summary>A subject that got no score, and why.</summary>
public sealed record OmittedSubject(string Subject, string Reason)
{
    /// <summary>Whether the reason is one of the past: what was missing when inference ran is there now.</summary>
    public bool IsOvertakenBy(CohortMember member) =>
        (Reason == SignatureRefusals.NoVolume.Message && member.Series is not null)
        || (Reason == SignatureRefusals.AwaitsAdjudication.Message && !member.AwaitsAdjudication)
        || (Reason == SignatureRefusals.NoVoi.Message && member.Voi is not null)
        || (Reason == SignatureRefusals.NoFeatures.Message && member.Features is not null);
}

/// <summary>Scores every subject of a cohort. One subject that cannot be scored does not stop the others; run twice it scores once; cancelled it keeps what it has.</summary>
public sealed class InferenceJob(IDbContextFactory<PortalDb> databases, SubjectScorer scorer, AgreementService agreement, JobRunner runner, TimeProvider clock)
{
    public Task RunAsync(Guid jobId, CancellationToken stopping) =>
        runner.RunAsync(jobId, (progress, cancellation) => ScoreAllAsync(jobId, progress, cancellation), stopping);

    private async Task<string> ScoreAllAsync(Guid jobId, JobProgress progress, CancellationToken cancellation)
    {
        var (run, members, versions) = await LoadAsync(jobId, cancellation);
        List<OmittedSubject> omitted = [];
        var scored = 0;
        try
        {
            for (var i = 0; i < members.Count; i++)
            {
                await progress.ReportAsync((double)i / members.Count, $"Scoring {members[i].Subject.Code} ({i + 1} of {members.Count})", cancellation);
                var outcome = await scorer.ScoreAsync(members[i], versions, cancellation);
                if (outcome.Succeeded) scored += await StoreAsync(run, members[i], outcome.Value, cancellation);
                else omitted.Add(new(members[i].Subject.Code, outcome.Refusal.Message));
            }
        }
        catch (InferenceDeviceException absent)
        {
            throw new JobRefusedException(absent.Message);
        }
        finally
        {
            await OmitAsync(run.Id, omitted);
        }

        return omitted.Count == 0 ? $"{scored} {(scored == 1 ? "subject was" : "subjects were")} scored." : $"{scored} {(scored == 1 ? "subject was" : "subjects were")} scored; {omitted.Count} were not, each with its reason in the cohort's table.";
    }

    private async Task<(InferenceRun Run, IReadOnlyList<CohortMember> Members, IReadOnlyList<SignatureVersion> Versions)> LoadAsync(Guid jobId, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var run = await db.InferenceRuns.AsNoTracking().SingleAsync(r => r.JobId == jobId, cancellation);
        var versions = await CohortReader.SignaturesAsync(db, run.ResearchStudyId, cancellation);
        if (versions.Count == 0) throw new JobRefusedException(SignatureRefusals.NoSignature.Message);
        return (run, await CohortReader.MembersAsync(db, agreement, run.ResearchStudyId, run.CohortId, cancellation), versions);
    }

    private async Task<int> StoreAsync(InferenceRun run, CohortMember member, IReadOnlyList<ComputedScore> scores, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var there = await db.Scores.Where(s => s.InferenceRunId == run.Id && s.SubjectId == member.Subject.Id).Select(s => s.SignatureVersionId).ToListAsync(cancellation);
        foreach (var score in scores.Where(s => !there.Contains(s.Version.Id)))
        {
            db.Scores.Add(new Score
            {
                ResearchStudyId = run.ResearchStudyId,
                InferenceRunId = run.Id,
                SubjectId = member.Subject.Id,
                SignatureVersionId = score.Version.Id,
                VoiVersionId = member.Voi!.Id,
                FeatureSetId = score.FeatureSetId,
                Value = score.Value,
                ExecutionProvider = score.ExecutionProvider,
                SoftwareVersion = SoftwareVersion.Current,
                ComputedAt = clock.GetUtcNow(),
            });
        }

        await db.SaveChangesAsync(cancellation);
        return 1;
    }

    private async Task OmitAsync(Guid runId, List<OmittedSubject> omitted)
    {
        await using var db = await databases.CreateDbContextAsync(CancellationToken.None);
        var json = CanonicalJson.Write(omitted);
        await db.InferenceRuns.Where(r => r.Id == runId).ExecuteUpdateAsync(r => r.SetProperty(x => x.OmittedJson, json), CancellationToken.None);
    }
}
