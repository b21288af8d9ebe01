using System.IO.Compression;
using RadlPortal.Cli.Dicom;

namespace RadlPortal.Cli.Upload;

/// <summary>One file to send.</summary>
/// <param name="Read">Its bytes; read when its turn comes.</param>
internal sealed record UploadItem(string Path, long Size, Func<CancellationToken, Task<byte[]>> Read);

/// <summary>The files of a folder, or of a ZIP, whose list is checked before anything is unpacked.</summary>
internal static class UploadItems
{
    public const long LargestFile = 64L * 1024 * 1024;
    private const int MostFiles = 20_000;
    private const int HighestRatio = 200;
    private static readonly string[] Junk = [".DS_Store", "Thumbs.db", "desktop.ini", "DICOMDIR"];

    /// <summary>What of a folder cannot be read as a file is told on standard error, and the rest is sent.</summary>
    /// <param name="hasFailed">Something was told.</param>
    public static List<UploadItem> Of(FileSystemInfo source, out bool hasFailed)
    {
        hasFailed = false;
        var items = source switch
        {
            DirectoryInfo { Exists: true } folder => OfFolder(folder, out hasFailed),
            FileInfo { Exists: true } zip => Entries(zip),
            _ => throw new VerbRefusedException($"There is no folder or ZIP {source.FullName}."),
        };
        if (items.Count == 0) throw new VerbRefusedException($"{source.FullName} holds no file.");
        return items.Count <= MostFiles ? items : throw new VerbRefusedException($"There are more than {MostFiles} files. Send them in several parts.");
    }

    private static List<UploadItem> OfFolder(DirectoryInfo folder, out bool hasFailed)
    {
        var inputs = InputFiles.Of([folder.FullName]);
        hasFailed = inputs.HasFailed;
        return [.. inputs.Files.Select(f => new FileInfo(f.Path)).Where(f => !IsJunk(f.Name)).Take(MostFiles + 1).Select(f => new UploadItem(f.FullName, f.Length, token => ReadAsync(f, token)))];
    }

    private static async Task<byte[]> ReadAsync(FileInfo file, CancellationToken cancellation) =>
        file.Length <= LargestFile ? await File.ReadAllBytesAsync(file.FullName, cancellation) : throw new IOException("The file is larger than 64 MB.");

    private static List<UploadItem> Entries(FileInfo zip)
    {
        ZipArchive archive;
        try
        {
            archive = ZipFile.OpenRead(zip.FullName);
            _ = archive.Entries.Count;
            if (archive.Entries.Any(e => e.IsEncrypted)) throw new VerbRefusedException($"{zip.FullName} is encrypted. Unpack it and name the folder.");
        }
        catch (InvalidDataException)
        {
            throw new VerbRefusedException($"{zip.FullName} is neither a folder nor a ZIP, or it is cut off.");
        }

        // One entry at a time: the archive has one reading position.
        var turn = new SemaphoreSlim(1);
        var items = new List<UploadItem>();
        foreach (var entry in archive.Entries)
        {
            if (entry.FullName.EndsWith('/')) continue;
            if (entry.FullName.Split('/', '\\').Contains("..") || Path.IsPathRooted(entry.FullName)) throw new VerbRefusedException($"{zip.FullName}: a path in the ZIP leads out of it. Nothing was sent.");
            if (entry.Length > 65536 && entry.Length > entry.CompressedLength * HighestRatio) throw new VerbRefusedException($"{zip.FullName}: a file in the ZIP grows beyond measure when unpacked. Nothing was sent.");
            if (IsJunk(entry.Name) || entry.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal)) continue;
            items.Add(new UploadItem($"{zip.FullName}/{entry.FullName}", entry.Length, token => UnpackAsync(entry, turn, token)));
            if (items.Count > MostFiles) break;
        }

        return items;
    }

    private static async Task<byte[]> UnpackAsync(ZipArchiveEntry entry, SemaphoreSlim turn, CancellationToken cancellation)
    {
        if (entry.Length > LargestFile) throw new IOException("The file is larger than 64 MB.");
        await turn.WaitAsync(cancellation);
        try
        {
            // What is announced and not a byte more: the list may lie.
            var bytes = new byte[entry.Length];
            await using var unpacking = await entry.OpenAsync(cancellation);
            await unpacking.ReadExactlyAsync(bytes, cancellation);
            return unpacking.ReadByte() < 0 ? bytes : throw new IOException("The file is larger than the ZIP says.");
        }
        catch (Exception damaged) when (damaged is InvalidDataException or EndOfStreamException)
        {
            throw new IOException("The file is damaged in the ZIP.", damaged);
        }
        finally
        {
            turn.Release();
        }
    }

    private static bool IsJunk(string name) => Junk.Contains(name, StringComparer.OrdinalIgnoreCase) || name.StartsWith("._", StringComparison.Ordinal);
}
