using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Dicom.Structures;

/// <summary>One contour of a region (PS3.3 C.8.8.6).</summary>
/// <param name="GeometricType">CLOSED_PLANAR, CLOSEDPLANAR_XOR, POINT, OPEN_PLANAR or OPEN_NONPLANAR.</param>
/// <param name="Points">Corners in patient coordinates (left, posterior, head), mm.</param>
/// <param name="SopInstanceUid">The image that it was drawn on; null if it does not say.</param>
public sealed record StructureContour(string GeometricType, IReadOnlyList<Vector3> Points, string? SopInstanceUid)
{
    /// <summary>True if the contour encloses an area.</summary>
    public bool IsClosed => GeometricType is "CLOSED_PLANAR" or "CLOSEDPLANAR_XOR" && Points.Count >= 3;
}

/// <summary>One region of interest of a structure set (PS3.3 C.8.8.5, C.8.8.6, C.8.8.8).</summary>
/// <param name="Number">ROI number, (3006,0022).</param>
/// <param name="Name">ROI name, (3006,0026); "ROI" and the number if it has none.</param>
/// <param name="InterpretedType">Such as GTV or ORGAN; null if it does not say.</param>
/// <param name="GenerationAlgorithm">MANUAL, SEMIAUTOMATIC or AUTOMATIC; null if it does not say.</param>
/// <param name="FrameOfReferenceUid">Frame of reference of its points; null if it does not say.</param>
/// <param name="Contours">The contours in the order of the object.</param>
public sealed record StructureRoi(int Number, string Name, string? InterpretedType, string? GenerationAlgorithm, string? FrameOfReferenceUid, IReadOnlyList<StructureContour> Contours);

/// <summary>An RT Structure Set (PS3.3 A.19) as it was read. Real structure sets break many rules: what can be understood is taken, what was passed over is said in the notes.</summary>
/// <param name="Label">Structure set label; empty if missing.</param>
/// <param name="FrameOfReferenceUid">The frame of reference of the object or of its only reference; null if it does not say.</param>
/// <param name="ReferencedSeriesUids">The image series that it refers to.</param>
/// <param name="Rois">The regions.</param>
/// <param name="Notes">What was passed over, in sentences.</param>
public sealed record StructureSet(string Label, string? FrameOfReferenceUid, IReadOnlyList<string> ReferencedSeriesUids, IReadOnlyList<StructureRoi> Rois, IReadOnlyList<string> Notes)
{
    /// <summary>Reads a structure set.</summary>
    /// <param name="dataset">The object's data set.</param>
    /// <exception cref="DicomException">It is no structure set, or has no region with contours.</exception>
    public static StructureSet Read(DicomDataset dataset) => new StructureSetReader(dataset).Read();

    /// <summary>The region with a name (the case does not count) or, if there is none, with a number.</summary>
    /// <param name="nameOrNumber">Name or number.</param>
    /// <exception cref="DicomException">There is none, or there are several of that name.</exception>
    public StructureRoi Find(string nameOrNumber)
    {
        var named = Rois.Where(r => string.Equals(r.Name, nameOrNumber, StringComparison.OrdinalIgnoreCase)).ToList();
        if (named.Count == 0) named = [.. Rois.Where(r => r.Number.ToString(System.Globalization.CultureInfo.InvariantCulture) == nameOrNumber)];
        return named switch
        {
            [var one] => one,
            [] => throw new DicomException($"There is no region \"{nameOrNumber}\"; there are: {string.Join(", ", Rois.Select(r => r.Name))}.", tag: DicomTags.RoiName),
            _ => throw new DicomException($"There are {named.Count} regions \"{nameOrNumber}\": name one by its number.", tag: DicomTags.RoiName),
        };
    }
}
