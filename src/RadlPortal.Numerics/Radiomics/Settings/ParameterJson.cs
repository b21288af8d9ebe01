using System.Globalization;
using System.Text.Json;

namespace RadlPortal.Numerics.Radiomics;

/// <summary>Plain values as JSON without blanks: the same value always gives the same text.</summary>
internal static class ParameterJson
{
    public static string Write(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        string text => JsonSerializer.Serialize(text),
        LogSigma sigma => sigma.ToString(),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable<KeyValuePair<string, object?>> map => $"{{{string.Join(',', map.Select(e => $"{JsonSerializer.Serialize(e.Key)}:{Write(e.Value)}"))}}}",
        System.Collections.IEnumerable list => $"[{string.Join(',', list.Cast<object?>().Select(Write))}]",
        _ => throw new ArgumentException($"{value.GetType()} has no JSON form here.", nameof(value)),
    };
}
