using System.Globalization;

namespace RadlPortal.Numerics.Radiomics;

/// <summary>Values as Python prints them.</summary>
internal static class PythonText
{
    public static string Write(object? value) => value switch
    {
        null => "None",
        bool flag => flag ? "True" : "False",
        string text => $"'{text.Replace("'", "\\'", StringComparison.Ordinal)}'",
        double number => Number(number),
        IEnumerable<KeyValuePair<string, object?>> map => $"{{{string.Join(", ", map.Select(e => $"{Write(e.Key)}: {Write(e.Value)}"))}}}",
        System.Collections.IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Write))}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    public static string Tuple(params ReadOnlySpan<double> values) => $"({string.Join(", ", values.ToArray().Select(Number))})";

    public static string Tuple(params ReadOnlySpan<int> values) => $"({string.Join(", ", values.ToArray())})";

    private static string Number(double value)
    {
        if (!double.IsFinite(value)) return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        var text = value.ToString("R", CultureInfo.InvariantCulture).Replace("E", "e", StringComparison.Ordinal);
        return text.AsSpan().IndexOfAny('.', 'e') < 0 ? text + ".0" : text;
    }
}
