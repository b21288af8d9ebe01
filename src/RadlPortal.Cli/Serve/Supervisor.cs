using RadlPortal.Core.DemoStudy;
using RadlPortal.Core.Hosting;

namespace RadlPortal.Cli.Serve;

/// <summary>Starts web and worker, starts again what dies, and stops both.</summary>
internal sealed class Supervisor(PortalFolder folder, string address, string connectionString, bool isTrial) : IAsyncDisposable
{
    private const int MostRestarts = 10;
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(2);
    private readonly List<ChildProcess> children = [];
    // Told to the children and answered by their health check: another portal on the port is not taken for one's own.
    private readonly string mark = Guid.NewGuid().ToString("N");

    public async Task RunAsync(CancellationToken stopping)
    {
        Directory.CreateDirectory(Path.Combine(folder.FullPath, "logs"));
        var programs = new[] { ("web", "RadlPortal.Web"), ("worker", "RadlPortal.Worker") };
        foreach (var (name, project) in programs) children.Add(Start(name, project));
        if (!await IsReadyAsync(stopping)) return;
        Console.WriteLine($"RadlPortal is ready at {address}");
        if (isTrial && Environment.GetEnvironmentVariable("RADL_DEMO") != "off") TellDemoAccounts();
        await Console.Error.WriteLineAsync($"Data and logs: {folder.FullPath}. Ctrl-C stops it.");
        for (var restarts = 0; !stopping.IsCancellationRequested;)
        {
            var stop = Task.Delay(Timeout.Infinite, stopping);
            await Task.WhenAny([stop, .. children.Select(c => c.Ended)]);
            if (stopping.IsCancellationRequested) return;
            var dead = children.FindIndex(c => c.Ended.IsCompleted);
            var (name, project) = programs[dead];
            if (++restarts > MostRestarts) throw new VerbRefusedException($"The {name} ended again and again. Look into {LogOf(name)}.");
            await Console.Error.WriteLineAsync($"The {name} has ended unexpectedly and is started again; see {LogOf(name)}.");
            children[dead].Dispose();
            await Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None);
            if (name == "web") await ListeningPort.DemandFreeAsync(new Uri(address), stopping);
            children[dead] = Start(name, project);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(children.Select(c => c.StopAsync(StopPatience)));
        foreach (var child in children) child.Dispose();
    }

    private static void TellDemoAccounts()
    {
        Console.WriteLine($"Demo study (synthetic, made on the first start within minutes); password of every account: {DemoStudyPlan.Password}");
        foreach (var person in DemoStudyPlan.People) Console.WriteLine($"  {person.Email,-24} {person.Role}{(person.Site is null ? "" : $" at {person.Site}")}");
    }

    private ChildProcess Start(string name, string project) => ChildProcess.Start(name, PortalPrograms.Find(project), LogOf(name), new Dictionary<string, string>
    {
        ["ConnectionStrings__Portal"] = connectionString,
        ["Storage__Folder"] = folder.Blobs,
        [SupervisorWatch.Variable] = mark,
        // On a database of its own the portal is being tried out; whoever runs it for real says Production and brings a database.
        ["ASPNETCORE_ENVIRONMENT"] = Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? (isTrial ? "Trial" : "Production"),
        // The worker has no page of its own; any free port serves its health check.
        ["ASPNETCORE_URLS"] = name == "web" ? address : "http://127.0.0.1:0",
    });

    private string LogOf(string name) => Path.Combine(folder.FullPath, "logs", $"{name}.log");

    /// <summary>False if the portal was asked to stop meanwhile.</summary>
    private async Task<bool> IsReadyAsync(CancellationToken stopping)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        for (var waited = TimeSpan.Zero; waited < StartPatience; waited += TimeSpan.FromMilliseconds(250))
        {
            if (stopping.IsCancellationRequested) return false;
            if (children.Find(c => c.Ended.IsCompleted) is { } dead) throw new VerbRefusedException($"The {dead.Name} ended while starting. Look into {LogOf(dead.Name)}.");
            try
            {
                using var answer = await http.GetAsync($"{address}/health/ready", stopping);
                if (answer.IsSuccessStatusCode && answer.Headers.TryGetValues(SupervisorWatch.Header, out var marks) && marks.Contains(mark)) return true;
            }
            catch (Exception notYet) when (notYet is HttpRequestException or TaskCanceledException)
            {
                // Not listening yet.
            }

            await Task.WhenAny(Task.Delay(TimeSpan.FromMilliseconds(250), stopping));
        }

        throw new VerbRefusedException($"The portal was not ready within {StartPatience.TotalMinutes:0} minutes. Look into {LogOf("web")}.");
    }
}
