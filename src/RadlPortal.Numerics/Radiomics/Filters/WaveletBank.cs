using System.Collections.Frozen;
using System.Globalization;

namespace RadlPortal.Numerics.Radiomics.Filters;

/// <summary>Decomposition filters of a wavelet.</summary>
/// <param name="Low">Low pass.</param>
/// <param name="High">High pass, of the same length.</param>
internal sealed record WaveletFilters(double[] Low, double[] High);

/// <summary>The discrete wavelets by PyWavelets' names: haar, db1 to db38, sym2 to sym20, coif1 to coif17, dmey, bior and rbio.</summary>
internal static class WaveletBank
{
    private static readonly Lazy<FrozenDictionary<string, WaveletFilters>> Bank = new(Load);

    public static WaveletFilters? Find(string name) => Bank.Value.GetValueOrDefault(name);

    private static FrozenDictionary<string, WaveletFilters> Load()
    {
        using var text = new StreamReader(typeof(WaveletBank).Assembly.GetManifestResourceStream("wavelets.txt")!);
        var bank = new Dictionary<string, WaveletFilters>();
        while (text.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            var parts = line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..].Split('|').Select(Numbers).ToArray();
            bank[line[..line.IndexOf(' ', StringComparison.Ordinal)]] = new WaveletFilters(parts[0], parts.Length > 1 ? parts[1] : Mirrored(parts[0]));
        }

        return bank.ToFrozenDictionary();
    }

    private static double[] Numbers(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(n => double.Parse(n, CultureInfo.InvariantCulture))];

    // The high pass of an orthogonal wavelet is its low pass from behind, with alternating signs.
    private static double[] Mirrored(double[] low) => [.. low.Reverse().Select((h, k) => k % 2 == 0 ? -h : h)];
}
