using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Database;
using RadlPortal.Core.Jobs;
using RadlPortal.Core.Segmentations;
using RadlPortal.Numerics.Radiomics;

namespace RadlPortal.Core.Radiomics;

/// <summary>Queues the extraction of features for a saved VOI version, under the study's latest profile.</summary>
public sealed class FeatureJobs(JobService jobs, TimeProvider clock)
{
    public const string Kind = "extract-features";

    /// <summary>Adds the job to the caller's unit of work; makes the study's first profile if there is none.</summary>
    public async Task<Job> AddAsync(PortalDb db, Guid researchStudyId, VoiVersion version, Guid personId, CancellationToken cancellation)
    {
        if (!await db.ExtractionProfiles.AnyAsync(p => p.ResearchStudyId == researchStudyId, cancellation))
        {
            db.ExtractionProfiles.Add(new ExtractionProfile
            {
                ResearchStudyId = researchStudyId,
                Name = "Default",
                Version = 1,
                // PyRadiomics' defaults: the original image, bin width 25.
                SettingsJson = ExtractionParameters.Default.ToJson(),
                Sha256 = ExtractionParameters.Default.Sha256(),
                CreatedAt = clock.GetUtcNow(),
            });
        }

        var voi = (await db.Vois.FindAsync([version.VoiId], cancellation))!;
        var subject = await db.Subjects.Where(s => s.Id == voi.SubjectId).Select(s => s.Code).SingleAsync(cancellation);
        return jobs.Add(db, Kind, $"Radiomic features of {subject}, VOI version {version.Number}", researchStudyId, version.Id, personId);
    }

    public Task EnqueueAsync(Job job, CancellationToken cancellation) =>
        jobs.EnqueueAsync<ExtractFeaturesJob>(job.Id, x => x.RunAsync(job.Id, CancellationToken.None), JobQueues.Default, cancellation);
}
