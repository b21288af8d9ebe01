namespace RadlPortal.Dicom.Codecs;

/// <summary>The end of the time that decoding one frame may take: processor time of the decoding thread, so that a busy machine refuses no good frame.</summary>
internal readonly struct FrameDeadline
{
    private readonly TimeSpan limit;
    private readonly TimeSpan began;

    private FrameDeadline(TimeSpan limit) => (this.limit, began) = (limit, ProcessorTime.OfThread());

    /// <summary>So much time from now on.</summary>
    public static FrameDeadline After(TimeSpan limit) => new(limit);

    /// <exception cref="DicomException">The time is over.</exception>
    public void Check()
    {
        if (ProcessorTime.OfThread() - began > limit) throw Exceeded(limit);
    }

    /// <summary>The refusal of a frame that took too long.</summary>
    public static DicomException Exceeded(TimeSpan limit) => new($"The frame was not decoded within {limit.TotalSeconds:0.##} s: it is damaged or far too complex.", tag: DicomTags.PixelData);
}
