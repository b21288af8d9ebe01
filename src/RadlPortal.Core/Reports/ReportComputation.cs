using RadlPortal.Core.Cohorts;
using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Core.Reports;

/// <summary>Computes a report from a snapshot and from nothing else.</summary>
public static class ReportComputation
{
    private const int Format = 1;

    public static ReportContent Compute(SnapshotContent snapshot, string snapshotSha256) => new(
        Format,
        snapshotSha256,
        SoftwareVersion.Current,
        snapshot.Study,
        snapshot.Cohort,
        snapshot.Rules,
        snapshot.Signatures,
        Flow(snapshot),
        CohortCharacteristics.Of(snapshot.Members),
        [.. snapshot.Signatures.Select(s => Discriminate(snapshot, s))],
        Compare(snapshot),
        [.. snapshot.Signatures.Select(s => AtThreshold(snapshot, s)).OfType<OperatingResult>()],
        snapshot.Members.Any(m => m.Response is not null) ? [.. snapshot.Signatures.Select(s => Respond(snapshot, s))] : [],
        snapshot.Members.Any(m => m.Cd274 is not null) ? [.. snapshot.Signatures.Select(s => Correlate(snapshot, s))] : [],
        [.. snapshot.Members.Select(m => new LeftOut(m.Subject, m.Site, Reasons(snapshot, m))).Where(m => m.Reasons.Count > 0)],
        [.. snapshot.Members.SelectMany(m => m.Scores).Select(s => $"{s.Signature}: {s.ExecutionProvider}, software {s.SoftwareVersion}").Distinct().Order(StringComparer.Ordinal)]);

    private static FlowStep[] Flow(SnapshotContent snapshot) =>
    [
        new("in the cohort", snapshot.Members.Count),
        new("with CT that makes a volume", snapshot.Members.Count(m => m.Series is not null)),
        new("with VOI", snapshot.Members.Count(m => m.Voi is not null)),
        new("with features", snapshot.Members.Count(m => m.Features is not null)),
        new("with every score", snapshot.Members.Count(m => snapshot.Signatures.Count > 0 && m.Scores.Count == snapshot.Signatures.Count)),
        new("with every score and PD-L1", snapshot.Members.Count(m => snapshot.Signatures.Count > 0 && m.Scores.Count == snapshot.Signatures.Count && m.PdL1Positive is not null)),
    ];

    private static double? ScoreOf(SnapshotMember member, SnapshotSignature signature) => member.Scores.FirstOrDefault(s => s.SignatureSha256 == signature.Sha256 && s.Signature == signature.Name)?.Value;

    private static (double[] Scores, bool[] Labels) WithLabel(SnapshotContent snapshot, SnapshotSignature signature, Func<SnapshotMember, bool?> label)
    {
        var used = snapshot.Members.Select(m => (Score: ScoreOf(m, signature), Label: label(m))).Where(m => m.Score is not null && m.Label is not null).ToList();
        return ([.. used.Select(m => m.Score!.Value)], [.. used.Select(m => m.Label!.Value)]);
    }

    private static Discrimination Discriminate(SnapshotContent snapshot, SnapshotSignature signature)
    {
        var (scores, labels) = WithLabel(snapshot, signature, m => m.PdL1Positive);
        var auc = AreaUnderCurve.Estimate(scores, labels);
        IReadOnlyList<CurvePoint> curve = auc.Value is null ? [] : [.. RocCurve.Points(scores, labels).Select(p => new CurvePoint(double.IsFinite(p.Threshold) ? p.Threshold : null, p.Sensitivity, p.Specificity))];
        return new Discrimination(signature.Name, scores.Length, auc.Value, curve, auc.Why, signature.IsTrainingCohort);
    }

