namespace RadlPortal.Numerics.Statistics;

/// <summary>Times under observation and whether they ended with the event.</summary>
public sealed class FollowUp
{
    /// <summary>Follow-up of subjects.</summary>
    /// <param name="times">0 or more, in one unit.</param>
    /// <param name="events">True = the event; false = censored at that time.</param>
    public FollowUp(IReadOnlyList<double> times, IReadOnlyList<bool> events)
    {
        if (times.Count != events.Count) throw new ArgumentException("There must be one event mark for each time.", nameof(events));
        if (times.Any(time => !(time >= 0) || double.IsInfinity(time))) throw new ArgumentException("Times must be finite and not below 0.", nameof(times));
        (Times, Events) = (times, events);
    }

    /// <summary>Time of each subject.</summary>
    public IReadOnlyList<double> Times { get; }

    /// <summary>Whether it ended with the event.</summary>
    public IReadOnlyList<bool> Events { get; }

    /// <summary>Subjects.</summary>
    public int Count => Times.Count;

    /// <summary>Subjects with the event.</summary>
    public int EventCount => Events.Count(happened => happened);

    /// <summary>Some of the subjects.</summary>
    /// <param name="rows">Their positions.</param>
    public FollowUp Of(IEnumerable<int> rows)
    {
        int[] kept = [.. rows];
        return new FollowUp([.. kept.Select(i => Times[i])], [.. kept.Select(i => Events[i])]);
    }

    /// <summary>Censoring as the event, for the reverse Kaplan-Meier estimate of the follow-up.</summary>
    public FollowUp Reversed() => new(Times, [.. Events.Select(happened => !happened)]);
}
