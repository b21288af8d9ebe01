using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RadlPortal.Core.Cohorts;
using RadlPortal.Core.ResearchStudies;

namespace RadlPortal.Core.Sites;

internal sealed class SitesConfiguration : IEntityTypeConfiguration<Site>, IEntityTypeConfiguration<Subject>
{
    public void Configure(EntityTypeBuilder<Site> site)
    {
        site.HasOne<ResearchStudy>().WithMany().HasForeignKey(s => s.ResearchStudyId).OnDelete(DeleteBehavior.Restrict);
        site.HasIndex(s => new { s.ResearchStudyId, s.Code }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<Subject> subject)
    {
        subject.Property(s => s.Code).HasMaxLength(Subject.CodeMaxLength);
        subject.HasOne<ResearchStudy>().WithMany().HasForeignKey(s => s.ResearchStudyId).OnDelete(DeleteBehavior.Restrict);
        subject.HasOne<Site>().WithMany().HasForeignKey(s => s.SiteId).OnDelete(DeleteBehavior.Restrict);
        subject.HasOne<Cohort>().WithMany().HasForeignKey(s => s.CohortId).OnDelete(DeleteBehavior.Restrict);
        subject.HasIndex(s => new { s.ResearchStudyId, s.Code }).IsUnique();
    }
}
