using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RadlPortal.Core.Cohorts;

namespace RadlPortal.Core.Reports;

internal sealed class ReportsConfiguration : IEntityTypeConfiguration<Report>
{
    public void Configure(EntityTypeBuilder<Report> report)
    {
        report.HasOne<CohortSnapshot>().WithMany().HasForeignKey(r => r.CohortSnapshotId).OnDelete(DeleteBehavior.Restrict);
        report.HasIndex(r => new { r.CohortId, r.Number }).IsUnique();
    }
}
