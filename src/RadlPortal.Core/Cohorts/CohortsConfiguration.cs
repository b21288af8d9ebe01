using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RadlPortal.Core.ResearchStudies;

namespace RadlPortal.Core.Cohorts;

internal sealed class CohortsConfiguration : IEntityTypeConfiguration<Cohort>, IEntityTypeConfiguration<CohortSnapshot>
{
    public void Configure(EntityTypeBuilder<Cohort> cohort)
    {
        cohort.HasOne<ResearchStudy>().WithMany().HasForeignKey(c => c.ResearchStudyId).OnDelete(DeleteBehavior.Restrict);
        cohort.HasIndex(c => new { c.ResearchStudyId, c.Code }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<CohortSnapshot> snapshot) =>
        snapshot.HasOne<Cohort>().WithMany().HasForeignKey(s => s.CohortId).OnDelete(DeleteBehavior.Restrict);
}
