namespace RadlPortal.Core.Segmentations;

/// <summary>How two readers' versions of a VOI agree. Computed once for a pair of versions; append-only.</summary>
public sealed class VoiAgreement
{
    /// <summary>The version of the first read.</summary>
    public required Guid FirstVersionId { get; init; }

    /// <summary>The version of the second read, of the same series.</summary>
    public required Guid SecondVersionId { get; init; }

    public required Guid ResearchStudyId { get; init; }

    /// <summary>0 (no common voxel) to 1 (the same voxels).</summary>
    public required double Dice { get; init; }

    /// <summary>The larger of both 95th percentiles of surface distances, mm.</summary>
    public required double Hausdorff95Mm { get; init; }

    /// <summary>Mean distance of both surfaces, mm.</summary>
    public required double AverageSurfaceDistanceMm { get; init; }

    public required string SoftwareVersion { get; init; }

    public DateTimeOffset ComputedAt { get; init; }
}
