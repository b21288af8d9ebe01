using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using RadlPortal.Cli.Dicom;

namespace RadlPortal.Cli.Upload;

/// <summary>`radl upload DIR --to URL`: sends a folder or a ZIP as a site's upload client, which the administrator makes on the Sites page.</summary>
internal static class UploadCommand
{
    private const int Parallel = 4;
    private const int Batch = 50;

    public static Command Create()
    {
        var source = new Argument<FileSystemInfo>("DIR") { Description = "Folder or ZIP" };
        var to = new Option<Uri>("--to") { Required = true, Description = "Address of the portal, such as https://radl.hospital.example", CustomParser = PortalAddress.Parse };
        var study = new Option<string>("--study") { Required = true, Description = "The study's code" };
        var client = new Option<string>("--client") { Required = true, Description = "Id of the upload client; its secret is read from RADL_UPLOAD_SECRET or standard input" };
        var patience = new Option<int>("--patience") { DefaultValueFactory = _ => 15, Description = "Minutes for which a lost connection or a stopped portal is waited for" };
        var command = new Command("upload", "Upload a folder or a ZIP of CT to a portal; one line a file: path, tab, result, tab, message") { source, to, study, client, patience };
        command.SetAction(async (parsed, cancellation) =>
        {
            var items = UploadItems.Of(parsed.GetValue(source)!, out var hasFailed);
            var secret = Environment.GetEnvironmentVariable("RADL_UPLOAD_SECRET") is { Length: > 0 } given ? given : await Console.In.ReadLineAsync(cancellation) ?? "";
            using var portal = await UploadClient.ConnectAsync(parsed.GetValue(to)!, parsed.GetValue(study)!, parsed.GetValue(client)!, secret.Trim(), TimeSpan.FromMinutes(Math.Max(0, parsed.GetValue(patience))), cancellation);
            var sent = await new Sending(portal, items).RunAsync(cancellation);
            return hasFailed ? VerbRunner.Refused : sent;
        });
        return command;
    }

    /// <summary>One upload: batches are hashed, what is there already is left out, the rest is sent side by side.</summary>
    private sealed class Sending(UploadClient portal, List<UploadItem> items)
    {
        private readonly Lock console = new();
        private readonly Stopwatch time = Stopwatch.StartNew();
        private readonly long total = items.Sum(i => i.Size);
        private int done;
        private int bad;
        private long passed;
        private long sent;

        public async Task<int> RunAsync(CancellationToken cancellation)
        {
            var id = await portal.BeginAsync(items.Count, cancellation);
            for (var start = 0; start < items.Count; start += Batch)
            {
                var hashes = await HashAsync(start, Math.Min(Batch, items.Count - start), cancellation);
                var known = hashes.Count == 0 ? [] : await portal.KnownAsync(id, hashes, cancellation);
                foreach (var number in known) Told(number, new SentFile("AlreadyThere", ""), isSent: false);
                var rest = hashes.Where(h => !known.Contains(h.Number)).ToList();
                await System.Threading.Tasks.Parallel.ForEachAsync(rest, new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellation }, async (file, token) => await SendAsync(id, file.Number, token));
            }

            foreach (var message in await portal.FinishAsync(id, cancellation)) await Console.Error.WriteLineAsync(message);
            return bad == 0 ? VerbRunner.Done : VerbRunner.Refused;
        }

        private async Task<List<(int Number, string Sha256)>> HashAsync(int start, int count, CancellationToken cancellation)
        {
            var hashes = new List<(int, string)>(count);
            for (var i = start; i < start + count; i++)
            {
                if (await TryReadAsync(i + 1, cancellation) is { } bytes) hashes.Add((i + 1, Sha256(bytes)));
            }

            return hashes;
        }

        private async Task SendAsync(Guid id, int number, CancellationToken cancellation)
        {
            // Read once more: a batch of files in memory would be larger than the machine may like.
            if (await TryReadAsync(number, cancellation) is { } bytes) Told(number, await portal.SendAsync(id, number, bytes, Sha256(bytes), cancellation), isSent: true);
        }

        private async Task<byte[]?> TryReadAsync(int number, CancellationToken cancellation)
        {
            try
            {
                return await items[number - 1].Read(cancellation);
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                Told(number, new SentFile("Refused", $"The file cannot be read: {unreadable.Message}"), isSent: false);
                return null;
            }
        }

        private void Told(int number, SentFile file, bool isSent)
        {
            lock (console)
            {
                var item = items[number - 1];
                Console.WriteLine($"{PrintedText.Of(item.Path)}\t{file.Result}\t{file.Message}");
                done++;
                passed += item.Size;
                if (isSent) sent += item.Size;
                if (file.Result is "Refused" or "Quarantined") bad++;
                if (Console.IsErrorRedirected) return;
                var speed = sent / Math.Max(time.Elapsed.TotalSeconds, 0.1);
                Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{done} of {items.Count} files, {speed / 1e6:0.0} MB/s, {(speed > 0 ? $"about {(total - passed) / speed:0} s left" : "")}      "));
            }
        }

        private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
    }
}
