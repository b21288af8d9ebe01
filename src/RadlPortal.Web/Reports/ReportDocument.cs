using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using RadlPortal.Core.Reports;
using RadlPortal.Core.Reports.Plots;

namespace RadlPortal.Web.Reports;

/// <summary>Renders a report's component to one HTML file that needs nothing else: no script, no font, no address.</summary>
internal sealed partial class ReportDocument(IServiceProvider services, ILoggerFactory logs, IWebHostEnvironment environment)
{
    /// <param name="sections">Ids of the sections wanted; none: all.</param>
    public async Task<string> RenderAsync(StoredReport report, IReadOnlyCollection<string> sections) => "<!DOCTYPE html>\n" + await RenderAsync<ReportFile>(new()
    {
        [nameof(ReportFile.Report)] = report,
        [nameof(ReportFile.Sections)] = sections,
        [nameof(ReportFile.Style)] = await StyleAsync("report.css") + await StyleAsync("plot.css"),
    });

    /// <summary>One figure as an SVG file with a style sheet of its own.</summary>
    public async Task<string> RenderAsync(Plot plot) => await RenderAsync<PlotSvg>(new() { [nameof(PlotSvg.Of)] = plot, [nameof(PlotSvg.Style)] = WithoutVariables(await StyleAsync("plot.css")) });

    private async Task<string> RenderAsync<T>(Dictionary<string, object?> parameters)
        where T : IComponent
    {
        await using var renderer = new HtmlRenderer(services, logs);
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<T>(ParameterView.FromDictionary(parameters))).ToHtmlString());
    }

    /// <summary>The light colours in place of their names: programs that show SVG seldom know CSS variables.</summary>
    internal static string WithoutVariables(string style)
    {
        var values = Definition().Matches(style).GroupBy(m => m.Groups[1].Value).ToDictionary(g => g.Key, g => g.First().Groups[2].Value);
        return Use().Replace(DarkRule().Replace(style, ""), m => values[m.Groups[1].Value]);
    }

    [GeneratedRegex(@"--(r[\w-]+): (?:var\(--[\w-]+, )?(#[0-9a-f]+)")]
    private static partial Regex Definition();

    [GeneratedRegex(@"var\(--(r[\w-]+)\)")]
    private static partial Regex Use();

    [GeneratedRegex(@":root\[data-theme=""dark""\] [^}]*\}")]
    private static partial Regex DarkRule();

    private async Task<string> StyleAsync(string file)
    {
        using var reader = new StreamReader(environment.WebRootFileProvider.GetFileInfo(file).CreateReadStream());
        return await reader.ReadToEndAsync();
    }
}
