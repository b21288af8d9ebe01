using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using RadlPortal.Core.Cohorts;

namespace RadlPortal.Core.Reports;

/// <summary>A report's content as canonical JSON whose numbers have twelve significant digits: what lies beyond may differ from one machine to the next.</summary>
public static class ReportJson
{
    private static readonly JsonSerializerOptions Options = new(CanonicalJson.Options) { Converters = { new TwelveDigits() } };

    public static string Write(ReportContent content) => JsonSerializer.Serialize(content, Options);

    private sealed class TwelveDigits : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(double.Parse(value.ToString("G12", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) + 0.0);
    }
}
