using System.Text.RegularExpressions;
using Xunit;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace RadlPortal.Core.Tests.Architecture;

/// <summary>docker-compose.yml cannot be run here, so that what it says is held against what the code reads and what is in the repository.</summary>
public sealed partial class ProductionSettingsTests
{
    private static readonly string[] OfTheFramework = ["ASPNETCORE_ENVIRONMENT", "ASPNETCORE_URLS"];
    private static readonly string[] PortalServices = ["migrate", "web", "worker", "worker-cpu", "worker-gpu", "radl"];
    private readonly Dictionary<string, object> compose = Parse(Repository.Read("docker-compose.yml"));

    [Fact]
    public void Every_setting_of_the_compose_file_is_one_that_the_code_reads()
    {
        var read = SettingsOfTheCode();
        foreach (var service in PortalServices)
            Assert.All(Environment(service).Keys.Except(OfTheFramework), setting => Assert.Contains(AsConfigurationKey(setting), read));
    }

    [Fact]
    public void Every_setting_of_the_code_stands_in_the_README()
    {
        var readme = Repository.Read("README.md");
        string[] inner = ["RADL_SUPERVISED", "PATH"];
        Assert.All(SettingsOfTheCode().Except(inner), setting => Assert.Contains(setting.Replace(":", "__"), readme));
    }

    [Fact]
    public void Web_workers_and_command_line_share_database_and_blobs_in_Production()
    {
        foreach (var service in PortalServices)
        {
            var environment = Environment(service);
            Assert.Equal("Production", environment["ASPNETCORE_ENVIRONMENT"]);
            Assert.Equal(Environment("web")["ConnectionStrings__Portal"], environment["ConnectionStrings__Portal"]);
            var mounted = Assert.Single(Strings(Service(service)["volumes"]));
            Assert.EndsWith($":{environment["Storage__Folder"]}", mounted);
        }
    }

    [Fact]
    public void The_queues_of_the_workers_are_the_queues_of_the_jobs()
    {
        Assert.Equal(Jobs.JobQueues.Default, Environment("worker")["Worker__Queues__0"]);
        Assert.Equal(Jobs.JobQueues.Gpu, Environment("worker-cpu")["Worker__Queues__0"]);
        Assert.Equal(Jobs.JobQueues.Gpu, Environment("worker-gpu")["Worker__Queues__0"]);
    }

    [Fact]
    public void Only_the_proxy_is_reached_from_outside_and_the_web_trusts_it()
    {
        Assert.Equal("proxy", Assert.Single(Services(), s => Service(s).ContainsKey("ports")));
        Assert.Equal("true", Environment("web")["Proxy__Trusted"]);
        var port = new Uri(Environment("web")["ASPNETCORE_URLS"].Replace("+", "web")).Port;
        Assert.Contains($"reverse_proxy web:{port}", Repository.Read("docker/Caddyfile"));
    }

    [Fact]
    public void Every_image_is_built_by_a_target_of_the_Dockerfile_whose_projects_exist()
    {
        var dockerfile = Repository.Read("docker/Dockerfile");
        foreach (var service in PortalServices)
        {
            var build = (Dictionary<object, object>)Service(service)["build"];
            Assert.Equal("docker/Dockerfile", build["dockerfile"]);
            Assert.Matches($"(?m)^FROM .* AS {build["target"]}$", dockerfile);
        }

        foreach (Match published in PublishedProject().Matches(dockerfile)) Assert.True(File.Exists(Path.Combine(Repository.Root, published.Groups[1].Value, $"{Path.GetFileName(published.Groups[1].Value)}.csproj")));
        foreach (Match started in StartedAssembly().Matches(dockerfile))
            Assert.Contains(Repository.Sources("*.csproj"), p => Path.GetFileNameWithoutExtension(p) == started.Groups[1].Value || File.ReadAllText(p).Contains($"<AssemblyName>{started.Groups[1].Value}</AssemblyName>"));
        foreach (Match copied in CopiedFile().Matches(dockerfile))
            Assert.All(copied.Groups[1].Value.Split(' ').SkipLast(1), source => Assert.True(Path.Exists(Path.Combine(Repository.Root, source)), source));
    }

    [Fact]
    public void What_the_compose_file_takes_from_the_environment_stands_in_the_example()
    {
        var example = Repository.Read("docker/example.env");
        foreach (Match taken in Substitution().Matches(Repository.Read("docker-compose.yml"))) Assert.Contains($"\n{taken.Groups[1].Value}=", example);
    }

    private static HashSet<string> SettingsOfTheCode() =>
        [.. Repository.Sources("*.cs").SelectMany(p => ReadSetting().Matches(File.ReadAllText(p))).Select(m => m.Groups["key"].Success && m.Groups["connection"].Success ? $"ConnectionStrings:{m.Groups["key"].Value}" : m.Groups["key"].Value.Replace("__", ":"))];

    private static string AsConfigurationKey(string variable) => Regex.Replace(variable.Replace("__", ":"), @":\d+$", "");

    private IEnumerable<string> Services() => ((Dictionary<object, object>)compose["services"]).Keys.Cast<string>();

    private Dictionary<object, object> Service(string name) => (Dictionary<object, object>)((Dictionary<object, object>)compose["services"])[name];

    private Dictionary<string, string> Environment(string service) => ((Dictionary<object, object>)Service(service)["environment"]).ToDictionary(e => (string)e.Key, e => (string)e.Value);

    private static IEnumerable<string> Strings(object list) => ((List<object>)list).Cast<string>();

    private static Dictionary<string, object> Parse(string yaml) =>
        new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(new MergingParser(new Parser(new StringReader(yaml))));

    // configuration["A:B"], GetSection("A:B"), GetValue("A:B", …), GetConnectionString("A"), GetEnvironmentVariable("A"), and constants named Setting or Variable.
    [GeneratedRegex("""(?:[cC]onfiguration\[|[cC]onfiguration\.GetSection\(|[cC]onfiguration\.GetValue(?:<\w+\??>)?\(|(?<connection>GetConnectionString\()|GetEnvironmentVariable\(|const string (?:Setting|Variable) = )"(?<key>[\w:]+)"?""")]
    private static partial Regex ReadSetting();

    [GeneratedRegex(@"dotnet publish (\S+)")]
    private static partial Regex PublishedProject();

    [GeneratedRegex("""ENTRYPOINT \["dotnet", "(.+)\.dll"\]""")]
    private static partial Regex StartedAssembly();

    [GeneratedRegex(@"(?m)^COPY (?!--from)(.+)$")]
    private static partial Regex CopiedFile();

    [GeneratedRegex(@"\$\{(\w+)")]
    private static partial Regex Substitution();
}
