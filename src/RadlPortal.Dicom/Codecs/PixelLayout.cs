namespace RadlPortal.Dicom.Codecs;

/// <summary>How the samples of a frame are laid out (PS3.3 C.7.6.3, image pixel module), checked.</summary>
public sealed record PixelLayout
{
    /// <summary>Most bytes that one decoded frame may have.</summary>
    public const long MostFrameBytes = 32L * 1024 * 1024;

    /// <summary>Most frames that one object may have.</summary>
    public const int MostFrames = 100_000;

    /// <summary>Rows, (0028,0010): 1 to 65535.</summary>
    public required int Rows { get; init; }

    /// <summary>Columns, (0028,0011): 1 to 65535.</summary>
    public required int Columns { get; init; }

    /// <summary>Samples per pixel, (0028,0002): 1 to 4; 1 if the object does not say.</summary>
    public required int Samples { get; init; }

    /// <summary>Bits allocated, (0028,0100): 1, 8, 12, 16, 32 or 64 (PS3.5 section 8.1.1; 12 is retired).</summary>
    public required int BitsAllocated { get; init; }

    /// <summary>Bits stored, (0028,0101): 1 to the bits allocated.</summary>
    public required int BitsStored { get; init; }

    /// <summary>Highest bit of a stored value, (0028,0102), counted from 0.</summary>
    public required int HighBit { get; init; }

    /// <summary>Samples are signed, two's complement: Pixel Representation (0028,0103) is 1.</summary>
    public required bool IsSigned { get; init; }

    /// <summary>Samples are IEEE 754 floating point numbers, (7FE0,0008) or (7FE0,0009) (PS3.3 C.7.6.24, C.7.6.25).</summary>
    public bool IsFloat { get; init; }

    /// <summary>Native colour planes follow one another: Planar Configuration (0028,0006) is 1.</summary>
    public required bool IsPlanar { get; init; }

    /// <summary>Photometric interpretation, (0028,0004), such as MONOCHROME2 or YBR_FULL_422 (PS3.3 C.7.6.3.1.2); empty if the object does not say.</summary>
    public required string Photometric { get; init; }

    /// <summary>Frames in the object, (0028,0008): 1 to <see cref="MostFrames"/>.</summary>
    public required int Frames { get; init; }

    /// <summary>Pixels of a frame: rows × columns.</summary>
    public int Pixels => Rows * Columns;

    /// <summary>Bytes of one decoded sample, 1, 2, 4 or 8: packed bits become whole bytes.</summary>
    public int SampleBytes => BitsAllocated switch { <= 8 => 1, <= 16 => 2, <= 32 => 4, _ => 8 };

    /// <summary>Bytes of a decoded frame, at most <see cref="MostFrameBytes"/>.</summary>
    public int FrameBytes => Pixels * Samples * SampleBytes;

    /// <summary>Type of a decoded sample, as NumPy names it.</summary>
    public string SampleType => IsFloat ? $"float{BitsAllocated}" : $"{(IsSigned ? "int" : "uint")}{SampleBytes * 8}";

    /// <summary>Reads the layout from a data set.</summary>
    /// <exception cref="DicomException">An attribute is missing, contradicts another, or a frame would be too large.</exception>
    public static PixelLayout Of(DicomDataset dataset)
    {
        var isFloat = dataset[DicomTags.FloatPixelData] is not null || dataset[DicomTags.DoubleFloatPixelData] is not null;
        var allocated = Required(dataset, DicomTags.BitsAllocated);
        var stored = dataset.Integer(DicomTags.BitsStored) ?? allocated;
        var layout = new PixelLayout
        {
            Rows = Required(dataset, DicomTags.Rows),
            Columns = Required(dataset, DicomTags.Columns),
            Samples = dataset.Integer(DicomTags.SamplesPerPixel) ?? 1,
            BitsAllocated = allocated,
            BitsStored = stored,
            HighBit = dataset.Integer(DicomTags.HighBit) ?? stored - 1,
            IsSigned = !isFloat && dataset.Integer(DicomTags.PixelRepresentation) == 1,
            IsFloat = isFloat,
            IsPlanar = dataset.Integer(DicomTags.PlanarConfiguration) == 1,
            Photometric = dataset.Text(DicomTags.PhotometricInterpretation) ?? "",
            Frames = FramesOf(dataset),
        };
        layout.Check();
        return layout;
    }

    private void Check()
    {
        if (BitsAllocated is not (1 or 8 or 12 or 16 or 32 or 64)) throw new DicomException($"{BitsAllocated} bits allocated cannot be read.", tag: DicomTags.BitsAllocated);
        if (BitsStored < 1 || BitsStored > BitsAllocated) throw new DicomException($"{BitsStored} bits stored do not fit {BitsAllocated} allocated bits.", tag: DicomTags.BitsStored);
        if (HighBit < BitsStored - 1 || HighBit >= BitsAllocated) throw new DicomException($"The high bit {HighBit} does not fit {BitsStored} stored of {BitsAllocated} allocated bits.", tag: DicomTags.HighBit);
        if (Samples is < 1 or > 4) throw new DicomException($"{Samples} samples per pixel cannot be read.", tag: DicomTags.SamplesPerPixel);
        if ((long)Rows * Columns * Samples * SampleBytes > MostFrameBytes) throw new DicomException($"A frame of {Rows} rows and {Columns} columns is larger than {MostFrameBytes} bytes.", tag: DicomTags.Rows);
    }

    private static int FramesOf(DicomDataset dataset)
    {
        if (dataset.Text(DicomTags.NumberOfFrames) is not { Length: > 0 }) return 1;
        if (dataset.Integer(DicomTags.NumberOfFrames) is not { } frames || frames < 1) throw new DicomException("The number of frames is no positive number.", tag: DicomTags.NumberOfFrames);
        return frames <= MostFrames ? frames : throw new DicomException($"There are {frames} frames, more than {MostFrames}.", tag: DicomTags.NumberOfFrames);
    }

    private static int Required(DicomDataset dataset, DicomTag tag) =>
        dataset.Integer(tag) is { } value and > 0 and <= 65535 ? value : throw new DicomException($"{tag.Keyword} is missing or is no positive number.", tag: tag);
}
