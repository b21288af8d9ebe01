using System.Buffers;
using System.Text.Json;

namespace RadlPortal.Web.Imaging;

/// <summary>DICOM JSON (PS3.18 annex F) as answer.</summary>
internal static class DicomJsonAnswer
{
    public const string Type = "application/dicom+json";

    /// <summary>True if the client takes DICOM JSON; XML is not offered.</summary>
    public static bool IsAccepted(HttpRequest request) =>
        AcceptedMedia.Of(request).Any(m => m.Is(Type) || m.Is("application/json") || m.Is(AcceptedMedia.Any) || m.Is("application/*"));

    public static async Task<IResult> SendAsync(HttpResponse response, int status, Action<Utf8JsonWriter> write, CancellationToken cancellation)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        await using (var json = new Utf8JsonWriter(buffer)) write(json);
        response.StatusCode = status;
        response.ContentType = Type;
        response.ContentLength = buffer.WrittenCount;
        await response.Body.WriteAsync(buffer.WrittenMemory, cancellation);
        return TypedResults.Empty;
    }

    /// <summary>An attribute with text values; without values it is empty.</summary>
    public static void Attribute(this Utf8JsonWriter json, string tag, string vr, params ReadOnlySpan<string?> values)
    {
        json.WriteStartObject(tag);
        json.WriteString("vr", vr);
        if (values is not [] and not [null or ""])
        {
            json.WriteStartArray("Value");
            foreach (var value in values) json.WriteStringValue(value);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    /// <summary>An attribute with one number; null = empty.</summary>
    public static void Attribute(this Utf8JsonWriter json, string tag, string vr, double? value)
    {
        json.WriteStartObject(tag);
        json.WriteString("vr", vr);
        if (value is { } number)
        {
            json.WriteStartArray("Value");
            json.WriteNumberValue(number);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    public static void PersonName(this Utf8JsonWriter json, string tag, string alphabetic)
    {
        json.WriteStartObject(tag);
        json.WriteString("vr", "PN");
        json.WriteStartArray("Value");
        json.WriteStartObject();
        json.WriteString("Alphabetic", alphabetic);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void Sequence<T>(this Utf8JsonWriter json, string tag, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartObject(tag);
        json.WriteString("vr", "SQ");
        json.WriteStartArray("Value");
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
