using RadlPortal.Web.Reports;
using Xunit;

namespace RadlPortal.Web.Tests.Reports;

public sealed class FigureFileTests
{
    [Fact]
    public void A_figure_file_names_its_colours_themselves_and_none_of_the_page()
    {
        var style = ReportDocument.WithoutVariables(File.ReadAllText(Path.Combine(Root(), "wwwroot", "plot.css")));
        Assert.DoesNotContain("var(--r", style);
        Assert.DoesNotContain("data-theme", style);
        Assert.Contains(".plot .s0 { stroke: #0072b2; }", style);
        Assert.Contains(".plot .grid { stroke: #e2e6eb;", style);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "RadlPortal.sln"))) folder = folder.Parent;
        return folder.FullName;
    }
}
