using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RadlPortal.Core.Cohorts;

namespace RadlPortal.Core.Reports;

internal sealed class ReportsConfiguration : IEntityTypeConfiguration<Report>, IEntityTypeConfiguration<ReportSignature>
{
    public void Configure(EntityTypeBuilder<Report> report)
    {
        report.HasOne<CohortSnapshot>().WithMany().HasForeignKey(r => r.CohortSnapshotId).OnDelete(DeleteBehavior.Restrict);
        report.HasIndex(r => new { r.CohortId, r.Number }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<ReportSignature> signature)
    {
        signature.HasOne<Report>().WithMany().HasForeignKey(s => s.ReportId).OnDelete(DeleteBehavior.Restrict);
        signature.HasIndex(s => new { s.ReportId, s.PersonId }).IsUnique();
    }
}
