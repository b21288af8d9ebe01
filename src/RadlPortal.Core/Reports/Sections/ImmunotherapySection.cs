using RadlPortal.Core.Cohorts;
using RadlPortal.Core.Reports.Plots;
using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Core.Reports.Sections;

/// <summary>Response in the cohort, whatever the scores say.</summary>
/// <param name="AllTreated">Responders of all with a response; not evaluable counts as no response.</param>
/// <param name="Evaluable">Responders of the evaluable.</param>
public sealed record ObjectiveResponse(IReadOnlyList<ResponseCount> Responses, ProportionEstimate? AllTreated, ProportionEstimate? Evaluable);

public sealed record ResponseCount(string Response, int Subjects);

/// <summary>Response rate by predicted status.</summary>
/// <param name="PredictedPositive">Responders among the subjects predicted positive.</param>
/// <param name="Why">Why there is no test; null when there is one.</param>
public sealed record ResponseByPrediction(
    string Signature, ProportionEstimate? PredictedPositive, ProportionEstimate? PredictedNegative, ChiSquare? Yates, ChiSquare? Uncorrected, ExactTest? Fisher, string? Why, int NotEvaluable, double SmallestExpected);

/// <summary>A subject's course, for waterfall and swimmer plot.</summary>
public sealed record Course(string Subject, string? Response, double? BestChangePercent, double? TreatmentMonths, double? ProgressionFreeMonths, bool? ProgressionFreeEvent, double? SurvivalMonths, bool? SurvivalEvent, IReadOnlyList<CoursePrediction> Predictions);

public sealed record CoursePrediction(string Signature, bool Positive);

internal static class ImmunotherapySection
{
    private static readonly string[] Order = ["iCR", "iPR", "iSD", "iUPD", "iCPD", "NE"];

    public static ObjectiveResponse? Objective(SnapshotContent snapshot)
    {
        List<SnapshotMember> treated = [.. snapshot.Members.Where(m => m.Response is not null)];
        if (treated.Count == 0) return null;
        var responders = treated.Count(m => m.Responder == true);
        return new ObjectiveResponse([.. Order.Select(r => new ResponseCount(r, treated.Count(m => m.Response == r)))], Proportion.Wilson(responders, treated.Count).Value, Proportion.Wilson(responders, treated.Count(m => m.Responder is not null)).Value);
    }

    public static IReadOnlyList<ResponseByPrediction> Compute(SnapshotContent snapshot) => snapshot.Members.Any(m => m.Response is not null) ? [.. snapshot.Signatures.Select(s => Compute(snapshot, s))] : [];

    public static IReadOnlyList<Course> Courses(SnapshotContent snapshot) =>
        [.. snapshot.Members.Where(m => m.FollowUp is not null).Select(m => new Course(m.Subject, m.Response, m.FollowUp!.BestChangePercent, m.FollowUp.TreatmentMonths, m.FollowUp.ProgressionFreeMonths, m.FollowUp.ProgressionFreeEvent, m.FollowUp.SurvivalMonths, m.FollowUp.SurvivalEvent,
            [.. snapshot.Signatures.Where(s => m.ScoreOf(s) is not null).Select(s => new CoursePrediction(s.Name, m.ScoreOf(s)!.Value >= s.Threshold))]))];

    public static ReportChapter Chapter(ReportContent content)
    {
        if (content.Objective is not { } objective) return new("immunotherapy", "Response to immunotherapy", [], [], []);
        List<Plot> figures = [];
        var signature = content.Signatures.LastOrDefault()?.Name;
        if (content.Courses.Where(c => c.BestChangePercent is not null).ToList() is { Count: > 0 } changes) figures.Add(Waterfall(changes, signature));
        if (content.Courses.Where(c => c.TreatmentMonths is not null || c.ProgressionFreeMonths is not null).ToList() is { Count: > 0 } courses) figures.Add(Swimmer(courses));
        return new("immunotherapy", "Response to immunotherapy", [], [Responses(objective), .. content.Response.Count == 0 ? (ReportTable[])[] : [ByPrediction(content)]], figures);
    }

    private static ResponseByPrediction Compute(SnapshotContent snapshot, SnapshotSignature signature)
    {
        var (scores, responded) = snapshot.Members.WithLabel(signature, m => m.Responder);
        int Count(bool predicted, bool response) => scores.Where((score, i) => score >= signature.Threshold == predicted && responded[i] == response).Count();
        var table = new TwoByTwo(Count(true, true), Count(true, false), Count(false, true), Count(false, false));
        var yates = table.ChiSquare(yates: true);
        return new ResponseByPrediction(signature.Name, Proportion.Wilson(table.A, table.A + table.B).Value, Proportion.Wilson(table.C, table.C + table.D).Value,
            yates.Value, table.ChiSquare(yates: false).Value, table.Fisher().Value, yates.Why, snapshot.Members.Count(m => m.Response is not null && m.Responder is null), table.SmallestExpected);
    }

    private static ReportTable Responses(ObjectiveResponse objective) => new("best-response", "Best response (iRECIST)",
        [.. objective.Responses.Select(r => ReportColumn.Number(r.Response)), ReportColumn.Number("Objective response, all treated"), ReportColumn.Number("Objective response, evaluable")],
        [new ReportRow([.. objective.Responses.Select(r => (ReportCell)r.Subjects), Share(objective.AllTreated), Share(objective.Evaluable)])],
        ["Objective response = iCR or iPR; Wilson's 95% interval. Of all treated, subjects that are not evaluable (NE) or whose progression is unconfirmed (iUPD) count as not responding."]);

