using System.Runtime.InteropServices;
using RadlPortal.Dicom.Codecs;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Dicom.Volumes;

/// <summary>Builds a volume in Hounsfield units from the slices of a CT series.</summary>
public static class CtVolume
{
    /// <summary>The transfer syntaxes whose pixels this version decodes on the server.</summary>
    public static bool CanDecode(string transferSyntaxUid) => PixelFrames.CanDecode(transferSyntaxUid);

    /// <summary>HU = stored value × slope + intercept, each slice by its own (PS3.3 C.8.2.1.1.5). 16-bit if every value is whole and fits, as CT usually is, otherwise single precision.</summary>
    /// <param name="slices">Data sets with pixel data, in any order.</param>
    /// <exception cref="DicomException">The slices make no regular volume, or a slice's pixels cannot be read.</exception>
    public static Volume Build(IReadOnlyList<DicomDataset> slices)
    {
        var bySop = slices.ToDictionary(s => s.Text(DicomTags.SopInstanceUid) ?? "");
        var series = SeriesGeometry.Examine(slices.Select(SliceHeader.Of));
        if (series.Geometry is not { } geometry) throw new DicomException(series.Message!);
        var sliceLength = geometry.SizeX * geometry.SizeY;
        var ordered = series.Slices.Select(s => bySop[s.SopInstanceUid]).ToList();
        if (ordered.TrueForAll(IsWhole))
        {
            var samples = new short[geometry.VoxelCount];
            for (var k = 0; k < ordered.Count; k++) Rescale(ordered[k], samples.AsSpan(k * sliceLength, sliceLength));
            return Volume.Of(geometry, samples);
        }

        var floats = new float[geometry.VoxelCount];
        for (var k = 0; k < ordered.Count; k++) Rescale(ordered[k], floats.AsSpan(k * sliceLength, sliceLength));
        return Volume.Of(geometry, floats);
    }

    private static bool IsWhole(DicomDataset slice)
    {
        var (slope, intercept) = (slice.Number(DicomTags.RescaleSlope) ?? 1, slice.Number(DicomTags.RescaleIntercept) ?? 0);
        var bits = slice.Integer(DicomTags.BitsStored) ?? 16;
        var signed = slice.Integer(DicomTags.PixelRepresentation) == 1;
        var (low, high) = signed ? (-Math.Pow(2, bits - 1), Math.Pow(2, bits - 1) - 1) : (0, Math.Pow(2, bits) - 1);
        // An unsigned 16-bit slice could exceed a signed 16-bit volume: then its own largest value decides.
        if (!signed && bits == 16) high = Largest(slice);
        return slope == Math.Floor(slope) && intercept == Math.Floor(intercept) && low * slope + intercept >= short.MinValue && high * slope + intercept <= short.MaxValue;
    }

    private static int Largest(DicomDataset slice)
    {
        var largest = 0;
        foreach (var value in Words(slice)) largest = Math.Max(largest, value);
        return largest;
    }

    private static void Rescale(DicomDataset slice, Span<short> target)
    {
        var (slope, intercept) = ((int)(slice.Number(DicomTags.RescaleSlope) ?? 1), (int)(slice.Number(DicomTags.RescaleIntercept) ?? 0));
        var stored = new StoredValue(slice);
        var words = Words(slice);
        for (var i = 0; i < target.Length; i++) target[i] = (short)(stored.Of(words[i]) * slope + intercept);
    }

    private static void Rescale(DicomDataset slice, Span<float> target)
    {
        var (slope, intercept) = (slice.Number(DicomTags.RescaleSlope) ?? 1, slice.Number(DicomTags.RescaleIntercept) ?? 0);
        var stored = new StoredValue(slice);
        var words = Words(slice);
        for (var i = 0; i < target.Length; i++) target[i] = (float)(stored.Of(words[i]) * slope + intercept);
    }

    private static ushort[] Words(DicomDataset slice)
    {
        var frames = PixelFrames.Of(slice);
        if (frames.Layout.Samples != 1 || frames.Layout.IsFloat || frames.Layout.SampleBytes > 2) throw new DicomException("The slice has no grey pixels of at most 16 bits.", tag: DicomTags.PixelData);
        var bytes = frames.Decode(0);
        return frames.Layout.SampleBytes == 2 ? MemoryMarshal.Cast<byte, ushort>(bytes).ToArray() : Array.ConvertAll(bytes, b => (ushort)b);
    }

    /// <summary>Takes the stored bits out of a word and extends their sign.</summary>
    private readonly struct StoredValue
    {
        private readonly int shiftUp;
        private readonly int shiftDown;
        private readonly bool signed;

        public StoredValue(DicomDataset slice)
        {
            var bits = slice.Integer(DicomTags.BitsStored) ?? 16;
            var high = slice.Integer(DicomTags.HighBit) ?? bits - 1;
            if (bits is < 1 or > 16 || high < bits - 1 || high > 15) throw new DicomException("Bits stored and high bit do not fit 16 allocated bits.", tag: DicomTags.BitsStored);
            (shiftUp, shiftDown, signed) = (31 - high, 32 - bits, slice.Integer(DicomTags.PixelRepresentation) == 1);
        }

        public int Of(ushort word) => signed ? (word << shiftUp) >> shiftDown : (int)(((uint)word << shiftUp) >> shiftDown);
    }
}
