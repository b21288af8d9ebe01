using System.Globalization;
using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using RadlPortal.Core.DemoStudy;
using RadlPortal.Numerics.Statistics;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace RadlPortal.Browser.Tests;

/// <summary>The demo study's reports: their figures computed once more from the exported scores and the plan's clinical data, by definition where that is a line, and by the library applied to them.</summary>
internal static class DemoReport
{
    private const string Reports = "/studies/demo/cohorts/{0}/reports/1";

    public static async Task CheckAsync(IPage page)
    {
        var immunotherapy = await ScoresAsync(page, DemoCohorts.Immunotherapy);
        await page.GotoAsync(string.Format(CultureInfo.InvariantCulture, Reports, DemoCohorts.Immunotherapy));
        await Expect(page.Locator("[data-figure=auc-RADLsig]")).ToHaveTextAsync(Three(Auc(immunotherapy)));
        await Expect(page.Locator("[data-figure=yates-RADLsig]")).ToContainTextAsync(Three(Yates(immunotherapy)) + ", P");
        await TablesAsync(page, DemoCohorts.Immunotherapy);
        var accessible = await page.RunAxe();
        Assert.Empty(accessible.Violations.Select(v => $"{v.Id}: {string.Join(" | ", v.Nodes.Select(n => n.Html))}"));
        await DownloadsAsync(page);

        var expression = await ScoresAsync(page, DemoCohorts.Expression);
        await page.GotoAsync(string.Format(CultureInfo.InvariantCulture, Reports, DemoCohorts.Expression));
        await Expect(page.Locator("[data-figure=cd274-RADLsig]")).ToContainTextAsync(Three(Pearson(expression)) + " (");
    }

    /// <summary>Discrimination, comparison, reclassification, operating points and calibration, cell by cell, against the library applied here to the exported scores.</summary>
    private static async Task TablesAsync(IPage page, string cohort)
    {
        string[] names = ["RAsig", "DLsig", "RADLsig"];
        Dictionary<string, List<Scored>> scored = [];
        foreach (var name in names) scored[name] = await ScoresAsync(page, cohort, name);
        bool[] labels = [.. scored["RAsig"].Select(s => s.Subject.TpsPercent >= 1)];
        double[] Of(string name) => [.. scored[name].Select(s => s.Score)];
        foreach (var name in names)
        {
            Assert.Equal(scored["RAsig"].Select(s => s.Subject.Code), scored[name].Select(s => s.Subject.Code));
            var auc = AreaUnderCurve.Estimate(Of(name), labels).Value!;
            await ExpectRowAsync(page, "auc", name, Three(auc.Auc), Range(auc.Lower, auc.Upper), Three(auc.StandardError));
            int Count(bool predicted, bool label) => scored[name].Where((s, i) => s.PredictedPositive == predicted && labels[i] == label).Count();
            int tp = Count(true, true), fp = Count(true, false), fn = Count(false, true), tn = Count(false, false);
            var sensitivity = Proportion.Wilson(tp, tp + fn).Value!;
            await ExpectRowAsync(page, "operating-point", name, $"{tp} / {fp} / {fn} / {tn}", $"{Percent(sensitivity.Value)} ({Percent(sensitivity.Lower).TrimEnd('%')} to {Percent(sensitivity.Upper).TrimEnd('%')})");
            await ExpectRowAsync(page, "calibration", name, Three(Calibration.Brier(Of(name), labels).Value!.Score), Three(Calibration.Line(Of(name), labels).Value!.Slope));
        }

        foreach (var (first, second) in new[] { ("RADLsig", "DLsig"), ("RADLsig", "RAsig"), ("DLsig", "RAsig") })
        {
            var test = AreaUnderCurve.Compare(Of(first), Of(second), labels).Value!;
            await ExpectRowAsync(page, "delong", $"{first} − {second}", Three(test.Difference), Range(test.Lower, test.Upper), test.Z.ToString("0.00", CultureInfo.InvariantCulture));
            var idi = Reclassification.Integrated(Of(second), Of(first), labels).Value!;
            await ExpectRowAsync(page, "reclassification", $"{first} for {second}", Three(Reclassification.Continuous(Of(second), Of(first), labels).Value!.Total), $"{Three(idi.Value)} ({Range(idi.Lower, idi.Upper)})");
        }
    }

