using System.Xml.Linq;
using Xunit;

namespace RadlPortal.Core.Tests.Architecture;

public sealed class ProjectReferencesTests
{
    // Numerics ← Dicom ← Core ← Web; Core ← Inference ← Worker, Cli; Core ← Migrations ← Cli.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["RadlPortal.Numerics"] = [],
        ["RadlPortal.Dicom"] = ["RadlPortal.Numerics"],
        ["RadlPortal.Core"] = ["RadlPortal.Dicom", "RadlPortal.Numerics"],
        ["RadlPortal.Inference"] = ["RadlPortal.Core", "RadlPortal.Numerics"],
        ["RadlPortal.Web"] = ["RadlPortal.Core"],
        ["RadlPortal.Worker"] = ["RadlPortal.Core", "RadlPortal.Inference"],
        ["RadlPortal.Cli"] = ["RadlPortal.Core", "RadlPortal.Inference", "RadlPortal.Migrations"],
        ["RadlPortal.Migrations"] = ["RadlPortal.Core"],
    };

    [Fact]
    public void No_project_references_another_against_the_arrows()
    {
        var projects = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "migrations"), "*.csproj")).ToList();
        Assert.Equal(Allowed.Keys.Order(), projects.Select(p => Path.GetFileNameWithoutExtension(p)).Order());
        foreach (var project in projects)
        {
            var references = XDocument.Load(project).Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension(((string)r.Attribute("Include")!).Replace('\\', '/')));
            Assert.Empty(references.Except(Allowed[Path.GetFileNameWithoutExtension(project)]));
        }
    }

    [Fact]
    public void Only_Inference_loads_ONNX_Runtime() =>
        Assert.Equal("RadlPortal.Inference", Path.GetFileNameWithoutExtension(Assert.Single(Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories), p => File.ReadAllText(p).Contains("OnnxRuntime\""))));

    [Theory]
    [InlineData("DateTime.Now")]
    [InlineData("DateTime.UtcNow")]
    [InlineData("DateTimeOffset.Now")]
    [InlineData("DateTimeOffset.UtcNow")]
    public void The_clock_is_asked_through_TimeProvider(string call)
    {
        var users = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories).Where(p => !p.Contains("/obj/") && !p.Contains("/node_modules/") && File.ReadAllText(p).Contains(call));
        Assert.Empty(users.Select(p => Path.GetRelativePath(Repository.Root, p)));
    }
}
