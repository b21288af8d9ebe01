using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RadlPortal.Core.ResearchStudies;
using RadlPortal.Core.Sites;

namespace RadlPortal.Core.Uploads;

internal sealed class UploadsConfiguration : IEntityTypeConfiguration<Upload>, IEntityTypeConfiguration<UploadedFile>, IEntityTypeConfiguration<QuarantinedFile>, IEntityTypeConfiguration<DeidentificationSecret>
{
    public void Configure(EntityTypeBuilder<Upload> upload)
    {
        upload.HasOne<ResearchStudy>().WithMany().HasForeignKey(u => u.ResearchStudyId).OnDelete(DeleteBehavior.Restrict);
        upload.HasOne<Site>().WithMany().HasForeignKey(u => u.SiteId).OnDelete(DeleteBehavior.Restrict);
        upload.HasMany(u => u.Files).WithOne().HasForeignKey(f => f.UploadId).OnDelete(DeleteBehavior.Restrict);
    }

    // A file sent again after a lost answer replaces nothing: its number in the upload is its key.
    public void Configure(EntityTypeBuilder<UploadedFile> file) => file.HasIndex(f => new { f.UploadId, f.Number });

    public void Configure(EntityTypeBuilder<DeidentificationSecret> secret)
    {
        secret.HasKey(s => s.ResearchStudyId);
        secret.HasOne<ResearchStudy>().WithOne().HasForeignKey<DeidentificationSecret>(s => s.ResearchStudyId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<QuarantinedFile> file)
    {
        file.HasOne<Site>().WithMany().HasForeignKey(f => f.SiteId).OnDelete(DeleteBehavior.Restrict);
        file.HasOne<Upload>().WithMany().HasForeignKey(f => f.UploadId).OnDelete(DeleteBehavior.Restrict);
        file.HasOne<Subject>().WithMany().HasForeignKey(f => f.SubjectId).OnDelete(DeleteBehavior.SetNull);
        file.HasIndex(f => new { f.ResearchStudyId, f.SiteId });
        file.OwnsMany(f => f.Findings, finding => finding.ToJson());
    }
}
