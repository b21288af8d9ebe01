using System.Text.Json;
using RadlPortal.Core.Imaging;
using RadlPortal.Dicom;

namespace RadlPortal.Web.Imaging;

/// <summary>Which attributes of an instance a search gives: the usual ones, those asked for by includefield, or all.</summary>
internal sealed class InstanceFields
{
    private const int MostFields = 200;

    // PS3.18 table 10.6.3-5.
    private static readonly string[] Usual = ["00080005", "00080016", "00080018", "0020000D", "0020000E", "00200013", "00280008", "00280010", "00280011", "00280100"];
    private readonly HashSet<string>? wanted;

    private InstanceFields(HashSet<string>? wanted) => this.wanted = wanted;

    public static InstanceFields Of(HttpRequest request)
    {
        var asked = request.Query["includefield"].SelectMany(v => (v ?? "").Split(',')).Take(MostFields).ToList();
        if (asked.Contains("all")) return new InstanceFields(null);
        return new InstanceFields(new HashSet<string>([.. Usual, .. asked], StringComparer.OrdinalIgnoreCase));
    }

    public void Write(Utf8JsonWriter json, FoundInstance found, string root)
    {
        json.Attribute("00080056", "CS", "ONLINE");
        json.Attribute("00081190", "UR", $"{root}/studies/{found.StudyInstanceUid}/series/{found.SeriesInstanceUid}/instances/{found.SopInstanceUid}");
        using var metadata = JsonDocument.Parse(found.MetadataJson);
        foreach (var attribute in metadata.RootElement.EnumerateObject())
            if (wanted is null || wanted.Contains(attribute.Name) || wanted.Contains(DicomTag.Parse(attribute.Name).Keyword)) attribute.WriteTo(json);
    }
}
