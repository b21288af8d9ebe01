namespace RadlPortal.Core.Radiomics;

/// <summary>The radiomic features of one VOI version under one extraction profile. Append-only.</summary>
public sealed class FeatureSet
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid ResearchStudyId { get; init; }

    public required Guid VoiVersionId { get; init; }

    public required Guid ExtractionProfileId { get; init; }

    /// <summary>Name → value in PyRadiomics' names and order; null where the feature has no value.</summary>
    public required string ValuesJson { get; init; }

    public required int VoxelCount { get; init; }

    /// <summary>From which voxels and settings: series UID, labelmap hash, profile hash, diagnostics.</summary>
    public required string ProvenanceJson { get; init; }

    public required string SoftwareVersion { get; init; }

    public required double DurationSeconds { get; init; }

    public DateTimeOffset ComputedAt { get; init; }
}
