using System.Runtime.InteropServices;

namespace RadlPortal.Cli.Dicom;

/// <summary>What a path leads to; .NET does not tell a pipe from a file, and reading a pipe never ends.</summary>
internal static partial class FileKind
{
    private const int CurrentFolder = -100;
    private const uint TypeWanted = 1;
    private const int BufferLength = 256;
    private const int ModeOffset = 28;

    /// <summary>Why there is no file to read; null for a regular file, by way of a link or not.</summary>
    public static string? RefusalOf(string path)
    {
        if (!OperatingSystem.IsLinux()) return File.Exists(path) ? null : Absent(path);
        Span<byte> found = stackalloc byte[BufferLength];
        if (Look(CurrentFolder, path, 0, TypeWanted, found) != 0) return Absent(path);
        return (MemoryMarshal.Read<ushort>(found[ModeOffset..]) & 0xF000) switch
        {
            0x8000 => null,
            0x1000 => "This is a named pipe, not a file; it was not read.",
            0xC000 => "This is a socket, not a file; it was not read.",
            0x2000 or 0x6000 => "This is a device, not a file; it was not read.",
            _ => "This is not a file; it was not read.",
        };
    }

    private static string Absent(string path)
    {
        // What cannot be written in UTF-8 comes from the system with this character in its place.
        if (path.Contains('\uFFFD')) return "The name is not valid UTF-8, so that it cannot be opened. Rename it.";
        return new FileInfo(path).LinkTarget is { } target ? $"This is a link to {target}, which is not there or cannot be reached." : "There is no such file or folder, or this user may not look there.";
    }

    // statx has the same layout on every processor.
    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Look(int folder, string path, int flags, uint mask, Span<byte> found);
}
