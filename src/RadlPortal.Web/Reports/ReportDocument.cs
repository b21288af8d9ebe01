using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using RadlPortal.Core.Reports;

namespace RadlPortal.Web.Reports;

/// <summary>Renders a report's component to one HTML file that needs nothing else: no script, no font, no address.</summary>
internal sealed class ReportDocument(IServiceProvider services, ILoggerFactory logs, IWebHostEnvironment environment)
{
    public async Task<string> RenderAsync(StoredReport report)
    {
        await using var renderer = new HtmlRenderer(services, logs);
        var style = await StyleAsync();
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(ReportFile.Report)] = report, [nameof(ReportFile.Style)] = style });
            return "<!DOCTYPE html>\n" + (await renderer.RenderComponentAsync<ReportFile>(parameters)).ToHtmlString();
        });
    }

    private async Task<string> StyleAsync()
    {
        using var reader = new StreamReader(environment.WebRootFileProvider.GetFileInfo("report.css").CreateReadStream());
        return await reader.ReadToEndAsync();
    }
}
