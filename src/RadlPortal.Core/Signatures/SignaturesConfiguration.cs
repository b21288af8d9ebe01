using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RadlPortal.Core.ResearchStudies;

namespace RadlPortal.Core.Signatures;

internal sealed class SignaturesConfiguration : IEntityTypeConfiguration<Signature>, IEntityTypeConfiguration<SignatureVersion>
{
    public void Configure(EntityTypeBuilder<Signature> signature)
    {
        signature.HasOne<ResearchStudy>().WithMany().HasForeignKey(s => s.ResearchStudyId).OnDelete(DeleteBehavior.Restrict);
        signature.HasMany(s => s.Versions).WithOne(v => v.Signature).HasForeignKey(v => v.SignatureId).OnDelete(DeleteBehavior.Restrict);
        signature.HasIndex(s => new { s.ResearchStudyId, s.Name }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<SignatureVersion> version) =>
        version.HasIndex(v => new { v.SignatureId, v.Number }).IsUnique();
}
