using RadlPortal.Core.Cohorts;

namespace RadlPortal.Core.Reports.Sections;

/// <summary>What every section about scores asks of a snapshot's members.</summary>
internal static class ScoredSubjects
{
    public static double? ScoreOf(this SnapshotMember member, SnapshotSignature signature) =>
        member.Scores.FirstOrDefault(s => s.SignatureSha256 == signature.Sha256 && s.Signature == signature.Name)?.Value;

    /// <summary>Scores and labels of the members that have both.</summary>
    public static (double[] Scores, bool[] Labels) WithLabel(this IEnumerable<SnapshotMember> members, SnapshotSignature signature, Func<SnapshotMember, bool?> label)
    {
        var used = members.Select(m => (Score: m.ScoreOf(signature), Label: label(m))).Where(m => m.Score is not null && m.Label is not null).ToList();
        return ([.. used.Select(m => m.Score!.Value)], [.. used.Select(m => m.Label!.Value)]);
    }

    /// <summary>Scores of one status, in the order of the members.</summary>
    public static double[] ScoresOf(this IEnumerable<SnapshotMember> members, SnapshotSignature signature, bool positive) =>
        [.. members.Where(m => m.PdL1Positive == positive).Select(m => m.ScoreOf(signature)).OfType<double>()];
}
