using System.Runtime.InteropServices;

namespace RadlPortal.Core.Storage;

/// <summary>Makes what was written durable. A rename: on Linux the folder itself must be flushed, or a power cut can take the new name back.</summary>
internal static partial class DiskFlush
{
    private const int ReadOnly = 0;

    public static void FolderToDisk(string folder)
    {
        if (!OperatingSystem.IsLinux()) return;
        var descriptor = Open(folder, ReadOnly);
        if (descriptor < 0) throw new IOException($"The folder of a blob cannot be flushed (error {Marshal.GetLastPInvokeError()}).");
        try
        {
            if (Fsync(descriptor) != 0) throw new IOException($"The folder of a blob cannot be flushed (error {Marshal.GetLastPInvokeError()}).");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    /// <summary>Flushes the bytes of a file whose size does not change: the time of its last change may stay behind.</summary>
    public static void BytesToDisk(Microsoft.Win32.SafeHandles.SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.FlushToDisk(file);
            return;
        }

        if (FDataSync(file) != 0) throw new IOException($"The journal of the blobs cannot be flushed (error {Marshal.GetLastPInvokeError()}).");
    }

    /// <summary>Flushes everything of the file system that holds a folder: one call for thousands of files and their names.</summary>
    public static void FileSystemToDisk(string folder)
    {
        if (!OperatingSystem.IsLinux()) throw new PlatformNotSupportedException("A journal of blobs needs Linux; set Storage:JournalMegabytes to 0.");
        var descriptor = Open(folder, ReadOnly);
        if (descriptor < 0) throw new IOException($"The file system of the blobs cannot be flushed (error {Marshal.GetLastPInvokeError()}).");
        try
        {
            if (SyncFs(descriptor) != 0) throw new IOException($"The file system of the blobs cannot be flushed (error {Marshal.GetLastPInvokeError()}).");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int FDataSync(Microsoft.Win32.SafeHandles.SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    private static partial int SyncFs(int descriptor);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
