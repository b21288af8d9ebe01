using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Database;
using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Core.Cohorts;

/// <summary>How stable each radiomic feature is between the first and the second read.</summary>
internal static class FeatureAgreement
{
    /// <summary>Fewer subjects that were read twice give no intraclass correlation.</summary>
    private const int FewestSubjects = 3;

    public static async Task<IReadOnlyList<SnapshotFeatureAgreement>> OfAsync(PortalDb db, IReadOnlyList<CohortMember> members, CancellationToken cancellation)
    {
        List<CohortMember> twice = [.. members.Where(m => m is { FirstVoi: not null, SecondVoi: not null })];
        if (twice.Count < FewestSubjects) return [];
        var versions = twice.SelectMany(m => new[] { m.FirstVoi!.Id, m.SecondVoi!.Id }).ToList();
        var sets = (await (
            from set in db.FeatureSets.AsNoTracking()
            join profile in db.ExtractionProfiles on set.ExtractionProfileId equals profile.Id
            where versions.Contains(set.VoiVersionId)
            orderby profile.Version, set.ComputedAt
            select new { set.VoiVersionId, set.ExtractionProfileId, set.ValuesJson }).ToListAsync(cancellation)).ToLookup(s => s.VoiVersionId);
        List<(Dictionary<string, double?> First, Dictionary<string, double?> Second)> pairs = [];
        foreach (var member in twice)
        {
            if (sets[member.FirstVoi!.Id].LastOrDefault() is not { } first) continue;
            if (sets[member.SecondVoi!.Id].LastOrDefault(s => s.ExtractionProfileId == first.ExtractionProfileId) is { } second) pairs.Add((Values(first.ValuesJson), Values(second.ValuesJson)));
        }

        return pairs.Count < FewestSubjects ? [] : [.. pairs[0].First.Keys.Select(name => Of(name, pairs)).OfType<SnapshotFeatureAgreement>()];
    }

    /// <summary>Null when the feature has no intraclass correlation, such as one that is the same in all subjects.</summary>
    private static SnapshotFeatureAgreement? Of(string name, List<(Dictionary<string, double?> First, Dictionary<string, double?> Second)> pairs)
    {
        double[][] ratings = [.. pairs.Where(p => p.First.GetValueOrDefault(name) is not null && p.Second.GetValueOrDefault(name) is not null).Select(p => new[] { p.First[name]!.Value, p.Second[name]!.Value })];
        if (ratings.Length < FewestSubjects || IntraclassCorrelation.Of(ratings).Value?.Single2 is not { Interval: { } interval } icc) return null;
        return new SnapshotFeatureAgreement(name, icc.Value, interval.Lower, interval.Upper, ratings.Length);
    }

    private static Dictionary<string, double?> Values(string json) => JsonSerializer.Deserialize<Dictionary<string, double?>>(json)!;
}
