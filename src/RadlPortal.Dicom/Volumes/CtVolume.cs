using RadlPortal.Dicom.Codecs;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Dicom.Volumes;

/// <summary>Builds a volume in Hounsfield units from the slices of a CT series (PS3.3 C.8.2.1, C.7.6.2).</summary>
public static class CtVolume
{
    /// <summary>True for the transfer syntaxes (PS3.5 section 10) whose pixels can be decoded here.</summary>
    public static bool CanDecode(string transferSyntaxUid) => PixelFrames.CanDecode(transferSyntaxUid);

    /// <summary>
    /// HU = stored value × slope + intercept, each slice by its own (PS3.3 C.8.2.1.1.5, C.11.1.1.2). 16-bit if every value is whole and fits, as CT usually is, otherwise single precision.
    /// Stored values are signed or not as each slice says. Padding (0028,0120) is rescaled like every other value, so that the volume is the one that ITK builds.
    /// Slices are ordered along the normal; origin, spacing and direction are those of the first, with the mean distance as third spacing.
    /// </summary>
    /// <param name="slices">Data sets with pixel data, in any order.</param>
    /// <exception cref="DicomException">The slices make no regular volume (PS3.3 C.7.6.2: gaps, duplicates, tilt, mixed sizes, orientations or frames of reference), or a slice's pixels or rescale cannot be read.</exception>
    public static Volume Build(IReadOnlyList<DicomDataset> slices)
    {
        var series = SeriesGeometry.Examine(slices.Select(SliceHeader.Of));
        if (series.Geometry is not { } geometry) throw new DicomException(series.Message!);
        var bySop = new Dictionary<string, DicomDataset>();
        foreach (var slice in slices) bySop[slice.Text(DicomTags.SopInstanceUid) ?? ""] = slice;
        if (bySop.Count != slices.Count) throw new DicomException("Two slices have the same SOP Instance UID.", tag: DicomTags.SopInstanceUid);
        var sliceLength = geometry.SizeX * geometry.SizeY;
        var ordered = series.Slices.Select(s => bySop[s.SopInstanceUid]).ToList();
        var samples = new short[geometry.VoxelCount];
        for (var k = 0; k < ordered.Count; k++)
            if (!TryRescale(ordered[k], samples.AsSpan(k * sliceLength, sliceLength))) return BuildFloat(ordered, geometry);
        return Volume.Of(geometry, samples);
    }

    private static Volume<float> BuildFloat(List<DicomDataset> ordered, VolumeGeometry geometry)
    {
        var sliceLength = geometry.SizeX * geometry.SizeY;
        var samples = new float[geometry.VoxelCount];
        for (var k = 0; k < ordered.Count; k++)
        {
            var (slope, intercept) = RescaleOf(ordered[k]);
            var stored = StoredPixels.Of(ordered[k]);
            var target = samples.AsSpan(k * sliceLength, sliceLength);
            for (var i = 0; i < target.Length; i++) target[i] = (float)(stored[i] * slope + intercept);
        }

        return Volume.Of(geometry, samples);
    }

    /// <summary>False if a value is no whole number or does not fit 16 bits.</summary>
    private static bool TryRescale(DicomDataset slice, Span<short> target)
    {
        var (slope, intercept) = RescaleOf(slice);
        if (slope != Math.Floor(slope) || intercept != Math.Floor(intercept) || Math.Abs(slope) > short.MaxValue || Math.Abs(intercept) > int.MaxValue / 2) return false;
        var stored = StoredPixels.Of(slice);
        var (low, high) = stored.Extremes();
        if (Math.Min(low * slope, high * slope) + intercept < short.MinValue || Math.Max(low * slope, high * slope) + intercept > short.MaxValue) return false;
        var (factor, offset) = ((int)slope, (int)intercept);
        for (var i = 0; i < target.Length; i++) target[i] = (short)(stored[i] * factor + offset);
        return true;
    }

    private static (double Slope, double Intercept) RescaleOf(DicomDataset slice)
    {
        if (slice.Items(DicomTags.ModalityLutSequence).Count > 0) throw new DicomException("The slice has a modality look-up table; only a linear rescale can be read as Hounsfield units.", tag: DicomTags.ModalityLutSequence);
        var (slope, intercept) = (Number(slice, DicomTags.RescaleSlope, 1), Number(slice, DicomTags.RescaleIntercept, 0));
        return slope != 0 ? (slope, intercept) : throw new DicomException("The rescale slope of the slice is zero.", tag: DicomTags.RescaleSlope);
    }

    // Absent or empty means the usual value; what is there and cannot be read must not be guessed.
    private static double Number(DicomDataset slice, DicomTag tag, double usual) =>
        slice.Text(tag) is not { Length: > 0 } ? usual : slice.Number(tag) ?? throw new DicomException($"{tag.Keyword} of the slice is no number.", tag: tag);
}
