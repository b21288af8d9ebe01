using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Database;
using RadlPortal.Core.Jobs;
using RadlPortal.Core.People;

namespace RadlPortal.Core.Radiomics;

/// <summary>Shows features: to the reader those of the own VOI, to those who may see all VOIs everybody's.</summary>
public sealed class FeatureService(IDbContextFactory<PortalDb> databases)
{
    public async Task<FeatureState> OfReadAsync(StudyAccess access, Guid readId, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var version = await db.VoiVersions.AsNoTracking().Where(v => v.Voi!.ReadingAssignmentId == readId && v.Voi.IsPrimary && v.Voi.ResearchStudyId == access.ResearchStudyId && (access.May(Right.ViewAllVois) || v.Voi.ReaderId == access.PersonId))
            .OrderByDescending(v => v.Number).FirstOrDefaultAsync(cancellation);
        if (version is null) return new FeatureState("none", 0, "Features are computed when the VOI is saved.", null, []);
        if (await db.FeatureSets.AsNoTracking().Where(f => f.VoiVersionId == version.Id).OrderByDescending(f => f.ComputedAt).FirstOrDefaultAsync(cancellation) is { } set)
            return new FeatureState("done", 1, $"Version {version.Number}, {set.DurationSeconds:0.00} s", set.VoxelCount, Parse(set.ValuesJson));
        var job = await db.Jobs.AsNoTracking().Where(j => j.TargetId == version.Id && j.Kind == FeatureJobs.Kind).OrderByDescending(j => j.CreatedAt).FirstOrDefaultAsync(cancellation);
        return job?.State switch
        {
            JobState.Running => new FeatureState("running", job.Progress, job.Message, null, []),
            JobState.Failed => new FeatureState("failed", job.Progress, job.Message, null, []),
            JobState.Cancelled => new FeatureState("failed", job.Progress, "The computation was cancelled.", null, []),
            _ => new FeatureState("queued", 0, "Waiting for a worker", null, []),
        };
    }

    public static IReadOnlyList<NamedFeature> Parse(string valuesJson) =>
        [.. JsonSerializer.Deserialize<Dictionary<string, double?>>(valuesJson)!.Select(f => new NamedFeature(f.Key, f.Value))];
}
