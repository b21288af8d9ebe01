using RadlPortal.Core.Cohorts;
using RadlPortal.Core.Reads;

namespace RadlPortal.Core.Reports.Sections;

/// <summary>How many subjects have come how far, and who was lost on the way (STARD's flow diagram).</summary>
/// <param name="Lost">Subjects of the step before that are not in this one, by reason.</param>
public sealed record FlowStep(string Name, int Subjects, IReadOnlyList<FlowLoss> Lost);

public sealed record FlowLoss(string Reason, int Subjects);

/// <param name="Subjects">Of each step, in the order of the steps.</param>
public sealed record SiteFlow(string Site, IReadOnlyList<int> Subjects);

/// <summary>A subject that some figure lacks, with every reason.</summary>
public sealed record LeftOutSubject(string Subject, string Site, IReadOnlyList<string> Reasons);

internal static class FlowSection
{
    public static IReadOnlyList<FlowStep> Steps(SnapshotContent snapshot)
    {
        List<FlowStep> steps = [];
        List<SnapshotMember> before = [.. snapshot.Members];
        foreach (var (name, holds, reason) in Stages(snapshot))
        {
            List<SnapshotMember> now = [.. before.Where(holds)];
            steps.Add(new FlowStep(name, now.Count, [.. before.Except(now).GroupBy(reason).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => new FlowLoss(g.Key, g.Count()))]));
            before = now;
        }

        return steps;
    }

    public static IReadOnlyList<SiteFlow> BySite(SnapshotContent snapshot) =>
        [.. snapshot.Members.GroupBy(m => m.Site).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new SiteFlow(g.Key, [.. Steps(snapshot with { Members = [.. g] }).Select(s => s.Subjects)]))];

    public static IReadOnlyList<LeftOutSubject> LeftOut(SnapshotContent snapshot) =>
        [.. snapshot.Members.Select(m => new LeftOutSubject(m.Subject, m.Site, Reasons(snapshot, m))).Where(m => m.Reasons.Count > 0)];

    public static ReportChapter Chapter(ReportContent content) => new("flow", "Flow of subjects", [],
    [
        new("flow", "Subjects by step", [ReportColumn.Text("Step"), ReportColumn.Number("Subjects"), ReportColumn.Text("Lost here"), .. content.FlowBySite.Select(s => ReportColumn.Number(s.Site))],
            [.. content.Flow.Select((step, i) => new ReportRow([step.Name, step.Subjects, string.Join("; ", step.Lost.Select(l => $"{l.Subjects} {l.Reason}")), .. content.FlowBySite.Select(s => (ReportCell)s.Subjects[i])]))], []),
        .. content.LeftOut.Count == 0 ? (ReportTable[])[] :
        [
            new("left-out", "Left out of some figure", [ReportColumn.Text("Subject"), ReportColumn.Text("Site"), ReportColumn.Text("Why")],
                [.. content.LeftOut.Select(l => new ReportRow([l.Subject, l.Site, string.Join("; ", l.Reasons)]))], []),
        ],
    ], []);

    private static IEnumerable<(string Name, Func<SnapshotMember, bool> Holds, Func<SnapshotMember, string> Reason)> Stages(SnapshotContent snapshot)
    {
        yield return ("in the cohort", _ => true, _ => "");
        yield return ("with CT that makes a volume", m => m.Series is not null, _ => "no CT that makes a volume");
        yield return ("with VOI", m => m.Voi is not null, m => m.AwaitsAdjudication ? AdjudicationWords.Awaits : "no VOI saved");
        yield return ("with features", m => m.Features is not null, _ => "no features of the latest VOI version");
        yield return ("with every score", m => snapshot.Signatures.Count > 0 && m.Scores.Count == snapshot.Signatures.Count, m => snapshot.Signatures.Count == 0 ? "the study has no signature" : string.Join(", ", m.Omissions));
        yield return ("with every score and PD-L1", m => m.PdL1Positive is not null, _ => "no PD-L1 score");
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
