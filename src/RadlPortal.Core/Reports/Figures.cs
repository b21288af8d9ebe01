using System.Globalization;
using System.Text.RegularExpressions;

namespace RadlPortal.Core.Reports;

/// <summary>How figures are written, on pages and in reports alike.</summary>
public static partial class Figures
{
    public static string Three(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    public static string Two(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    public static string One(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>With as many decimals as there are, two at most.</summary>
    public static string Short(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>With the minus sign that a reader expects; what a program reads keeps the hyphen.</summary>
    public static string WithMinus(string text) => NegativeNumber().Replace(text, "−");

    public static string Range(double lower, double upper) => $"{Three(lower)} to {Three(upper)}";

    public static string Percent(double share) => PercentNumber(share) + "%";

    /// <summary>Of an interval whose value says the sign.</summary>
    public static string PercentNumber(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>In a column of P values: "0.023", "&lt; 0.001".</summary>
    public static string PColumn(double p) => p < 0.001 ? "< 0.001" : Three(p);

    /// <summary>With its sign of comparison: "= 0.023", "&lt; 0.001".</summary>
    public static string P(double p) => p < 0.001 ? "< 0.001" : "= " + p.ToString("0.000", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<![\w.])-(?=\d)")]
    private static partial Regex NegativeNumber();
}
