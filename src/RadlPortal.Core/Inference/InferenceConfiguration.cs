using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RadlPortal.Core.Cohorts;
using RadlPortal.Core.Jobs;
using RadlPortal.Core.Segmentations;
using RadlPortal.Core.Signatures;
using RadlPortal.Core.Sites;

namespace RadlPortal.Core.Inference;

internal sealed class InferenceConfiguration : IEntityTypeConfiguration<InferenceRun>, IEntityTypeConfiguration<Score>
{
    public void Configure(EntityTypeBuilder<InferenceRun> run)
    {
        run.HasOne<Cohort>().WithMany().HasForeignKey(r => r.CohortId).OnDelete(DeleteBehavior.Restrict);
        run.HasOne<Job>().WithMany().HasForeignKey(r => r.JobId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Score> score)
    {
        score.HasOne<InferenceRun>().WithMany().HasForeignKey(s => s.InferenceRunId).OnDelete(DeleteBehavior.Restrict);
        score.HasOne<Subject>().WithMany().HasForeignKey(s => s.SubjectId).OnDelete(DeleteBehavior.Restrict);
        score.HasOne<SignatureVersion>().WithMany().HasForeignKey(s => s.SignatureVersionId).OnDelete(DeleteBehavior.Restrict);
        score.HasOne<VoiVersion>().WithMany().HasForeignKey(s => s.VoiVersionId).OnDelete(DeleteBehavior.Restrict);
        // A job that runs twice scores once.
        score.HasIndex(s => new { s.InferenceRunId, s.SignatureVersionId, s.SubjectId }).IsUnique();
        score.HasIndex(s => s.SubjectId);
    }
}
