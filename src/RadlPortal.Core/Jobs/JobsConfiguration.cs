using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace RadlPortal.Core.Jobs;

internal sealed class JobsConfiguration : IEntityTypeConfiguration<Job>
{
    public void Configure(EntityTypeBuilder<Job> job)
    {
        job.HasIndex(j => new { j.ResearchStudyId, j.State });
        job.HasIndex(j => j.TargetId);
    }
}
