namespace RadlPortal.Dicom.Deidentification;

/// <summary>Values that say nothing, where an object is not valid without a value (action D of PS3.15 Table E.1-1).</summary>
internal static class Placeholder
{
    /// <summary>Text that stands for what was removed.</summary>
    public const string Text = "REMOVED";

    private static readonly DicomTag RoiName = DicomDictionary.TagOf("ROIName");
    private static readonly DicomTag RoiNumber = DicomDictionary.TagOf("ROINumber");

    /// <summary>The placeholder for an attribute; structures and segments are told apart by their number.</summary>
    public static DicomElement Of(DicomTag tag, DicomDataset dataset) => new DicomDataset().Set(tag, ValueOf(tag, dataset))[tag]!;

    /// <summary>True if the element already holds its placeholder.</summary>
    public static bool IsOne(DicomElement element, DicomDataset dataset) => element.Items is null && element.Fragments is null && element.Value.Length is > 0 and <= 64 && dataset.TextOf(element) == ValueOf(element.Tag, dataset);

    private static string ValueOf(DicomTag tag, DicomDataset dataset)
    {
        if (tag == RoiName) return $"ROI {dataset.Integer(RoiNumber)}".TrimEnd();
        if (tag == DicomTags.SegmentLabel) return $"Segment {dataset.Integer(DicomTags.SegmentNumber)}".TrimEnd();
        if (tag == DicomTags.CodingSchemeDesignator) return "99LOCAL";
        return DicomDictionary.VrOf(tag) switch
        {
            "DA" => "19000101",
            "TM" => "000000",
            "DT" => "19000101000000",
            _ => Text,
        };
    }
}
