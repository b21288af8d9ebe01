using System.Diagnostics;
using System.Net;
using System.Text.Json;
using RadlPortal.Dicom;
using RadlPortal.Dicom.Reading;
using RadlPortal.Web.Tests.Hosting;
using Xunit;

namespace RadlPortal.Web.Tests.Imaging;

/// <summary>Other people's programs speak to the portal over a real connection: dicomweb-client and dcmjs (npm), curl.</summary>
public sealed class ClientsTests(ListeningPortal portal) : IClassFixture<ListeningPortal>
{
    [Fact]
    public async Task The_clients_dicomweb_client_and_dcmjs_store_search_and_retrieve()
    {
        Assert.SkipUnless(Has("npm") && Has("node"), "Node.js is not installed.");
        var clients = Path.Combine(Source(), "Imaging", "Clients");
        var installed = await RunAsync("npm", ["ci", "--ignore-scripts", "--no-progress", "--prefer-offline"], clients);
        Assert.True(installed.ExitCode == 0, installed.Errors);
        var files = Written(TestSeries.Files("one-north-1", "2.25.600"));
        var (_, pixels) = Pixels(files[0]);
        var run = await RunAsync("node", ["clients.mjs", $"{portal.Address}/dicomweb/one", await portal.TokenAsync(), .. files], clients);
        Assert.True(run.ExitCode == 0, run.Errors);
        using var json = JsonDocument.Parse(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]);
        var found = json.RootElement;
        foreach (var (name, count) in new[] { ("stored", 12), ("studies", 1), ("series", 1), ("instances", 12), ("metadata", 12), ("objects", 12), ("rows", 20), ("writtenByDcmjs", 1) })
            Assert.Equal((name, count), (name, found.GetProperty(name).GetInt32()));
        foreach (var name in new[] { "sentPixels", "framePixels", "bulkPixels", "objectPixels" }) Assert.Equal((name, pixels), (name, found.GetProperty(name).GetString()));
        Assert.Equal(("one-north-1", "ffd8"), (found.GetProperty("subject").GetString(), found.GetProperty("rendered").GetString()));
    }

    [Fact]
    public async Task The_program_curl_stores_and_retrieves()
    {
        Assert.SkipUnless(Has("curl"), "curl is not installed.");
        var files = Written(TestSeries.Files("one-north-2", "2.25.601"));
        var (sop, _) = Pixels(files[0]);
        var bearer = $"Authorization: Bearer {await portal.TokenAsync()}";
        var body = Path.Combine(portal.Folder, "body");
        await File.WriteAllBytesAsync(body, await DicomWebClient.Body(await Task.WhenAll(files.Select(f => File.ReadAllBytesAsync(f)))).ReadAsByteArrayAsync());
        var stored = await RunAsync("curl", ["-s", "-w", "\n%{http_code}", "-H", bearer, "-H", "Content-Type: multipart/related; type=\"application/dicom\"; boundary=edge", "--data-binary", $"@{body}", $"{portal.Address}/dicomweb/one/studies"], portal.Folder);
        Assert.EndsWith("\n200", stored.Output);
        var got = Path.Combine(portal.Folder, "got.dcm");
        var retrieved = await RunAsync("curl", ["-s", "-w", "%{http_code}", "-o", got, "-H", bearer, "-H", "Accept: application/dicom", $"{portal.Address}/dicomweb/one/studies/2.25.601.1/series/2.25.601/instances/{sop}"], portal.Folder);
        Assert.Equal("200", retrieved.Output);
        Assert.Equal(Pixels(files[0]), Pixels(got));
        var refused = await RunAsync("curl", ["-s", "-o", got, "-w", "%{http_code}", $"{portal.Address}/dicomweb/one/studies"], portal.Folder);
        Assert.Equal("401", refused.Output);
    }

    private List<string> Written(IEnumerable<byte[]> files) => [.. files.Select((bytes, i) =>
    {
        var path = Path.Combine(portal.Folder, $"{Guid.NewGuid():N}-{i}.dcm");
        File.WriteAllBytes(path, bytes);
        return path;
    })];

    private static (string Sop, string Pixels) Pixels(string path)
    {
        var dataset = DicomFile.Read(File.ReadAllBytes(path)).Dataset;
        return (dataset.Text(DicomTags.SopInstanceUid)!, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(dataset[DicomTags.PixelData]!.Value.Span)));
    }

    private static bool Has(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string program, string[] arguments, string folder)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }

    private static string Source()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "RadlPortal.Web.Tests.csproj"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
