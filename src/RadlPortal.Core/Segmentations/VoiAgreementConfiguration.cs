using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace RadlPortal.Core.Segmentations;

internal sealed class VoiAgreementConfiguration : IEntityTypeConfiguration<VoiAgreement>
{
    public void Configure(EntityTypeBuilder<VoiAgreement> agreement)
    {
        agreement.HasKey(a => new { a.FirstVersionId, a.SecondVersionId });
        agreement.HasOne<VoiVersion>().WithMany().HasForeignKey(a => a.FirstVersionId).OnDelete(DeleteBehavior.Restrict);
        agreement.HasOne<VoiVersion>().WithMany().HasForeignKey(a => a.SecondVersionId).OnDelete(DeleteBehavior.Restrict);
    }
}
