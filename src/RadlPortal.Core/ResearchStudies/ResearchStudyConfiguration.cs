using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace RadlPortal.Core.ResearchStudies;

internal sealed class ResearchStudyConfiguration : IEntityTypeConfiguration<ResearchStudy>
{
    public void Configure(EntityTypeBuilder<ResearchStudy> study)
    {
        study.Property(s => s.Code).HasMaxLength(ResearchStudy.CodeMaxLength);
        study.HasIndex(s => s.Code).IsUnique();
        study.ComplexProperty(s => s.Settings, settings => settings.ToJson());
    }
}
