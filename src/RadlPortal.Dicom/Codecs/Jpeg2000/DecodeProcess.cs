using System.Diagnostics;
using System.Runtime.InteropServices;

namespace RadlPortal.Dicom.Codecs.Jpeg2000;

/// <summary>One running decode process, seen from the process that asks it. It is used by one caller at a time and thrown away after any failure.</summary>
internal sealed class DecodeProcess : IDisposable
{
    private static readonly TimeSpan WatchEvery = TimeSpan.FromMilliseconds(50);
    private readonly Process process;
    private readonly BinaryWriter request;
    private readonly BinaryReader answer;

    private DecodeProcess(Process process)
    {
        this.process = process;
        request = new BinaryWriter(process.StandardInput.BaseStream);
        answer = new BinaryReader(new BufferedStream(process.StandardOutput.BaseStream, 65536));
        // What the library says while it dies of a damaged frame is nobody's business; the refusal names the frame.
        process.BeginErrorReadLine();
        LibraryVersion = answer.ReadString();
    }

    /// <summary>Version of libopenjp2; empty if the machine has none.</summary>
    public string LibraryVersion { get; }

    public bool IsRunning => !process.HasExited;

    /// <summary>True after a frame that was not answered; then the process is of no more use.</summary>
    public bool IsBroken { get; private set; }

    /// <param name="library">Name or path of libopenjp2; null for the system's.</param>
    /// <exception cref="DicomException">The process cannot be started.</exception>
    public static DecodeProcess Start(string? library)
    {
        var folder = AppContext.BaseDirectory;
        var program = Path.Combine(folder, "RadlPortal.Dicom.dll");
        var start = new ProcessStartInfo(DotnetPath(), ["exec", "--runtimeconfig", Path.Combine(folder, "RadlPortal.Dicom.runtimeconfig.json"), program, library ?? ""])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        // Nothing that the portal is told in its environment (passwords among it) is the decoder's business.
        start.Environment.Clear();
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_GCHeapHardLimit"] = "0xA000000";
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        try
        {
            return new DecodeProcess(Process.Start(start) ?? throw new IOException("no process"));
        }
        catch (Exception failed) when (failed is System.ComponentModel.Win32Exception or IOException)
        {
            throw new DicomException("The process that decodes JPEG 2000 could not be started.", tag: DicomTags.TransferSyntaxUid, inner: failed);
        }
    }

    /// <summary>Decodes a frame within a limit of processor time (ten times of it by the clock, on a busy machine).</summary>
    /// <exception cref="DicomException">The frame is refused, took too long or ended the process.</exception>
    /// <exception cref="IOException">The process had ended before it took the frame.</exception>
    public byte[] Decode(ReadOnlySpan<byte> data, FrameRequest frame, TimeSpan limit)
    {
        var isLate = false;
        var (began, used) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime);
        using var watch = new Timer(_ =>
        {
            try
            {
                if (process.TotalProcessorTime - used <= limit && Stopwatch.GetElapsedTime(began) <= limit * 10) return;
                isLate = true;
                process.Kill();
            }
            catch (InvalidOperationException)
            {
                // It has ended by itself.
            }
        }, null, WatchEvery, WatchEvery);
        frame.Write(request, data);
        try
        {
            if (answer.ReadByte() == DecodeProgram.Refused) throw new DicomException(answer.ReadString(), tag: DicomTags.PixelData);
            var samples = answer.ReadBytes(frame.FrameBytes);
            return samples.Length == frame.FrameBytes ? samples : throw new EndOfStreamException();
        }
        catch (EndOfStreamException)
        {
            IsBroken = true;
            throw isLate ? FrameDeadline.Exceeded(limit) : new DicomException("Decoding the frame ended the decode process: the frame is damaged or needs more memory than decoding may use.", tag: DicomTags.PixelData);
        }
    }

    public void Dispose()
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }

        process.Dispose();
    }

    // The runtime that runs this process lies three folders below the program that starts runtimes.
    private static string DotnetPath() =>
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet")) is var path && File.Exists(path) ? path : "dotnet";
}
