using System.Runtime.InteropServices;

namespace RadlPortal.Dicom.Codecs.Jpeg2000;

/// <summary>
/// The decode process: the only place where native code touches pixels. It says the library's version (empty if there is none), then answers
/// requests from standard input on standard output, one after the other, until its input ends or nothing has come for a while.
/// A crash, a frame that takes too long or too much memory ends this process and nothing else.
/// </summary>
internal static partial class DecodeProgram
{
    public const byte Decoded = 1;
    public const byte Refused = 2;
    private const long MemoryAllowance = 192L * 1024 * 1024;
    private const int DataLimit = 2;
    private static readonly TimeSpan IdleTime = TimeSpan.FromMinutes(1);

    // An orphan must not compute on for ever; whoever started it has given up long before.
    private static readonly TimeSpan LongestFrame = TimeSpan.FromMinutes(2);

    /// <param name="arguments">Name or path of libopenjp2, if it is not the system's.</param>
    private static int Main(string[] arguments)
    {
        if (arguments is [{ Length: > 0 } library]) OpenJpegLibrary.Use(library);
        using var pipeIn = new BinaryReader(new BufferedStream(Console.OpenStandardInput(), 65536));
        using var pipeOut = new BinaryWriter(new BufferedStream(Console.OpenStandardOutput(), 65536));
        pipeOut.Write(LibraryVersion());
        pipeOut.Flush();
        LimitMemory();
        using var end = new Timer(_ => Environment.Exit(0), null, IdleTime, Timeout.InfiniteTimeSpan);
        while (TryReadInt32(pipeIn) is { } rows)
        {
            end.Change(LongestFrame, Timeout.InfiniteTimeSpan);
            var (request, data) = FrameRequest.Read(pipeIn, rows);
            Answer(pipeOut, request, data);
            end.Change(IdleTime, Timeout.InfiniteTimeSpan);
        }

        return 0;
    }

    private static void Answer(BinaryWriter pipe, FrameRequest request, byte[] data)
    {
        try
        {
            var samples = OpenJpegFrame.Decode(data, request);
            pipe.Write(Decoded);
            pipe.Write(samples);
        }
        catch (DicomException refusal)
        {
            pipe.Write(Refused);
            pipe.Write(refusal.Message);
        }
        catch (OutOfMemoryException)
        {
            pipe.Write(Refused);
            pipe.Write("The JPEG 2000 frame needs more memory than decoding may use.");
        }

        pipe.Flush();
    }

    private static string LibraryVersion()
    {
        try
        {
            return OpenJpegFrame.Version();
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
        {
            return "";
        }
    }

    private static int? TryReadInt32(BinaryReader pipe)
    {
        try
        {
            return pipe.ReadInt32();
        }
        catch (EndOfStreamException)
        {
            return null;
        }
    }

    // What is taken now, the runtime's own, plus an allowance; beyond it the library's allocations fail and the frame is refused.
    private static void LimitMemory()
    {
        var pages = File.ReadAllText("/proc/self/statm").Split(' ');
        var taken = long.Parse(pages[5], System.Globalization.CultureInfo.InvariantCulture) * Environment.SystemPageSize;
        var limit = new ResourceLimit { Soft = (ulong)(taken + MemoryAllowance), Hard = (ulong)(taken + MemoryAllowance) };
        SetLimit(DataLimit, ref limit);
    }

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetLimit(int resource, ref ResourceLimit limit);

    [StructLayout(LayoutKind.Sequential)]
    private struct ResourceLimit
    {
        public ulong Soft, Hard;
    }
}
