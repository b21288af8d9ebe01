using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RadlPortal.Core.Cohorts;
using RadlPortal.Core.Imaging;
using RadlPortal.Core.People;
using RadlPortal.Core.Segmentations;
using RadlPortal.Core.Sites;

namespace RadlPortal.Core.Reads;

internal sealed class ReadsConfiguration : IEntityTypeConfiguration<ReadingAssignment>, IEntityTypeConfiguration<ReadingPlan>
{
    public void Configure(EntityTypeBuilder<ReadingAssignment> assignment)
    {
        assignment.HasOne<ImagingSeries>().WithMany().HasForeignKey(a => a.ImagingSeriesId).OnDelete(DeleteBehavior.Restrict);
        assignment.HasOne<Subject>().WithMany().HasForeignKey(a => a.SubjectId).OnDelete(DeleteBehavior.Restrict);
        assignment.HasOne<Person>().WithMany().HasForeignKey(a => a.ReaderId).OnDelete(DeleteBehavior.Restrict);
        assignment.HasOne<ReadingPlan>().WithMany().HasForeignKey(a => a.ReadingPlanId).OnDelete(DeleteBehavior.Restrict);
        assignment.HasOne<VoiVersion>().WithMany().HasForeignKey(a => a.DoneVersionId).OnDelete(DeleteBehavior.Restrict);
        assignment.HasIndex(a => new { a.ImagingSeriesId, a.Purpose }).IsUnique();
        assignment.HasIndex(a => new { a.ResearchStudyId, a.State });
    }

    public void Configure(EntityTypeBuilder<ReadingPlan> plan)
    {
        plan.HasOne<Cohort>().WithMany().HasForeignKey(p => p.CohortId).OnDelete(DeleteBehavior.Restrict);
        plan.HasIndex(p => p.CohortId).IsUnique();
    }
}
