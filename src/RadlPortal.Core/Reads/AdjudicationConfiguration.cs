using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RadlPortal.Core.People;
using RadlPortal.Core.Segmentations;

namespace RadlPortal.Core.Reads;

internal sealed class AdjudicationConfiguration : IEntityTypeConfiguration<Adjudication>, IEntityTypeConfiguration<VoiApproval>, IEntityTypeConfiguration<UnlockRequest>, IEntityTypeConfiguration<UnlockDecision>
{
    public void Configure(EntityTypeBuilder<Adjudication> adjudication)
    {
        adjudication.HasKey(a => a.ReadingAssignmentId);
        adjudication.HasOne<ReadingAssignment>().WithOne().HasForeignKey<Adjudication>(a => a.ReadingAssignmentId).OnDelete(DeleteBehavior.Restrict);
        adjudication.HasOne<VoiVersion>().WithMany().HasForeignKey(a => a.FirstVersionId).OnDelete(DeleteBehavior.Restrict);
        adjudication.HasOne<VoiVersion>().WithMany().HasForeignKey(a => a.SecondVersionId).OnDelete(DeleteBehavior.Restrict);
        adjudication.HasOne<Person>().WithMany().HasForeignKey(a => a.AdjudicatorId).OnDelete(DeleteBehavior.Restrict);
        adjudication.HasIndex(a => a.ResearchStudyId);
        adjudication.Ignore(a => a.IsFirstShownAsB);
    }

    public void Configure(EntityTypeBuilder<VoiApproval> approval)
    {
        approval.HasOne<ReadingAssignment>().WithMany().HasForeignKey(a => a.ReadingAssignmentId).OnDelete(DeleteBehavior.Restrict);
        approval.HasOne<VoiVersion>().WithMany().HasForeignKey(a => a.VoiVersionId).OnDelete(DeleteBehavior.Restrict);
        approval.HasIndex(a => a.ResearchStudyId);
    }

    public void Configure(EntityTypeBuilder<UnlockRequest> request) =>
        request.HasOne<VoiApproval>().WithMany().HasForeignKey(r => r.ApprovalId).OnDelete(DeleteBehavior.Restrict);

    public void Configure(EntityTypeBuilder<UnlockDecision> decision)
    {
        decision.HasKey(d => d.RequestId);
        decision.HasOne<UnlockRequest>().WithOne().HasForeignKey<UnlockDecision>(d => d.RequestId).OnDelete(DeleteBehavior.Restrict);
    }
}
