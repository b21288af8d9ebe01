using System.Globalization;

namespace RadlPortal.Numerics.Radiomics.Ibsi;

/// <summary>A value on which the teams of the standardisation initiative agreed.</summary>
/// <param name="Tag">Short name with aggregation, as in <see cref="IbsiFeature.Tag"/>.</param>
/// <param name="Value">As published: to three significant digits, or more.</param>
/// <param name="Tolerance">Largest deviation that the initiative accepts; 0 means that the published digits must be met.</param>
/// <param name="Consensus">Moderate, strong or very strong; empty for the diagnostics.</param>
public sealed record IbsiReference(string Tag, double Value, double Tolerance, string Consensus)
{
    private const int PublishedDigits = 3;

    /// <summary>Whether a computed value agrees: within the tolerance, besides half a unit of the last published digit.</summary>
    /// <param name="computed">The value to judge; null never agrees.</param>
    public bool Agrees(double? computed) => computed is { } value && Math.Abs(value - Value) <= Tolerance + HalfUnit() + 1e-9 * Math.Abs(Value);

    /// <summary>Reads the values of a configuration that this library holds.</summary>
    /// <param name="name">digital, or ct- and the letter of a configuration.</param>
    internal static IReadOnlyList<IbsiReference> Read(string name)
    {
        using var stream = typeof(IbsiReference).Assembly.GetManifestResourceStream($"ibsi-{name}.csv")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').Skip(1).Select(Parse)];
    }

    private static IbsiReference Parse(string line)
    {
        var cells = line.Split(';');
        return new IbsiReference(cells[0], double.Parse(cells[1], CultureInfo.InvariantCulture), double.Parse(cells[2], CultureInfo.InvariantCulture), cells[3]);
    }

    /// <summary>Half a unit of the third significant digit, or of a later one that the published value uses; 0 for a published 0.</summary>
    private double HalfUnit()
    {
        if (Value == 0) return 0;
        var exponent = (int)Math.Floor(Math.Log10(Math.Abs(Value)));
        for (var digits = PublishedDigits; ; digits++)
        {
            var unit = Math.Pow(10, exponent - digits + 1);
            if (digits == 15 || Math.Abs(Math.Round(Value / unit) * unit - Value) <= 1e-9 * Math.Abs(Value)) return unit / 2;
        }
    }
}