    private static ReportTable ByPrediction(ReportContent content) => new("response", "Response by predicted PD-L1 status",
        [ReportColumn.Text("Signature"), ReportColumn.Number("Predicted positive"), ReportColumn.Number("Predicted negative"), ReportColumn.Number("Chi-square, Yates' correction"), ReportColumn.Number("Chi-square, uncorrected"), ReportColumn.Number("Fisher's exact")],
        [.. content.Response.Select(r => r is { Yates: { } yates, Uncorrected: { } plain, Fisher: { } exact }
            ? new ReportRow([r.Signature, Share(r.PredictedPositive), Share(r.PredictedNegative), new ReportCell($"{Figures.Three(yates.Value)}, P {Figures.P(yates.P)}", $"yates-{r.Signature}"), $"{Figures.Three(plain.Value)}, P {Figures.P(plain.P)}", $"P {Figures.P(exact.P)}"], null, r.Signature)
            : new ReportRow([r.Signature, Share(r.PredictedPositive), Share(r.PredictedNegative)], r.Why, r.Signature))],
        [
            $"Responders of all evaluable subjects with a score (Wilson's 95% CI). {(content.Response[0].NotEvaluable is > 0 and var left ? $"{left} not evaluable and left out. " : "")}Chi-square has 1 degree of freedom.",
            .. SmallCounts(content.Response),
        ]);

    private static IEnumerable<string> SmallCounts(IReadOnlyList<ResponseByPrediction> response)
    {
        List<ResponseByPrediction> small = [.. response.Where(r => r.Yates is not null && r.SmallestExpected < 5)];
        if (small.Count > 0) yield return $"Smallest expected counts below 5, so that Fisher's exact test is the one to read: {string.Join(", ", small.Select(r => $"{r.Signature} {Figures.Short(r.SmallestExpected)}"))}.";
    }

    private static Plot Waterfall(List<Course> changes, string? signature)
    {
        List<Course> sorted = [.. changes.OrderByDescending(c => c.BestChangePercent).ThenBy(c => c.Subject, StringComparer.Ordinal)];
        bool? Positive(Course c) => c.Predictions.FirstOrDefault(p => p.Signature == signature)?.Positive;
        string Name(bool? positive) => positive is null ? "no score" : positive.Value ? $"{signature} positive" : $"{signature} negative";
        HashSet<string> named = [];
        return new Plot("waterfall", "Waterfall", $"Best change of the sum of target lesions from baseline, n = {changes.Count}; dashed: −30% and +20%.",
            new PlotAxis($"subjects (n = {sorted.Count})", 0, sorted.Count, []) { HasGrid = false }, PlotAxes.Linear("change, %", Math.Min(-100, sorted.Min(c => c.BestChangePercent!.Value)), Math.Max(40, sorted.Max(c => c.BestChangePercent!.Value))),
            [
                .. sorted.Select((c, i) => (PlotMark)new PlotBar(Positive(c) switch { true => 0, false => 1, null => -1 }, i + 0.12, i + 0.88, 0, c.BestChangePercent!.Value, $"{c.Subject}: {Figures.Short(c.BestChangePercent.Value)}%, {c.Response ?? "no response"}, {Name(Positive(c))}", named.Add(Name(Positive(c))) ? Name(Positive(c)) : null)),
                new PlotLine(-1, [new(0, -30), new(sorted.Count, -30)], null, IsDashed: true),
                new PlotLine(-1, [new(0, 20), new(sorted.Count, 20)], null, IsDashed: true),
            ]);
    }

    private static Plot Swimmer(List<Course> courses)
    {
        static double Length(Course c) => Math.Max(c.TreatmentMonths ?? 0, Math.Max(c.ProgressionFreeMonths ?? 0, c.SurvivalMonths ?? 0));
        List<Course> sorted = [.. courses.OrderByDescending(Length).ThenBy(c => c.Subject, StringComparer.Ordinal)];
        IReadOnlyList<PlotPoint> At(Func<Course, double?> months, string what) => [.. sorted.Select((c, i) => (c, i)).Where(x => months(x.c) is not null).Select(x => new PlotPoint(months(x.c)!.Value, x.i + 0.5, $"{x.c.Subject}: {what} at {Figures.Short(months(x.c)!.Value)} months"))];
        return new Plot("swimmer", "Swimmer plot", $"Bars: follow-up (light) and treatment (full), n = {sorted.Count}; {sorted.Count(c => c.ProgressionFreeEvent == true)} progressed, {sorted.Count(c => c.SurvivalEvent == true)} died.",
            PlotAxes.Linear("months since start of treatment", 0, Math.Max(1, sorted.Max(Length))), PlotAxes.Names([.. sorted.Select(c => $"{c.Subject} {c.Response}")], fromTop: true),
            [
                .. sorted.Select((c, i) => (PlotMark)new PlotBar(-1, 0, Length(c), i + 0.25, i + 0.75)),
                .. sorted.Select((c, i) => (c, i)).Where(x => x.c.TreatmentMonths is not null).Select(x => (PlotMark)new PlotBar(0, 0, x.c.TreatmentMonths!.Value, x.i + 0.25, x.i + 0.75, $"{x.c.Subject}: treated for {Figures.Short(x.c.TreatmentMonths.Value)} months")),
                new PlotDots(1, At(c => c.ProgressionFreeEvent == true ? c.ProgressionFreeMonths : null, "progression or death"), "progression or death"),
                new PlotDots(2, At(c => c.SurvivalEvent == true ? c.SurvivalMonths : null, "death"), "death"),
            ])
        { Height = Math.Max(160, 15 * sorted.Count) };
    }

    private static string Share(ProportionEstimate? share) =>
        share is null ? "no subject" : $"{Figures.Percent(share.Value)} ({share.Count}/{share.Of}; {Figures.PercentNumber(share.Lower)} to {Figures.PercentNumber(share.Upper)})";
}
