using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Dicom.Volumes;

/// <summary>Where one CT slice lies in the patient (PS3.3 C.7.6.2, image plane module).</summary>
/// <param name="SopInstanceUid">The slice's object.</param>
/// <param name="FrameOfReferenceUid">Its frame of reference.</param>
/// <param name="Position">Centre of the first voxel, mm, patient coordinates (left, posterior, head).</param>
/// <param name="RowDirection">Unit vector along a row (growing column index).</param>
/// <param name="ColumnDirection">Unit vector along a column (growing row index).</param>
/// <param name="ColumnSpacingMm">Distance of neighbouring columns, mm.</param>
/// <param name="RowSpacingMm">Distance of neighbouring rows, mm.</param>
/// <param name="Columns">Voxels in a row.</param>
/// <param name="Rows">Rows.</param>
public sealed record SliceHeader(
    string SopInstanceUid,
    string FrameOfReferenceUid,
    Vector3 Position,
    Vector3 RowDirection,
    Vector3 ColumnDirection,
    double ColumnSpacingMm,
    double RowSpacingMm,
    int Columns,
    int Rows)
{
    /// <summary>The slice normal: row direction × column direction.</summary>
    public Vector3 Normal => Vector3.Cross(RowDirection, ColumnDirection);

    /// <summary>Position along the normal, mm.</summary>
    public double PositionMm => Vector3.Dot(Position, Normal);

    /// <summary>Reads the header of a slice.</summary>
    /// <exception cref="DicomException">An attribute of the image plane is missing or makes no sense.</exception>
    public static SliceHeader Of(DicomDataset dataset)
    {
        var position = Numbers(dataset, DicomTags.ImagePositionPatient, 3);
        var orientation = Numbers(dataset, DicomTags.ImageOrientationPatient, 6);
        var spacing = Numbers(dataset, DicomTags.PixelSpacing, 2);
        var row = new Vector3(orientation[0], orientation[1], orientation[2]);
        var column = new Vector3(orientation[3], orientation[4], orientation[5]);
        if (Math.Abs(Vector3.Dot(row, row) - 1) > 1e-3 || Math.Abs(Vector3.Dot(column, column) - 1) > 1e-3 || Math.Abs(Vector3.Dot(row, column)) > 1e-3)
            throw new DicomException("The image orientation is not made of two perpendicular unit vectors.", tag: DicomTags.ImageOrientationPatient);
        if (spacing[0] <= 0 || spacing[1] <= 0) throw new DicomException("The pixel spacing is not positive.", tag: DicomTags.PixelSpacing);
        return new SliceHeader(
            dataset.Text(DicomTags.SopInstanceUid) ?? "",
            dataset.Text(DicomTags.FrameOfReferenceUid) ?? "",
            new Vector3(position[0], position[1], position[2]),
            row,
            column,
            spacing[1],
            spacing[0],
            Positive(dataset, DicomTags.Columns),
            Positive(dataset, DicomTags.Rows));
    }

    private static double[] Numbers(DicomDataset dataset, DicomTag tag, int count) =>
        dataset.Numbers(tag) is { } numbers && numbers.Length == count ? numbers : throw new DicomException($"{tag.Keyword} is missing or is not {count} numbers.", tag: tag);

    private static int Positive(DicomDataset dataset, DicomTag tag) =>
        dataset.Integer(tag) is { } value and > 0 and <= 65535 ? value : throw new DicomException($"{tag.Keyword} is missing or is not a positive number.", tag: tag);
}
