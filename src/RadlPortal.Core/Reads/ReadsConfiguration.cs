using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RadlPortal.Core.Imaging;
using RadlPortal.Core.People;
using RadlPortal.Core.Sites;

namespace RadlPortal.Core.Reads;

internal sealed class ReadsConfiguration : IEntityTypeConfiguration<ReadingAssignment>
{
    public void Configure(EntityTypeBuilder<ReadingAssignment> assignment)
    {
        assignment.HasOne<ImagingSeries>().WithMany().HasForeignKey(a => a.ImagingSeriesId).OnDelete(DeleteBehavior.Restrict);
        assignment.HasOne<Subject>().WithMany().HasForeignKey(a => a.SubjectId).OnDelete(DeleteBehavior.Restrict);
        assignment.HasOne<Person>().WithMany().HasForeignKey(a => a.ReaderId).OnDelete(DeleteBehavior.Restrict);
        assignment.HasIndex(a => new { a.ImagingSeriesId, a.ReadNumber }).IsUnique();
        assignment.HasIndex(a => new { a.ResearchStudyId, a.State });
    }
}
