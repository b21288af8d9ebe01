namespace RadlPortal.Numerics.Statistics;

/// <summary>An interval; 95% where nothing else is said.</summary>
/// <param name="Lower">Lower end.</param>
/// <param name="Upper">Upper end.</param>
public sealed record Interval(double Lower, double Upper);
