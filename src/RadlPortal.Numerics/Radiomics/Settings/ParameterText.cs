using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace RadlPortal.Numerics.Radiomics;

/// <summary>Names and values in the order of the text.</summary>
internal sealed class ParameterMap : List<KeyValuePair<string, object?>>;

/// <summary>YAML or JSON text as plain values: <see cref="ParameterMap"/>, List of values, string, long, double, bool, null.</summary>
internal static partial class ParameterText
{
    private const int LongestText = 1 << 20;

    /// <exception cref="ParameterException">The text is neither YAML nor JSON.</exception>
    public static object? Read(string text)
    {
        if (text.Length > LongestText) throw new ParameterException("", "The parameter file is longer than one megabyte.");
        var start = text.AsSpan().TrimStart('\uFEFF').TrimStart();
        try
        {
            return start.StartsWith("{") || start.StartsWith("[") ? OfJson(text) : OfYaml(text);
        }
        catch (JsonException unreadable)
        {
            throw new ParameterException("", $"The parameters are not valid JSON: line {unreadable.LineNumber + 1}, column {unreadable.BytePositionInLine + 1}.");
        }
        catch (YamlException unreadable)
        {
            throw new ParameterException("", $"The parameters are not valid YAML: line {unreadable.Start.Line}, column {unreadable.Start.Column}: {unreadable.Message}");
        }
    }

    private static object? OfJson(string text)
    {
        using var document = JsonDocument.Parse(text.TrimStart('\uFEFF'), new JsonDocumentOptions { MaxDepth = 32, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        return Value(document.RootElement);

        static object? Value(JsonElement element) => element.ValueKind switch
        {
            JsonValueKind.Object => Map(element.EnumerateObject().Select(p => (p.Name, Value(p.Value)))),
            JsonValueKind.Array => element.EnumerateArray().Select(Value).ToList(),
            JsonValueKind.String => element.GetString(),
            JsonValueKind.Number => Number(element.GetRawText()),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };
    }

    private static object? OfYaml(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        if (stream.Documents.Count > 1) throw new ParameterException("", "The parameter file holds more than one YAML document.");
        var nodes = 0;
        return stream.Documents.Count == 0 ? new ParameterMap() : Value(stream.Documents[0].RootNode, 0);

        // Nodes are counted as they are visited: a few anchors can stand for millions.
        object? Value(YamlNode node, int depth) => node switch
        {
            _ when depth > 32 || ++nodes > 100_000 => throw new ParameterException("", "The parameter file is nested too deeply."),
            YamlMappingNode map => Map(map.Children.Select(c => ((c.Key as YamlScalarNode)?.Value ?? "", Value(c.Value, depth + 1)))),
            YamlSequenceNode list => list.Children.Select(c => Value(c, depth + 1)).ToList(),
            YamlScalarNode scalar => scalar.Style == ScalarStyle.Plain ? Plain(scalar.Value ?? "") : scalar.Value,
            _ => null,
        };
    }

    private static ParameterMap Map(IEnumerable<(string Name, object? Value)> entries)
    {
        var map = new ParameterMap();
        foreach (var (name, value) in entries)
        {
            if (map.Exists(e => e.Key == name)) throw new ParameterException(name, $"The key {name} stands twice in the parameter file.");
            map.Add(new(name, value));
        }

        return map;
    }

    // YAML 1.2 core schema.
    private static object? Plain(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        _ => NumberPattern().IsMatch(text) ? Number(text) : text,
    };

    private static object Number(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
        ? (object)whole
        : double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")]
    private static partial Regex NumberPattern();
}
