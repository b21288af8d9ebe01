namespace RadlPortal.Dicom.Codecs.Jpeg2000;

/// <summary>What a frame should be, as it goes through the pipe to the decode process: four numbers, then the compressed bytes with their length before them.</summary>
internal readonly record struct FrameRequest(int Rows, int Columns, int Samples, int SampleBytes)
{
    public static FrameRequest Of(PixelLayout layout) => new(layout.Rows, layout.Columns, layout.Samples, layout.SampleBytes);

    public int FrameBytes => checked(Rows * Columns * Samples * SampleBytes);

    public void Write(BinaryWriter pipe, ReadOnlySpan<byte> data)
    {
        pipe.Write(Rows);
        pipe.Write(Columns);
        pipe.Write(Samples);
        pipe.Write(SampleBytes);
        pipe.Write(data.Length);
        pipe.Write(data);
        pipe.Flush();
    }

    public static (FrameRequest Request, byte[] Data) Read(BinaryReader pipe, int rows)
    {
        var request = new FrameRequest(rows, pipe.ReadInt32(), pipe.ReadInt32(), pipe.ReadInt32());
        return (request, pipe.ReadBytes(pipe.ReadInt32()));
    }
}
