using System.Globalization;
using System.Text;
using System.Text.Json;

namespace RadlPortal.Dicom.Json;

public static partial class DicomJson
{
    private const int MostDepth = 32;

    /// <summary>Reads one object of the DICOM JSON model. Text becomes UTF-8, and (0008,0005) says so where a character needs it.</summary>
    /// <param name="json">One JSON object.</param>
    /// <param name="bulkData">Fetches the value behind a BulkDataURI; without it, an element with one is refused.</param>
    /// <exception cref="DicomException">It is no JSON, no object of the model, or a value does not fit its value representation.</exception>
    public static DicomDataset Read(string json, Func<string, ReadOnlyMemory<byte>>? bulkData = null)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MostDepth * 4 });
            var dataset = ReadObject(document.RootElement, bulkData, 0);
            if (json.Any(c => c > 127) || json.Contains("\\u", StringComparison.Ordinal)) dataset.Set(DicomTags.SpecificCharacterSet, "ISO_IR 192");
            return dataset;
        }
        catch (Exception damaged) when (damaged is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            throw new DicomException($"This is no DICOM JSON: {damaged.Message}", inner: damaged);
        }
    }

    private static DicomDataset ReadObject(JsonElement json, Func<string, ReadOnlyMemory<byte>>? bulkData, int depth)
    {
        if (depth > MostDepth) throw new DicomException($"Sequences are nested deeper than {MostDepth} levels.");
        var dataset = new DicomDataset { Encoding = Encoding.UTF8 };
        foreach (var property in json.EnumerateObject())
        {
            if (property.Name.Length != 8 || !uint.TryParse(property.Name, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)) throw new DicomException($"\"{property.Name}\" is no tag.");
            dataset.Set(ReadElement(DicomTag.FromValue(value), property.Value, bulkData, depth));
        }

        return dataset;
    }

    private static DicomElement ReadElement(DicomTag tag, JsonElement json, Func<string, ReadOnlyMemory<byte>>? bulkData, int depth)
    {
        var vr = json.TryGetProperty("vr", out var given) && given.GetString() is { Length: 2 } text ? text : throw new DicomException("The element has no value representation.", tag: tag);
        if (json.TryGetProperty("InlineBinary", out var binary)) return new DicomElement(tag, vr, binary.GetBytesFromBase64());
        if (json.TryGetProperty("BulkDataURI", out var address))
            return bulkData is not null ? new DicomElement(tag, vr, bulkData(address.GetString() ?? "")) : throw new DicomException("The value lies elsewhere (BulkDataURI).", tag: tag);
        var values = json.TryGetProperty("Value", out var array) ? array.EnumerateArray().ToList() : [];
        if (vr == "SQ") return new DicomElement(tag, [.. values.Select(v => ReadObject(v, bulkData, depth + 1))]);
        return new DicomElement(tag, vr, vr switch
        {
            "AT" => Joined(values, v => (byte[])[.. BitConverter.GetBytes(DicomTag.Parse(v.GetString()!).Group), .. BitConverter.GetBytes(DicomTag.Parse(v.GetString()!).Element)]),
            "US" => Joined(values, v => BitConverter.GetBytes(Number(v, ushort.Parse))),
            "SS" => Joined(values, v => BitConverter.GetBytes(Number(v, short.Parse))),
            "UL" => Joined(values, v => BitConverter.GetBytes(Number(v, uint.Parse))),
            "SL" => Joined(values, v => BitConverter.GetBytes(Number(v, int.Parse))),
            "UV" => Joined(values, v => BitConverter.GetBytes(Number(v, ulong.Parse))),
            "SV" => Joined(values, v => BitConverter.GetBytes(Number(v, long.Parse))),
            "FL" => Joined(values, v => BitConverter.GetBytes(Number(v, float.Parse))),
            "FD" => Joined(values, v => BitConverter.GetBytes(Number(v, double.Parse))),
            _ => Padded(string.Join('\\', values.Select(v => vr == "PN" ? Name(v) : Text(v))), vr),
        });
    }

    private static byte[] Joined(List<JsonElement> values, Func<JsonElement, byte[]> bytes) => [.. values.SelectMany(bytes)];

    private static T Number<T>(JsonElement value, Func<string, IFormatProvider, T> parse) => parse(Text(value), CultureInfo.InvariantCulture);

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.Number => value.GetRawText(),
        _ => value.GetString()!,
    };

    private static string Name(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null) return "";
        var groups = ((string[])["Alphabetic", "Ideographic", "Phonetic"]).Select(g => value.TryGetProperty(g, out var text) ? text.GetString() : "");
        return string.Join('=', groups).TrimEnd('=');
    }

    private static byte[] Padded(string text, string vr)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return bytes.Length % 2 == 0 ? bytes : [.. bytes, vr == "UI" ? (byte)0 : (byte)' '];
    }
}
