using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RadlPortal.Core.ResearchStudies;
using RadlPortal.Core.Sites;
using RadlPortal.Core.Uploads;

namespace RadlPortal.Core.Imaging;

internal sealed class ImagingConfiguration : IEntityTypeConfiguration<ImagingStudy>, IEntityTypeConfiguration<ImagingSeries>, IEntityTypeConfiguration<ImagingInstance>, IEntityTypeConfiguration<SeriesMetadata>
{
    public void Configure(EntityTypeBuilder<ImagingStudy> study)
    {
        study.HasOne<ResearchStudy>().WithMany().HasForeignKey(s => s.ResearchStudyId).OnDelete(DeleteBehavior.Restrict);
        study.HasOne<Site>().WithMany().HasForeignKey(s => s.SiteId).OnDelete(DeleteBehavior.Restrict);
        study.HasOne<Subject>().WithMany().HasForeignKey(s => s.SubjectId).OnDelete(DeleteBehavior.Restrict);
        study.HasMany(s => s.Series).WithOne(s => s.ImagingStudy).HasForeignKey(s => s.ImagingStudyId).OnDelete(DeleteBehavior.Restrict);
        study.HasIndex(s => new { s.ResearchStudyId, s.SiteId, s.StudyInstanceUid }).IsUnique();
        study.HasIndex(s => s.SubjectId);
        // The pages of a study search: everywhere, and at one site.
        study.HasIndex(s => new { s.ResearchStudyId, s.Id });
        study.HasIndex(s => new { s.SiteId, s.Id });
        study.HasIndex(s => new { s.ResearchStudyId, s.StudyDate });
    }

    public void Configure(EntityTypeBuilder<ImagingSeries> series)
    {
        series.HasOne<Subject>().WithMany().HasForeignKey(s => s.SubjectId).OnDelete(DeleteBehavior.Restrict);
        series.HasIndex(s => new { s.ResearchStudyId, s.SiteId, s.SeriesInstanceUid }).IsUnique();
        series.HasIndex(s => s.SubjectId);
        // No index on the counts: they change with every instance, in place.
    }

    public void Configure(EntityTypeBuilder<ImagingInstance> instance)
    {
        instance.HasOne<ImagingSeries>().WithMany().HasForeignKey(i => i.ImagingSeriesId).OnDelete(DeleteBehavior.Restrict);
        instance.HasOne<Upload>().WithMany().HasForeignKey(i => i.UploadId).OnDelete(DeleteBehavior.Restrict);
        instance.HasIndex(i => new { i.ResearchStudyId, i.SiteId, i.SopInstanceUid }).IsUnique();
        instance.HasIndex(i => i.ImagingSeriesId);
        instance.HasIndex(i => new { i.SiteId, i.UploadedSha256 });
    }

    public void Configure(EntityTypeBuilder<SeriesMetadata> metadata)
    {
        metadata.HasKey(m => m.ImagingSeriesId);
        metadata.HasOne<ImagingSeries>().WithOne().HasForeignKey<SeriesMetadata>(m => m.ImagingSeriesId).OnDelete(DeleteBehavior.Restrict);
    }
}
