using System.CommandLine;
using System.Globalization;

namespace RadlPortal.Cli.Upload;

/// <summary>`radl upload DIR --to URL`: sends a folder as a site's upload client, which the administrator makes on the Sites page.</summary>
internal static class UploadCommand
{
    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("DIR");
        var to = new Option<Uri>("--to") { Required = true, Description = "Address of the portal, such as https://radl.hospital.example", CustomParser = PortalAddress.Parse };
        var study = new Option<string>("--study") { Required = true, Description = "The study's code" };
        var client = new Option<string>("--client") { Required = true, Description = "Id of the upload client; its secret is read from RADL_UPLOAD_SECRET or standard input" };
        var command = new Command("upload", "Upload a folder of CT to a portal; one line a file: path, tab, result, tab, message") { folder, to, study, client };
        command.SetAction(async (parsed, cancellation) =>
        {
            var files = parsed.GetValue(folder)!.Exists
                ? parsed.GetValue(folder)!.EnumerateFiles("*", SearchOption.AllDirectories).OrderBy(f => f.FullName, StringComparer.Ordinal).ToList()
                : throw new VerbRefusedException($"There is no folder {parsed.GetValue(folder)!.FullName}.");
            if (files.Count == 0) throw new VerbRefusedException($"The folder {parsed.GetValue(folder)!.FullName} holds no file.");
            var secret = Environment.GetEnvironmentVariable("RADL_UPLOAD_SECRET") is { Length: > 0 } given ? given : await Console.In.ReadLineAsync(cancellation) ?? "";
            using var portal = await UploadClient.ConnectAsync(parsed.GetValue(to)!, parsed.GetValue(study)!, parsed.GetValue(client)!, secret.Trim(), cancellation);
            return await SendAsync(portal, files, cancellation);
        });
        return command;
    }

    private static async Task<int> SendAsync(UploadClient portal, List<FileInfo> files, CancellationToken cancellation)
    {
        var id = await portal.BeginAsync(files.Count, cancellation);
        var (done, bad) = (0, 0);
        await Parallel.ForAsync(0, files.Count, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellation }, async (i, token) =>
        {
            var (result, message) = await portal.SendAsync(id, i + 1, files[i], token);
            lock (files)
            {
                Console.WriteLine($"{files[i].FullName}\t{result}\t{message}");
                done++;
                if (result is "Refused" or "Quarantined") bad++;
                if (!Console.IsErrorRedirected) Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{done} of {files.Count} files "));
            }
        });
        foreach (var message in await portal.FinishAsync(id, cancellation)) await Console.Error.WriteLineAsync(message);
        return bad == 0 ? VerbRunner.Done : VerbRunner.Refused;
    }
}
