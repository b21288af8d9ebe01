using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace RadlPortal.Dicom.Codecs.Jpeg2000;

/// <summary>JPEG 2000 (ITU-T T.800) and HTJ2K (ITU-T T.814) frames, decoded by libopenjp2 in processes of their own: native code never runs in the process that asks.</summary>
/// <param name="library">Name or path of libopenjp2; null for the system's.</param>
internal sealed class Jpeg2000Decoder(string? library)
{
    /// <summary>Setting: name or path of another libopenjp2 than the system's.</summary>
    public const string LibrarySetting = "RADL_OPENJPEG";

    private const string Missing = "JPEG 2000 needs the library libopenjp2, which this machine does not have. Install it (Debian and Ubuntu: apt-get install libopenjp2-7), or name its file in " + LibrarySetting + ".";
    private static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan TimePerSample = TimeSpan.FromTicks(3);

    // Each may take some 200 MB, so they are few; idle ones end by themselves.
    private readonly SemaphoreSlim free = new(Math.Clamp(Environment.ProcessorCount, 1, 4));
    private readonly ConcurrentBag<DecodeProcess> idle = [];
    private readonly Lock asking = new();
    private bool isAsked;
    private string? problem;

    /// <summary>The decoder that everybody uses.</summary>
    public static Jpeg2000Decoder Default { get; } = new(Environment.GetEnvironmentVariable(LibrarySetting));

    /// <summary>True if the machine has libopenjp2.</summary>
    public bool IsAvailable => Problem() is null;

    /// <summary>Decodes a frame; the time allowed grows with its size up to a limit.</summary>
    /// <param name="data">The stream.</param>
    /// <param name="layout">What the frame should be.</param>
    /// <param name="most">Most processor time of the decode process.</param>
    /// <exception cref="DicomException">The library is absent or too old, the frame is damaged, is not what the layout says, or takes too much time or memory.</exception>
    public byte[] Decode(ReadOnlySpan<byte> data, PixelLayout layout, TimeSpan most)
    {
        if (Problem() is { } sentence) throw new DicomException(sentence, tag: DicomTags.TransferSyntaxUid);
        free.Wait();
        try
        {
            var request = FrameRequest.Of(layout);
            var wanted = LeastTime + TimePerSample * layout.Pixels * layout.Samples;
            var limit = wanted < most ? wanted : most;
            try
            {
                return SignExtended(Ask(Take(), data, request, limit), layout);
            }
            catch (IOException)
            {
                // An idle process had ended just then: a new one takes the frame.
                return SignExtended(Ask(DecodeProcess.Start(library), data, request, limit), layout);
            }
        }
        catch (IOException broken)
        {
            throw new DicomException("The process that decodes JPEG 2000 ended before it took the frame.", tag: DicomTags.PixelData, inner: broken);
        }
        finally
        {
            free.Release();
        }
    }

    // A stream may call unsigned what the object calls signed; the object counts (PS3.5 section 8.2.4).
    private static byte[] SignExtended(byte[] samples, PixelLayout layout)
    {
        if (!layout.IsSigned || layout.SampleBytes != 2) return samples;
        var shift = 16 - layout.BitsStored;
        foreach (ref var sample in MemoryMarshal.Cast<byte, short>(samples.AsSpan())) sample = (short)((short)(sample << shift) >> shift);
        return samples;
    }

    /// <summary>Why nothing can be decoded; asked once of a first process.</summary>
    private string? Problem()
    {
        lock (asking)
        {
            if (isAsked) return problem;
            try
            {
                var process = DecodeProcess.Start(library);
                idle.Add(process);
                problem = process.LibraryVersion.Length > 0 ? null : Missing;
            }
            catch (DicomException failed)
            {
                problem = failed.Message;
            }

            isAsked = true;
            return problem;
        }
    }

    private byte[] Ask(DecodeProcess process, ReadOnlySpan<byte> data, FrameRequest request, TimeSpan limit)
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
            if (isTaken) idle.Add(process);
            else process.Dispose();
        }
    }

    private DecodeProcess Take()
    {
        while (idle.TryTake(out var process))
        {
            if (process.IsRunning) return process;
            process.Dispose();
        }

        return DecodeProcess.Start(library);
    }
}
