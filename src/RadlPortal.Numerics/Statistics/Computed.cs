namespace RadlPortal.Numerics.Statistics;

/// <summary>A statistic, or one sentence that says why no number is right. Never NaN.</summary>
/// <typeparam name="T">What is computed.</typeparam>
public readonly record struct Computed<T>
    where T : class
{
    private Computed(T? value, string? why) => (Value, Why) = (value, why);

    /// <summary>The statistic; null when it was refused.</summary>
    public T? Value { get; }

    /// <summary>Why there is no number, as a sentence; null when there is one.</summary>
    public string? Why { get; }

    /// <summary>A statistic that could be computed.</summary>
    /// <param name="value">The statistic.</param>
    public static implicit operator Computed<T>(T value) => new(value, null);

    /// <summary>A statistic that no data of this kind can have.</summary>
    /// <param name="why">The reason, as a sentence.</param>
    public static Computed<T> Refused(string why) => new(null, why);
}