    private static Comparison[] Compare(SnapshotContent snapshot)
    {
        List<(SnapshotSignature First, SnapshotSignature Second, Computed<AucComparison> Test)> tests = [];
        // The last signature is the fusion: it is compared with its parts first.
        SnapshotSignature[] order = [.. snapshot.Signatures.Reverse()];
        for (var i = 0; i < order.Length; i++)
        {
            for (var j = i + 1; j < order.Length; j++)
            {
                var used = snapshot.Members.Where(m => m.PdL1Positive is not null && ScoreOf(m, order[i]) is not null && ScoreOf(m, order[j]) is not null).ToList();
                tests.Add((order[i], order[j], AreaUnderCurve.Compare([.. used.Select(m => ScoreOf(m, order[i])!.Value)], [.. used.Select(m => ScoreOf(m, order[j])!.Value)], [.. used.Select(m => m.PdL1Positive!.Value)])));
            }
        }

        var holm = new Queue<double>(Multiplicity.Holm([.. tests.Where(t => t.Test.Value is not null).Select(t => t.Test.Value!.P)]));
        return [.. tests.Select(t => new Comparison(t.First.Name, t.Second.Name, t.Test.Value, t.Test.Value is null ? null : holm.Dequeue(), t.Test.Why))];
    }

    private static OperatingResult? AtThreshold(SnapshotContent snapshot, SnapshotSignature signature)
    {
        var (scores, labels) = WithLabel(snapshot, signature, m => m.PdL1Positive);
        if (scores.Length == 0) return null;
        int Count(bool predicted, bool label) => scores.Where((score, i) => score >= signature.Threshold == predicted && labels[i] == label).Count();
        int tp = Count(true, true), fp = Count(true, false), fn = Count(false, true), tn = Count(false, false);
        return new OperatingResult(signature.Name, signature.Threshold, signature.ThresholdRule, tp, fp, fn, tn,
            Proportion.Wilson(tp, tp + fn).Value, Proportion.Wilson(tn, tn + fp).Value, Proportion.Wilson(tp, tp + fp).Value, Proportion.Wilson(tn, tn + fn).Value, Proportion.Wilson(tp + tn, scores.Length).Value);
    }

    private static ResponseByPrediction Respond(SnapshotContent snapshot, SnapshotSignature signature)
    {
        var (scores, responded) = WithLabel(snapshot, signature, m => m.Responder);
        int Count(bool predicted, bool response) => scores.Where((score, i) => score >= signature.Threshold == predicted && responded[i] == response).Count();
        var table = new TwoByTwo(Count(true, true), Count(true, false), Count(false, true), Count(false, false));
        var yates = table.ChiSquare(yates: true);
        return new ResponseByPrediction(signature.Name, Proportion.Wilson(table.A, table.A + table.B).Value, Proportion.Wilson(table.C, table.C + table.D).Value,
            yates.Value, table.ChiSquare(yates: false).Value, table.Fisher().Value, yates.Why, snapshot.Members.Count(m => m.Response is not null && m.Responder is null));
    }

    private static ExpressionCorrelation Correlate(SnapshotContent snapshot, SnapshotSignature signature)
    {
        ExpressionPoint[] points = [.. snapshot.Members.Where(m => m.Cd274 is not null && ScoreOf(m, signature) is not null).Select(m => new ExpressionPoint(ScoreOf(m, signature)!.Value, m.Cd274!.Value))];
        double[] scores = [.. points.Select(p => p.Score)], expression = [.. points.Select(p => p.Cd274)];
        var pearson = Correlation.Pearson(scores, expression);
        return new ExpressionCorrelation(signature.Name, pearson.Value, Correlation.Spearman(scores, expression).Value, points, pearson.Why);
    }

    private static List<string> Reasons(SnapshotContent snapshot, SnapshotMember member)
    {
        List<string> reasons = [.. member.Omissions];
        if (member.PdL1Positive is null) reasons.Add("no PD-L1 score");
        if (member.Response is null && snapshot.Members.Any(m => m.Response is not null)) reasons.Add("no response");
        if (member.Response is not null && member.Responder is null) reasons.Add("response not evaluable");
        if (member.Cd274 is null && snapshot.Members.Any(m => m.Cd274 is not null)) reasons.Add("no CD274");
        return reasons;
    }
}
