namespace RadlPortal.Core.Segmentations;

/// <summary>What a reader has painted since the last save. One per reading; replaced by each autosave.</summary>
public sealed class VoiDraft
{
    public required Guid ReadingAssignmentId { get; init; }

    public required Guid ReaderId { get; init; }

    /// <summary>Counts up with each autosave; an autosave from an older state is refused.</summary>
    public required int Revision { get; set; }

    /// <summary>Run-lengths of the labelmap.</summary>
    public required byte[] Labelmap { get; set; }

    /// <summary>The version on which the draft was begun; 0 = none.</summary>
    public int BaseVersion { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}
