using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace RadlPortal.Dicom.Json;

/// <summary>The DICOM JSON model (PS3.18 annex F), without bulk data: pixel data and long binary values are left out.</summary>
public static partial class DicomJson
{
    private const int LongestInlineBinary = 1024;

    /// <summary>Writes a data set as one JSON object.</summary>
    public static string Write(DicomDataset dataset)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer)) WriteObject(json, dataset);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteObject(Utf8JsonWriter json, DicomDataset dataset)
    {
        json.WriteStartObject();
        foreach (var element in dataset.Elements)
        {
            if (element.Tag == DicomTags.PixelData || element.Fragments is not null || (IsBinary(element.Vr) && element.Value.Length > LongestInlineBinary)) continue;
            json.WriteStartObject(element.Tag.ToHex());
            json.WriteString("vr", element.Vr);
            WriteValue(json, dataset, element);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static bool IsBinary(string vr) => vr is "OB" or "OD" or "OF" or "OL" or "OV" or "OW" or "UN";

    private static void WriteValue(Utf8JsonWriter json, DicomDataset dataset, DicomElement element)
    {
        if (element.Items is { Count: > 0 } items)
        {
            json.WriteStartArray("Value");
            foreach (var item in items) WriteObject(json, item);
            json.WriteEndArray();
            return;
        }

        if (element.Value.IsEmpty) return;
        if (IsBinary(element.Vr))
        {
            json.WriteBase64String("InlineBinary", element.Value.Span);
            return;
        }

        json.WriteStartArray("Value");
        if (element.Vr == "AT") WriteTags(json, element);
        else if (element.Vr is "DS" or "IS" or "FD" or "FL" or "SL" or "SS" or "SV" or "UL" or "US" or "UV") WriteNumbers(json, dataset, element);
        else WriteTexts(json, dataset, element);
        json.WriteEndArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, DicomDataset dataset, DicomElement element)
    {
        if (element.Vr is "SV" or "UV")
        {
            // Doubles do not hold all of 64 bits.
            for (var i = 0; i + 8 <= element.Value.Length; i += 8)
            {
                if (element.Vr == "SV") json.WriteNumberValue(BitConverter.ToInt64(element.Value.Span[i..]));
                else json.WriteNumberValue(BitConverter.ToUInt64(element.Value.Span[i..]));
            }

            return;
        }

        var numbers = dataset.Numbers(element.Tag);
        if (numbers.Length == 0)
        {
            if (element.Vr is "FD" or "FL") return;

            // A damaged number is passed on as the text that it is.
            foreach (var text in dataset.Texts(element.Tag)) json.WriteStringValue(text);
            return;
        }

        foreach (var number in numbers) json.WriteRawValue(double.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : "null");
    }

    private static void WriteTexts(Utf8JsonWriter json, DicomDataset dataset, DicomElement element)
    {
        var text = dataset.TextOf(element);
        foreach (var part in element.Vr is "LT" or "ST" or "UT" or "UR" ? [text] : text.Split('\\'))
        {
            if (part.Length == 0)
            {
                json.WriteNullValue();
            }
            else if (element.Vr == "PN")
            {
                json.WriteStartObject();
                var groups = part.Split('=');
                if (groups[0].Length > 0) json.WriteString("Alphabetic", groups[0].Trim());
                if (groups.Length > 1) json.WriteString("Ideographic", groups[1].Trim());
                if (groups.Length > 2) json.WriteString("Phonetic", groups[2].Trim());
                json.WriteEndObject();
            }
            else
            {
                json.WriteStringValue(part.Trim());
            }
        }
    }

    private static void WriteTags(Utf8JsonWriter json, DicomElement element)
    {
        var bytes = element.Value.Span;
        for (var i = 0; i + 4 <= bytes.Length; i += 4)
            json.WriteStringValue(new DicomTag(BitConverter.ToUInt16(bytes[i..]), BitConverter.ToUInt16(bytes[(i + 2)..])).ToHex());
    }
}
