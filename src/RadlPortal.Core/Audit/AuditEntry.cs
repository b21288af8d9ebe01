namespace RadlPortal.Core.Audit;

/// <summary>Who did what to what, when. Append-only; holds codes and ids, never values that could name a person.</summary>
public sealed class AuditEntry
{
    public long Id { get; init; }

    public DateTimeOffset At { get; init; }

    public Guid? PersonId { get; init; }

    public Guid? ResearchStudyId { get; init; }

    /// <summary>A verb: "created", "uploaded", "opened", "saved", "imported", "signed in" …</summary>
    public required string Action { get; init; }

    /// <summary>The kind of thing: "Subject", "ImagingSeries", "VoiVersion" …</summary>
    public required string Entity { get; init; }

    public string? EntityId { get; init; }

    public string? DetailsJson { get; init; }
}
