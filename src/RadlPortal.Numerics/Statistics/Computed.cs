namespace RadlPortal.Numerics.Statistics;

/// <summary>A statistic, or one sentence that says why no number is right. Never NaN.</summary>
/// <typeparam name="T">What is computed.</typeparam>
public readonly record struct Computed<T>
    where T : class
{
    private Computed(T? value, Refusal? refusal, Basis? basis) => (Value, Refusal, Basis) = (value, refusal, basis);

    /// <summary>The statistic; null when it was refused.</summary>
    public T? Value { get; }

    /// <summary>Kind and sentence of the refusal; null when there is a number.</summary>
    public Refusal? Refusal { get; }

    /// <summary>Why there is no number, as a sentence; null when there is one.</summary>
    public string? Why => Refusal?.Sentence;

    /// <summary>What the figure rests on: subjects used and left out, method and options in words. A refusal of unsuitable data has it too.</summary>
    public Basis? Basis { get; }

    /// <summary>A statistic that could be computed.</summary>
    /// <param name="value">The statistic.</param>
    /// <param name="used">Subjects (or pairs, tables' counts) that entered.</param>
    /// <param name="method">Method and options in words.</param>
    public static Computed<T> Of(T value, int used, string method) => new(value, null, new Basis(used, method, []));

    /// <summary>A statistic that no data of this kind can have.</summary>
    /// <param name="reason">The kind of refusal.</param>
    /// <param name="why">The reason, as a sentence.</param>
    /// <param name="used">Subjects that would have entered.</param>
    public static Computed<T> Refused(RefusalReason reason, string why, int used = 0) => new(null, new Refusal(reason, why), new Basis(used, "", []));

    /// <summary>The same result that also tells which subjects had been left out before it was computed.</summary>
    /// <param name="leftOut">Such as <see cref="CompleteCases.LeftOut"/>.</param>
    public Computed<T> LeavingOut(IReadOnlyList<LeftOut> leftOut) => new(Value, Refusal, (Basis ?? new Basis(0, "", [])) with { LeftOut = leftOut });

    /// <summary>The same refusal for another figure of the same data.</summary>
    /// <typeparam name="TOther">The other figure.</typeparam>
    public Computed<TOther> RefusedAs<TOther>()
        where TOther : class => Computed<TOther>.Refused(Refusal?.Reason ?? RefusalReason.Undefined, Why ?? "There is no number.", Basis?.Used ?? 0);
}

/// <summary>What a figure rests on.</summary>
/// <param name="Used">Subjects, pairs or counts that entered.</param>
/// <param name="Method">Method and options in words.</param>
/// <param name="LeftOut">How many were left out, and why.</param>
public sealed record Basis(int Used, string Method, IReadOnlyList<LeftOut> LeftOut)
{
    /// <summary>All that were left out.</summary>
    public int NotUsed => LeftOut.Sum(part => part.Count);
}

/// <summary>Subjects that did not enter a figure.</summary>
/// <param name="Count">How many.</param>
/// <param name="Why">The reason, such as "no score".</param>
public sealed record LeftOut(int Count, string Why);

/// <summary>Why there is no number.</summary>
/// <param name="Reason">Its kind.</param>
/// <param name="Sentence">One sentence for the reader.</param>
public sealed record Refusal(RefusalReason Reason, string Sentence);

/// <summary>Kinds of refusal.</summary>
public enum RefusalReason
{
    /// <summary>Too few subjects, groups or counts.</summary>
    TooFew,

    /// <summary>Only one class, group or outcome occurs where two are needed.</summary>
    OneClass,

    /// <summary>A measurement is the same in all subjects.</summary>
    NoVariance,

    /// <summary>A predictor adds nothing to the others (constant or a combination of them).</summary>
    Collinear,

    /// <summary>A predictor tells the outcomes apart completely, so an estimate runs to infinity.</summary>
    Separation,

    /// <summary>No event was observed.</summary>
    NoEvents,

    /// <summary>The follow-up ends before the quantity is reached.</summary>
    NotReached,

    /// <summary>Nothing divided by nothing.</summary>
    Undefined,

    /// <summary>Input outside the range that the method is defined on.</summary>
    OutOfRange,

    /// <summary>An iteration did not converge.</summary>
    NotConverged,
}
