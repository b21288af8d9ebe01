namespace RadlPortal.Dicom.Reading;

/// <summary>What a file may at most ask for; beyond it the file is refused by a <see cref="DicomException"/>. The standard (PS3.5) sets no such bounds. Decoded frames are limited in size by <see cref="Codecs.PixelLayout.MostFrameBytes"/>.</summary>
public sealed record DicomReadLimits
{
    /// <summary>The portal's limits.</summary>
    public static readonly DicomReadLimits Default = new();

    /// <summary>Sequences in sequences; a stack overflow could not be caught.</summary>
    public int Depth { get; init; } = 32;

    /// <summary>Elements in the whole file.</summary>
    public int Elements { get; init; } = 200_000;

    /// <summary>Items of sequences in the whole file.</summary>
    public int Items { get; init; } = 100_000;

    /// <summary>Bytes of one text value; decimal strings, of which contours are made, may have four times as many.</summary>
    public int TextBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Bytes before the pixel data where only these are read.</summary>
    public int HeaderBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Fragments of encapsulated pixel data.</summary>
    public int Fragments { get; init; } = 200_000;

    /// <summary>Bytes of a deflated data set when inflated.</summary>
    public int InflatedBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>How many times its size a deflated data set may grow; up to <see cref="HarmlessBytes"/> it may always.</summary>
    public int InflationRatio { get; init; } = 200;

    /// <summary>Bytes up to which a deflated data set may grow whatever its size: an empty segmentation deflates to a thousandth.</summary>
    public int HarmlessBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Processor time that decoding one frame may take.</summary>
    public TimeSpan TimePerFrame { get; init; } = TimeSpan.FromSeconds(0.75);
}
