namespace RadlPortal.Core.Reads;

/// <summary>One reader's reading of one case (an imaging series).</summary>
public sealed class ReadingAssignment
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid ResearchStudyId { get; init; }

    public required Guid SubjectId { get; init; }

    public required Guid ImagingSeriesId { get; init; }

    /// <summary>Null: any radiologist of the study takes it by opening it.</summary>
    public Guid? ReaderId { get; set; }

    /// <summary>1 = first read, 2 = second read by another reader, blinded to the first.</summary>
    public int ReadNumber { get; init; } = 1;

    public ReadState State { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? OpenedAt { get; set; }

    public DateTimeOffset? DoneAt { get; set; }
}

public enum ReadState
{
    Assigned,
    InProgress,
    Done,
}
