using System.Globalization;
using RadlPortal.Dicom.Codecs;

namespace RadlPortal.Dicom.Tests;

/// <summary>What a piece of work costs: processor time of this thread and of the decode processes, bytes that this thread allocated, greatest resident memory of a decode process. Clocks lie on a busy machine; these do not.</summary>
internal readonly record struct Cost(TimeSpan Time, long Bytes, long DecodeProcessBytes)
{
    private static readonly bool CanSeeChildren = Directory.Exists("/proc/self/task");

    /// <summary>Measures work.</summary>
    /// <param name="work">What to measure.</param>
    /// <param name="hasDecodeProcess">Frames are decoded in a process of its own, whose time counts as well (to a hundredth of a second).</param>
    public static Cost Of(Action work, bool hasDecodeProcess)
    {
        var before = hasDecodeProcess ? Children() : [];
        var (time, bytes) = (ProcessorTime.OfThread(), GC.GetAllocatedBytesForCurrentThread());
        work();
        (time, bytes) = (ProcessorTime.OfThread() - time, GC.GetAllocatedBytesForCurrentThread() - bytes);
        var peak = 0L;
        foreach (var (child, used) in hasDecodeProcess ? Children() : [])
        {
            time += used - before.GetValueOrDefault(child);
            peak = Math.Max(peak, StatusBytes($"/proc/{child}/status", "VmHWM:"));
        }

        return new Cost(time, bytes, peak);
    }

    /// <summary>The greatest resident memory that this process had since <see cref="ForgetPeak"/>, bytes; 0 where the system does not tell it.</summary>
    public static long Peak() => StatusBytes("/proc/self/status", "VmHWM:");

    /// <summary>Lets the peak begin anew at what the process holds now.</summary>
    public static long ForgetPeak()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (File.Exists("/proc/self/clear_refs")) File.WriteAllText("/proc/self/clear_refs", "5");
        return StatusBytes("/proc/self/status", "VmRSS:");
    }

    private static Dictionary<string, TimeSpan> Children()
    {
        var used = new Dictionary<string, TimeSpan>();
        if (!CanSeeChildren) return used;
        foreach (var task in Directory.EnumerateDirectories("/proc/self/task"))
            foreach (var child in Text(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                // Fields after the name in brackets; user and system time are the 14th and 15th of all.
                var stat = Text($"/proc/{child}/stat");
                var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (fields.Length > 12) used[child] = TimeSpan.FromMilliseconds(10 * (Number(fields[11]) + Number(fields[12])));
            }

        return used;

        static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
    }

    private static long StatusBytes(string path, string name)
    {
        var line = Text(path).Split('\n').FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.AsSpan(name.Length, line.Length - name.Length - 2).Trim(), CultureInfo.InvariantCulture) * 1024;
    }

    private static string Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            // A process that has just ended.
            return "";
        }
    }
}
