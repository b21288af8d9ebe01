namespace RadlPortal.Dicom.Reading;

/// <summary>What a file may at most ask for; beyond it the file is refused. Decoded frames are limited by <see cref="Codecs.PixelLayout.MostFrameBytes"/>.</summary>
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

    /// <summary>Fragments of encapsulated pixel data.</summary>
    public int Fragments { get; init; } = 200_000;

    /// <summary>Bytes of a deflated data set when inflated.</summary>
    public int InflatedBytes { get; init; } = 128 * 1024 * 1024;

    /// <summary>How many times its size a deflated data set may grow.</summary>
    public int InflationRatio { get; init; } = 200;
}
