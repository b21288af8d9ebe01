using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Database;
using RadlPortal.Core.Jobs;
using RadlPortal.Core.People;
using RadlPortal.Core.Reads;

namespace RadlPortal.Core.Radiomics;

/// <summary>Shows features: to the reader those of the own VOI, to those who may see all VOIs everybody's.</summary>
public sealed class FeatureService(IDbContextFactory<PortalDb> databases, TimeProvider clock)
{
    public async Task<FeatureState> OfReadAsync(StudyAccess access, Guid readId, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var (seesAll, open) = (access.May(Right.ViewAllVois), db.ReadsOpenTo(access, clock.GetUtcNow()));
        var version = await db.VoiVersions.AsNoTracking().Where(v => v.Voi!.ReadingAssignmentId == readId && v.Voi.IsPrimary && v.Voi.ResearchStudyId == access.ResearchStudyId && (seesAll || open.Any(r => r.Id == readId)))
            .OrderByDescending(v => v.Number).FirstOrDefaultAsync(cancellation);
        if (version is null) return new FeatureState("none", 0, "Features are computed when the VOI is saved.", null, null, []);
        if (await db.FeatureSets.AsNoTracking().Where(f => f.VoiVersionId == version.Id).OrderByDescending(f => f.ComputedAt).FirstOrDefaultAsync(cancellation) is { } set)
            return new FeatureState("done", 1, $"Computed in {set.DurationSeconds:0.00} s", version.Number, set.VoxelCount, Parse(set.ValuesJson));
        var job = await db.Jobs.AsNoTracking().Where(j => j.TargetId == version.Id && j.Kind == FeatureJobs.Kind).OrderByDescending(j => j.CreatedAt).FirstOrDefaultAsync(cancellation);
        return job?.State switch
        {
            JobState.Running => new FeatureState("running", job.Progress, job.Message, version.Number, null, []),
            JobState.Failed => new FeatureState("failed", job.Progress, job.Message, version.Number, null, []),
            JobState.Cancelled => new FeatureState("failed", job.Progress, "The computation was cancelled.", version.Number, null, []),
            _ => new FeatureState("queued", 0, "Waiting for a worker", version.Number, null, []),
        };
    }

    public static IReadOnlyList<NamedFeature> Parse(string valuesJson) =>
        [.. JsonSerializer.Deserialize<Dictionary<string, double?>>(valuesJson)!.Select(f => new NamedFeature(f.Key, f.Value))];
}
