namespace RadlPortal.Core.Reports;

/// <summary>A person's signature under a report: who, when, what it means, and to which bytes it is bound. Append-only.</summary>
public sealed class ReportSignature
{
    /// <summary>What the signature of a principal investigator means.</summary>
    public const string Approved = "Reviewed and approved";

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid ResearchStudyId { get; init; }

    public required Guid ReportId { get; init; }

    public required Guid PersonId { get; init; }

    /// <summary>As it was when the person signed.</summary>
    public required string PersonName { get; init; }

    public required string Meaning { get; init; }

    /// <summary>SHA-256 of the report's content.</summary>
    public required string ReportSha256 { get; init; }

    public DateTimeOffset SignedAt { get; init; }
}
