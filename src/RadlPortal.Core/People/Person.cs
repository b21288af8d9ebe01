using Microsoft.AspNetCore.Identity;

namespace RadlPortal.Core.People;

/// <summary>Somebody who signs in. What they may do is their <see cref="Membership"/> of each study.</summary>
public sealed class Person : IdentityUser<Guid>
{
    public Person() => Id = Guid.CreateVersion7();

    public string DisplayName { get; set; } = "";

    /// <summary>May create studies and people and sees the job dashboard; sees no study without a membership of it.</summary>
    public bool IsPortalAdministrator { get; set; }

    /// <summary>The password was given by somebody else: the person chooses an own one before anything else.</summary>
    public bool MustChangePassword { get; set; }

    public DateTimeOffset CreatedAt { get; init; }
}
