namespace RadlPortal.Core.Reads;

/// <summary>A reader's signature under the VOIs of a read: they are locked from then on, until an administrator grants a request to unlock them. Append-only.</summary>
public sealed class VoiApproval
{
    /// <summary>What the signature means.</summary>
    public const string Approved = "Reviewed, approved and locked";

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid ResearchStudyId { get; init; }

    public required Guid ReadingAssignmentId { get; init; }

    /// <summary>The version of the primary VOI that is approved.</summary>
    public required Guid VoiVersionId { get; init; }

    /// <summary>The save of the case that is approved.</summary>
    public required int Number { get; init; }

    public required Guid PersonId { get; init; }

    /// <summary>As it was when the person signed.</summary>
    public required string PersonName { get; init; }

    public required string Meaning { get; init; }

    /// <summary>SHA-256 over label and labelmap hash of every VOI of the read, in the order of labels.</summary>
    public required string ContentSha256 { get; init; }

    public DateTimeOffset SignedAt { get; init; }
}
