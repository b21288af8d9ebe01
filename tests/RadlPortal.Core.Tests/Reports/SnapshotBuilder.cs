using RadlPortal.Core.Cohorts;
using RadlPortal.Core.Reports;

namespace RadlPortal.Core.Tests.Reports;

/// <summary>Snapshots of made-up members, and the reports of them.</summary>
internal static class SnapshotBuilder
{
    private static readonly string[] Names = ["RAsig", "DLsig", "RADLsig"];

    public static ReportContent Report(IReadOnlyList<SnapshotMember> members, SnapshotProfile? profile = null, IReadOnlyList<SnapshotFeatureAgreement>? agreement = null) => ReportComputation.Compute(
        new SnapshotContent(2, new SnapshotStudy("study", "Study", false), new SnapshotCohort("c", "Cohort", CohortKind.Immunotherapy), new SnapshotRules(1, "", "", ""),
            [.. Names.Select(name => new SnapshotSignature(name, "kind", 1, $"sha of {name}", 0.5, "rule", "training", false))], members, profile, agreement),
        "sha of snapshot");

    /// <summary>A member with the same score of every signature.</summary>
    public static SnapshotMember Member(int i, double score, bool positive, bool? responder) => new(
        $"S{i:000}", "north", null, null, null, [.. Names.Select(name => new SnapshotScore(name, $"sha of {name}", score, "cpu", "1"))], [],
        positive ? 50 : 0, positive, responder is { } r ? r ? "iPR" : "iSD" : null, responder, null, null, null, null, null, null);
}
