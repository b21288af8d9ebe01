namespace RadlPortal.Core.Jobs;

/// <summary>Work that a worker does, as people see it: what it is doing, how far it is, what came of it. The queue itself is Hangfire's.</summary>
public sealed class Job
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid? ResearchStudyId { get; init; }

    public required string Kind { get; init; }

    /// <summary>What it does, in words, with codes only.</summary>
    public required string Title { get; init; }

    /// <summary>The thing it works on (VOI version, cohort …).</summary>
    public Guid? TargetId { get; init; }

    public JobState State { get; set; }

    /// <summary>0 to 1.</summary>
    public double Progress { get; set; }

    /// <summary>What it is doing now, or what came of it, or why it failed and what to do.</summary>
    public string Message { get; set; } = "";

    /// <summary>Where its result is shown.</summary>
    public string? Link { get; set; }

    public bool CancelRequested { get; set; }

    public string? HangfireId { get; set; }

    public Guid? CreatedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }
}

public enum JobState
{
    Queued,
    Running,
    Succeeded,
    Failed,
    Cancelled,
}
