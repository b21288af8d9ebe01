using RadlPortal.Dicom;
using RadlPortal.Dicom.Json;

namespace RadlPortal.Core.Imaging;

/// <summary>The DICOM JSON of one object as DICOMweb sends it: bulk data by address (PS3.18 annex F.2.2).</summary>
public static class InstanceMetadata
{
    public static string Json(string studyCode, DicomDataset dataset)
    {
        var json = DicomJson.Write(dataset);
        var pixels = dataset[DicomTags.PixelData];
        if (pixels is null || json.Contains("\"7FE00010\"", StringComparison.Ordinal)) return json;
        var address = $"{DicomWebRoot(studyCode)}/studies/{dataset.Text(DicomTags.StudyInstanceUid)}/series/{dataset.Text(DicomTags.SeriesInstanceUid)}/instances/{dataset.Text(DicomTags.SopInstanceUid)}/bulkdata/7FE00010";
        // Attributes are in the order of their tags, and the pixels come last.
        return string.Concat(json.AsSpan(0, json.Length - 1), json.Length > 2 ? "," : "", $"\"7FE00010\":{{\"vr\":\"{(pixels.Fragments is null ? pixels.Vr : "OB")}\",\"BulkDataURI\":\"{address}\"}}}}");
    }

    /// <summary>Where the DICOMweb services of a research study are; a path without host, so that it holds behind any name.</summary>
    public static string DicomWebRoot(string studyCode) => $"/dicomweb/{studyCode}";
}
