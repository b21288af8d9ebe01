namespace RadlPortal.Core.People;

/// <summary>A key with which the portal signs or encrypts its tokens, kept in the database so that tokens outlive a restart. The key itself is protected by the data-protection keys.</summary>
public sealed class SigningKey
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>"signing" or "encryption".</summary>
    public required string Use { get; init; }

    public required string ProtectedKey { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}
