using System.Diagnostics;
using System.Runtime.InteropServices;

namespace RadlPortal.Dicom.Codecs;

/// <summary>Processor time that a thread has used; where the system does not tell it, time by the clock.</summary>
internal static partial class ProcessorTime
{
    private const int OwnThread = 3;

    /// <summary>Of the thread that asks, from a fixed point on.</summary>
    public static TimeSpan OfThread() =>
        OperatingSystem.IsLinux() && ReadClock(OwnThread, out var time) == 0 ? TimeSpan.FromTicks(time.Seconds * TimeSpan.TicksPerSecond + time.Nanoseconds / TimeSpan.NanosecondsPerTick) : Stopwatch.GetElapsedTime(0);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ReadClock(int clock, out ClockTime time);

    [StructLayout(LayoutKind.Sequential)]
    private struct ClockTime
    {
        public long Seconds, Nanoseconds;
    }
}
