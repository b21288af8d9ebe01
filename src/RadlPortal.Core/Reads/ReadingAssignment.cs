namespace RadlPortal.Core.Reads;

/// <summary>One reader's reading of one case (an imaging series). Its VOIs are its own: a second or repeat read begins empty.</summary>
public sealed class ReadingAssignment
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid ResearchStudyId { get; init; }

    public required Guid SubjectId { get; init; }

    public required Guid ImagingSeriesId { get; init; }

    /// <summary>Null: any radiologist of the study takes it by opening it.</summary>
    public Guid? ReaderId { get; set; }

    public ReadPurpose Purpose { get; init; } = ReadPurpose.First;

    public ReadState State { get; set; }

    /// <summary>The plan that gave it to its reader; null: taken by whoever opened it first.</summary>
    public Guid? ReadingPlanId { get; set; }

    /// <summary>Place in the reader's randomised order, from 1; null without a plan.</summary>
    public int? Position { get; set; }

    /// <summary>A repeat read begins this many days after the first read was done; null for the others.</summary>
    public int? RepeatAfterDays { get; set; }

    /// <summary>A repeat read opens then; null until the first read is done, and for the others.</summary>
    public DateTimeOffset? NotBefore { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? OpenedAt { get; set; }

    public DateTimeOffset? DoneAt { get; set; }

    /// <summary>The version of the primary VOI with which the reader was done.</summary>
    public Guid? DoneVersionId { get; set; }

    /// <summary>When it was given back to its reader last.</summary>
    public DateTimeOffset? ReturnedAt { get; set; }

    /// <summary>Why it was given back last, for its reader to see.</summary>
    public string? ReturnReason { get; set; }

    /// <summary>Seconds in which the case was on the screen and its reader at work.</summary>
    public int ActiveSeconds { get; set; }

    /// <summary>When reading time was counted last.</summary>
    public DateTimeOffset? TimedAt { get; set; }

    public void Open(DateTimeOffset now)
    {
        State = ReadState.InProgress;
        OpenedAt ??= now;
    }

    public void Finish(Guid primaryVersionId, DateTimeOffset now) => (State, DoneAt, DoneVersionId) = (ReadState.Done, now, primaryVersionId);

    public void Return(string reason, DateTimeOffset now) => (State, ReturnedAt, ReturnReason) = (ReadState.Returned, now, reason);
}

/// <summary>Why a case is read.</summary>
public enum ReadPurpose
{
    First = 1,
    /// <summary>By another reader, blinded to the first.</summary>
    Second = 2,
    /// <summary>By the reader of the first read, after a time, blinded to it.</summary>
    Repeat = 3,
    /// <summary>By a radiologist who read neither of two VOIs that disagree, and decides; it counts before all others.</summary>
    Adjudication = 4,
}

public enum ReadState
{
    Assigned,
    InProgress,
    Done,
    /// <summary>Was done and is given back to its reader, with a reason.</summary>
    Returned,
}
