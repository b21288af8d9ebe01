using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RadlPortal.Core.ResearchStudies;
using RadlPortal.Core.Segmentations;

namespace RadlPortal.Core.Radiomics;

internal sealed class RadiomicsConfiguration : IEntityTypeConfiguration<ExtractionProfile>, IEntityTypeConfiguration<FeatureSet>
{
    public void Configure(EntityTypeBuilder<ExtractionProfile> profile)
    {
        profile.HasOne<ResearchStudy>().WithMany().HasForeignKey(p => p.ResearchStudyId).OnDelete(DeleteBehavior.Restrict);
        profile.HasIndex(p => new { p.ResearchStudyId, p.Name, p.Version }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<FeatureSet> set)
    {
        set.HasOne<VoiVersion>().WithMany().HasForeignKey(s => s.VoiVersionId).OnDelete(DeleteBehavior.Restrict);
        set.HasOne<ExtractionProfile>().WithMany().HasForeignKey(s => s.ExtractionProfileId).OnDelete(DeleteBehavior.Restrict);
        set.HasIndex(s => new { s.VoiVersionId, s.ExtractionProfileId, s.SoftwareVersion }).IsUnique();
    }
}
