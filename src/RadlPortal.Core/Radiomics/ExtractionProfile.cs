namespace RadlPortal.Core.Radiomics;

/// <summary>Settings under which features are computed. A change is a new version; append-only.</summary>
public sealed class ExtractionProfile
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid ResearchStudyId { get; init; }

    public required string Name { get; init; }

    public required int Version { get; init; }

    public required string SettingsJson { get; init; }

    public required string Sha256 { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}
