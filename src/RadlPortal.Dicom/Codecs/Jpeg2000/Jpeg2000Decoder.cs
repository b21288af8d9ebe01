using System.Collections.Concurrent;

namespace RadlPortal.Dicom.Codecs.Jpeg2000;

/// <summary>JPEG 2000 (ITU-T T.800) and HTJ2K (ITU-T T.814) frames, decoded by libopenjp2 in processes of their own: native code never runs in the process that asks.</summary>
internal static class Jpeg2000Decoder
{
    private const string Missing = "JPEG 2000 needs the library libopenjp2 (Debian package libopenjp2-7), which this machine does not have.";
    private static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan TimePerSample = TimeSpan.FromTicks(3);

    // Each may take some 200 MB, so they are few; idle ones end by themselves.
    private static readonly SemaphoreSlim Free = new(Math.Clamp(Environment.ProcessorCount, 1, 4));
    private static readonly ConcurrentBag<DecodeProcess> Idle = [];
    private static readonly Lazy<bool> Library = new(() =>
    {
        var process = DecodeProcess.Start();
        Idle.Add(process);
        return process.LibraryVersion.Length > 0;
    });

    /// <summary>True if the machine has libopenjp2.</summary>
    public static bool IsAvailable
    {
        get
        {
            try
            {
                return Library.Value;
            }
            catch (DicomException)
            {
                return false;
            }
        }
    }

    /// <summary>Decodes a frame; the time allowed grows with its size up to a limit.</summary>
    /// <param name="data">The stream.</param>
    /// <param name="layout">What the frame should be.</param>
    /// <param name="most">Most processor time of the decode process.</param>
    /// <exception cref="DicomException">The library is absent or too old, the frame is damaged, is not what the layout says, or takes too much time or memory.</exception>
    public static byte[] Decode(ReadOnlySpan<byte> data, PixelLayout layout, TimeSpan most)
    {
        if (!IsAvailable) throw new DicomException(Missing, tag: DicomTags.TransferSyntaxUid);
        Free.Wait();
        try
        {
            var request = FrameRequest.Of(layout);
            var wanted = LeastTime + TimePerSample * layout.Pixels * layout.Samples;
            var limit = wanted < most ? wanted : most;
            try
            {
                return Ask(Take(), data, request, limit);
            }
            catch (IOException)
            {
                // An idle process had ended just then: a new one takes the frame.
                return Ask(DecodeProcess.Start(), data, request, limit);
            }
        }
        catch (IOException broken)
        {
            throw new DicomException("The process that decodes JPEG 2000 ended before it took the frame.", tag: DicomTags.PixelData, inner: broken);
        }
        finally
        {
            Free.Release();
        }
    }

    private static byte[] Ask(DecodeProcess process, ReadOnlySpan<byte> data, FrameRequest request, TimeSpan limit)
    {
        var isTaken = false;
        try
        {
            var samples = process.Decode(data, request, limit);
            isTaken = true;
            return samples;
        }
        catch (DicomException) when (!process.IsBroken)
        {
            isTaken = true;
            throw;
        }
        finally
        {
            if (isTaken) Idle.Add(process);
            else process.Dispose();
        }
    }

    private static DecodeProcess Take()
    {
        while (Idle.TryTake(out var process))
        {
            if (process.IsRunning) return process;
            process.Dispose();
        }

        return DecodeProcess.Start();
    }
}