    private static async Task ExpectRowAsync(IPage page, string table, string name, params string[] texts)
    {
        var row = page.Locator($"#report-{table} tbody tr").Filter(new() { Has = page.Locator("td:first-child").Filter(new() { HasTextRegex = new($"^{Regex.Escape(name)}( \\(|$)") }) });
        foreach (var text in texts) await Expect(row).ToContainTextAsync(RadlPortal.Core.Reports.Figures.WithMinus(text));
    }

    private static async Task DownloadsAsync(IPage page)
    {
        var address = string.Format(CultureInfo.InvariantCulture, Reports, DemoCohorts.Immunotherapy);
        var pdf = await page.APIRequest.GetAsync(address + ".pdf", new() { Timeout = 120_000 });
        Assert.True(pdf.Ok, await pdf.TextAsync());
        Assert.Equal("%PDF-"u8.ToArray(), (await pdf.BodyAsync())[..5]);
        var html = await (await page.APIRequest.GetAsync(address + ".html")).TextAsync();
        Assert.Contains("For research use only", html);
        Assert.Contains("synthetic data", html);
        Assert.DoesNotContain("<script", html);
        Assert.DoesNotContain("src=", html);
        Assert.Equal("application/json", (await page.APIRequest.GetAsync(address + ".json")).Headers["content-type"]);
    }

    /// <summary>A signature's score of each subject, with what the plan says of it.</summary>
    private static async Task<List<Scored>> ScoresAsync(IPage page, string cohort, string signature = "RADLsig")
    {
        var csv = await (await page.APIRequest.GetAsync($"/studies/demo/cohorts/{cohort}/scores.csv")).TextAsync();
        var plan = DemoStudyPlan.Subjects().ToDictionary(s => s.Code);
        return [.. csv.Split('\n').Select(line => line.Split(',')).Where(cells => cells.Length > 9 && cells[5] == signature)
            .Select(cells => new Scored(double.Parse(cells[8], CultureInfo.InvariantCulture), cells[9] == "1", plan[cells[0]]))];
    }

    /// <summary>Share of pairs of a positive and a negative in which the positive scores higher; equal counts half.</summary>
    private static double Auc(List<Scored> scored)
    {
        var pairs = from p in scored where p.Subject.TpsPercent >= 1 from n in scored where n.Subject.TpsPercent < 1 select p.Score > n.Score ? 1 : p.Score == n.Score ? 0.5 : 0;
        return pairs.Average();
    }

    private static double Yates(List<Scored> scored)
    {
        static bool Responded(Scored s) => s.Subject.Response is "iCR" or "iPR" or "CR" or "PR";
        double Count(bool predicted, bool responded) => scored.Count(s => s.PredictedPositive == predicted && Responded(s) == responded && s.Subject.Response is not "NE");
        double a = Count(true, true), b = Count(true, false), c = Count(false, true), d = Count(false, false), n = a + b + c + d;
        return n * Math.Pow(Math.Max(0, Math.Abs(a * d - b * c) - n / 2), 2) / ((a + b) * (c + d) * (a + c) * (b + d));
    }

    private static double Pearson(List<Scored> scored)
    {
        scored = [.. scored.Where(s => s.Subject.Cd274 is not null)];
        double mx = scored.Average(s => s.Score), my = scored.Average(s => s.Subject.Cd274!.Value);
        var xy = scored.Sum(s => (s.Score - mx) * (s.Subject.Cd274!.Value - my));
        return xy / Math.Sqrt(scored.Sum(s => Math.Pow(s.Score - mx, 2)) * scored.Sum(s => Math.Pow(s.Subject.Cd274!.Value - my, 2)));
    }

    private static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + "%";

    private static string Range(double lower, double upper) => $"{Three(lower)} to {Three(upper)}";

    private static string Three(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    private sealed record Scored(double Score, bool PredictedPositive, SyntheticSubject Subject);
}
