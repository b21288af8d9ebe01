using System.Globalization;
using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Cli.Statistics;

/// <summary>A computed number, or why there is none.</summary>
internal sealed record Figure(double? Value, string? Why)
{
    public static implicit operator Figure(double value) => double.IsNaN(value) ? Refused("it has no value in these data") : new(value, null);

    public static Figure Refused(string why) => new(null, why);

    public static Figure Of<T>(Computed<T> computed, Func<T, double?> pick)
        where T : class => computed.Value is not { } value ? Refused(computed.Why!)
        : pick(value) is { } number ? number
        : Refused("this part has no value in these data");

    public override string ToString() => Value switch
    {
        null => $"error: {Why}",
        double.PositiveInfinity => "Inf",
        double.NegativeInfinity => "-Inf",
        _ => Value.Value.ToString("R", CultureInfo.InvariantCulture),
    };
}
