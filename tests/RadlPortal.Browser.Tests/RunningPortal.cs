using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Playwright;
using RadlPortal.Testing.Database;
using Xunit;

namespace RadlPortal.Browser.Tests;

/// <summary>Web and worker as processes of their own on a database of their own, and one Chromium.</summary>
public class RunningPortal : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";
    private static readonly string[] ChromiumArguments =
        ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];

    private readonly string folder = Directory.CreateTempSubdirectory("radl-browser-").FullName;
    private readonly Dictionary<string, Process> processes = [];
    private TestDatabase? database;
    private IPlaywright? playwright;
    private IBrowser? browser;

    public string Address { get; private set; } = "";

    public TestDatabase Database => database!;

    public string BlobFolder => Path.Combine(folder, "blobs");

    /// <summary>Whether the portal makes the demo study, which gives the signatures that are copied.</summary>
    protected virtual bool HasDemo => true;

    public static bool HasChromium => File.Exists(Chromium);

    public virtual async ValueTask InitializeAsync()
    {
        if (!HasChromium) return;
        database = await TestDatabase.CreateAsync();
        Address = $"http://127.0.0.1:{FreePort()}";
        Start("RadlPortal.Web", Address);
        Start("RadlPortal.Worker", "http://127.0.0.1:0");
        await ReadyAsync();
        playwright = await Playwright.CreateAsync();
        // A busy machine is slow, not wrong.
        Assertions.SetDefaultExpectTimeout(60_000);
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Chromium, Args = ChromiumArguments });
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
        foreach (var process in processes.Values)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        if (database is not null) await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Takes the web away as a power cut does, and starts it again at the same address.</summary>
    public async Task KillAndStartWebAsync(TimeSpan away)
    {
        using (var web = processes["RadlPortal.Web"])
        {
            web.Kill(entireProcessTree: true);
            await web.WaitForExitAsync();
        }

        await Task.Delay(away);
        Start("RadlPortal.Web", Address);
        await ReadyAsync();
    }

    /// <summary>A browser of its own, as a person at another machine has it.</summary>
    public async Task<IPage> PageAsync(int width = 1440, int height = 900)
    {
        var context = await browser!.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = height }, BaseURL = Address });
        context.SetDefaultTimeout(60_000);
        return await context.NewPageAsync();
    }

    private async Task ReadyAsync()
    {
        using var http = new HttpClient();
        for (var tries = 0; ; tries++)
        {
            try
            {
                if ((await http.GetAsync($"{Address}/health/ready")).IsSuccessStatusCode) return;
            }
            catch (HttpRequestException) when (tries < 240)
            {
                // Not listening yet.
            }

            if (tries >= 240) throw new InvalidOperationException("The portal was not ready within a minute.");
            await Task.Delay(250);
        }
    }

    /// <summary>A program of the portal as it was built with these tests.</summary>
    public static string Built(string project, string file)
    {
        var configuration = AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";
        return Path.Combine(Root(), "src", project, "bin", configuration, "net10.0", file);
    }

    private void Start(string project, string address)
    {
        var program = Built(project, $"{project}.dll");
        var start = new ProcessStartInfo("dotnet", [program]) { WorkingDirectory = Path.GetDirectoryName(program)!, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ConnectionStrings__Portal"] = Database.ConnectionString;
        start.Environment["Storage__Folder"] = BlobFolder;
        start.Environment["ASPNETCORE_URLS"] = address;
        // As `radl serve` starts them.
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Trial";
        start.Environment["RADL_DEMO"] = HasDemo ? "on" : "off";
        var process = Process.Start(start)!;
        // Read away, so that a full pipe does not stop the program.
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        processes[project] = process;
    }

    private static string Root()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "RadlPortal.sln"))) root = root.Parent!;
        return root.FullName;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
