namespace RadlPortal.Core.Reads;

/// <summary>A reader asks to change approved VOIs, and says why. Append-only.</summary>
public sealed class UnlockRequest
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid ApprovalId { get; init; }

    public required Guid RequestedBy { get; init; }

    public required string Reason { get; init; }

    public DateTimeOffset RequestedAt { get; init; }
}

/// <summary>What an administrator says to a request. Append-only.</summary>
public sealed class UnlockDecision
{
    public required Guid RequestId { get; init; }

    public required bool IsGranted { get; init; }

    public required Guid DecidedBy { get; init; }

    /// <summary>Why; never empty when it is declined.</summary>
    public required string Reason { get; init; }

    public DateTimeOffset DecidedAt { get; init; }
}
