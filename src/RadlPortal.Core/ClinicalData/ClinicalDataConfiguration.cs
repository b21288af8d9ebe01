using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RadlPortal.Core.Sites;

namespace RadlPortal.Core.ClinicalData;

internal sealed class ClinicalDataConfiguration : IEntityTypeConfiguration<ClinicalRecord>
{
    public void Configure(EntityTypeBuilder<ClinicalRecord> record)
    {
        record.HasKey(r => r.SubjectId);
        record.HasOne<Subject>().WithOne().HasForeignKey<ClinicalRecord>(r => r.SubjectId).OnDelete(DeleteBehavior.Restrict);
        record.Property(r => r.PdL1TpsPercent).HasColumnName("pd_l1_tps_percent");
        record.HasIndex(r => r.ResearchStudyId);
    }
}
