using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RadlPortal.Core.ResearchStudies;
using RadlPortal.Core.Sites;

namespace RadlPortal.Core.People;

internal sealed class PeopleConfiguration : IEntityTypeConfiguration<Person>, IEntityTypeConfiguration<Membership>,
    IEntityTypeConfiguration<IdentityRole<Guid>>, IEntityTypeConfiguration<IdentityUserRole<Guid>>,
    IEntityTypeConfiguration<IdentityUserClaim<Guid>>, IEntityTypeConfiguration<IdentityUserLogin<Guid>>,
    IEntityTypeConfiguration<IdentityUserToken<Guid>>, IEntityTypeConfiguration<IdentityRoleClaim<Guid>>
{
    public void Configure(EntityTypeBuilder<Person> person) => person.ToTable("people");

    public void Configure(EntityTypeBuilder<Membership> membership)
    {
        membership.HasOne<Person>().WithMany().HasForeignKey(m => m.PersonId).OnDelete(DeleteBehavior.Restrict);
        membership.HasOne<ResearchStudy>().WithMany().HasForeignKey(m => m.ResearchStudyId).OnDelete(DeleteBehavior.Restrict);
        membership.HasOne<Site>().WithMany().HasForeignKey(m => m.SiteId).OnDelete(DeleteBehavior.Restrict);
        membership.HasIndex(m => new { m.PersonId, m.ResearchStudyId }).IsUnique();
        membership.ToTable(table => table.HasCheckConstraint("ck_memberships_coordinator_has_site", "(role = 0) = (site_id is not null)"));
    }

    public void Configure(EntityTypeBuilder<IdentityRole<Guid>> role) => role.ToTable("identity_roles");

    public void Configure(EntityTypeBuilder<IdentityUserRole<Guid>> role) => role.ToTable("identity_person_roles");

    public void Configure(EntityTypeBuilder<IdentityUserClaim<Guid>> claim) => claim.ToTable("identity_claims");

    public void Configure(EntityTypeBuilder<IdentityUserLogin<Guid>> login) => login.ToTable("identity_logins");

    public void Configure(EntityTypeBuilder<IdentityUserToken<Guid>> token) => token.ToTable("identity_tokens");

    public void Configure(EntityTypeBuilder<IdentityRoleClaim<Guid>> claim) => claim.ToTable("identity_role_claims");
}
