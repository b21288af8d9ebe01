using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RadlPortal.Core.Imaging;
using RadlPortal.Core.People;
using RadlPortal.Core.Reads;
using RadlPortal.Core.Sites;

namespace RadlPortal.Core.Segmentations;

internal sealed class SegmentationsConfiguration : IEntityTypeConfiguration<Voi>, IEntityTypeConfiguration<VoiVersion>, IEntityTypeConfiguration<VoiDraft>
{
    public void Configure(EntityTypeBuilder<Voi> voi)
    {
        voi.HasOne<ImagingSeries>().WithMany().HasForeignKey(v => v.ImagingSeriesId).OnDelete(DeleteBehavior.Restrict);
        voi.HasOne<Subject>().WithMany().HasForeignKey(v => v.SubjectId).OnDelete(DeleteBehavior.Restrict);
        voi.HasOne<Person>().WithMany().HasForeignKey(v => v.ReaderId).OnDelete(DeleteBehavior.Restrict);
        voi.HasOne<ReadingAssignment>().WithMany().HasForeignKey(v => v.ReadingAssignmentId).OnDelete(DeleteBehavior.Restrict);
        voi.HasMany(v => v.Versions).WithOne(v => v.Voi).HasForeignKey(v => v.VoiId).OnDelete(DeleteBehavior.Restrict);
        voi.HasIndex(v => new { v.ReadingAssignmentId, v.Label }).IsUnique();
        voi.HasIndex(v => v.SubjectId);
        voi.Ignore(v => v.Colour).Ignore(v => v.Code);
    }

    public void Configure(EntityTypeBuilder<VoiVersion> version)
    {
        version.HasIndex(v => new { v.VoiId, v.Number }).IsUnique();
        version.HasIndex(v => new { v.VoiId, v.IdempotencyKey }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<VoiDraft> draft)
    {
        draft.HasKey(d => d.ReadingAssignmentId);
        draft.HasOne<ReadingAssignment>().WithOne().HasForeignKey<VoiDraft>(d => d.ReadingAssignmentId);
        draft.Property(d => d.Revision).IsConcurrencyToken();
    }
}
