using System.Text;
using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using RadlPortal.Core.Cohorts;
using RadlPortal.Core.Reports;
using RadlPortal.Web.Reports;

namespace RadlPortal.Benchmarks;

/// <summary>The report of a cohort of 531 subjects with three signatures: every figure computed from the snapshot, the self-contained HTML file, and the PDF.</summary>
[MemoryDiagnoser]
public class ReportBenchmarks
{
    private static readonly string[] Names = ["RAsig", "DLsig", "RADLsig"];
    private readonly ChromiumPrinting printing = new(new ConfigurationBuilder().Build());
    private SnapshotContent snapshot = null!;
    private StoredReport report = null!;

    [Params(531)]
    public int Subjects { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(531);
        snapshot = new SnapshotContent(2, new SnapshotStudy("bench", "Benchmark", true), new SnapshotCohort("c", "Cohort", CohortKind.Immunotherapy), new SnapshotRules(1, "", "", ""),
            [.. Names.Select(n => new SnapshotSignature(n, "kind", 1, n, 0.5, "rule", "training", false))], [.. Enumerable.Range(0, Subjects).Select(i => Member(i, random))]);
        report = new StoredReport(new Report { ResearchStudyId = Guid.Empty, CohortId = Guid.Empty, CohortSnapshotId = Guid.Empty, Number = 1, ContentJson = "{}", Sha256 = "", SoftwareVersion = "1", CreatedBy = Guid.Empty }, Compute(), "Benchmark", []);
    }

    [Benchmark]
    public ReportContent Compute() => ReportComputation.Compute(snapshot, "sha");

    [Benchmark]
    public async Task<int> Html() => (await RenderAsync()).Length;

    /// <summary>From the snapshot to the PDF: figures, HTML, and Chromium's printing of it.</summary>
    [Benchmark]
    public async Task<int> ComputeHtmlAndPdf()
    {
        report = report with { Content = Compute() };
        return (await printing.PrintAsync(Encoding.UTF8.GetBytes("<!DOCTYPE html>" + await RenderAsync()), CancellationToken.None)).Length;
    }

    private async Task<string> RenderAsync()
    {
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<ReportFile>(ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(ReportFile.Report)] = report, [nameof(ReportFile.Style)] = "" }))).ToHtmlString());
    }

    private static SnapshotMember Member(int i, Random random)
    {
        var positive = random.NextDouble() < 0.5;
        double Score(double signal) => 1 / (1 + Math.Exp(-(signal * (positive ? 1 : -1) + 2 * (random.NextDouble() - 0.5))));
        var months = 1 + 20 * random.NextDouble();
        return new SnapshotMember($"S{i:0000}", $"site {i % 5}", new SnapshotSeries($"1.2.{i}", $"Maker {i % 4}", "Model", "B", 120, 1 + i % 3, 0.7, 200), new SnapshotVoi(Guid.Empty, 1, 1, "sha", "1.2", 1000, 5 + i % 50), new SnapshotFeatures(Guid.Empty, "sha", "1"),
            [new("RAsig", "RAsig", Score(0.6), "none", "1"), new("DLsig", "DLsig", Score(0.8), "cpu", "1"), new("RADLsig", "RADLsig", Score(1.2), "none", "1")], [],
            positive ? 60 : 0, positive, random.NextDouble() < 0.4 ? "iPR" : "iSD", random.NextDouble() < 0.4, random.NextDouble() * 5, 40 + i % 40, i % 2 == 0 ? "F" : "M", "former", i % 3 == 0 ? "squamous" : "adenocarcinoma", i % 2 == 0 ? "III" : "IV",
            new SnapshotFollowUp(-50 + 100 * random.NextDouble(), months, months, random.NextDouble() < 0.6, months + 3, random.NextDouble() < 0.4));
    }
}
