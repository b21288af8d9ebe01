namespace RadlPortal.Numerics.Statistics;

/// <summary>What a table of characteristics says about one continuous measurement in one group. Missing values are counted, not used; quantiles are of type 7.</summary>
public static class GroupSummary
{
    /// <summary>Summary of a group.</summary>
    /// <param name="values">One a subject; null or not finite = missing.</param>
    public static Computed<GroupDescription> Of(IReadOnlyList<double?> values)
    {
        double[] present = [.. values.Where(v => v is { } value && double.IsFinite(value)).Select(v => v!.Value)];
        var missing = values.Count - present.Length;
        LeftOut[] leftOut = missing == 0 ? [] : [new LeftOut(missing, "missing")];
        if (present.Length == 0) return Computed<GroupDescription>.Refused(RefusalReason.TooFew, "No subject of the group has a value.").LeavingOut(leftOut);
        var moments = Moments.Of(present);
        Array.Sort(present);
        return Computed<GroupDescription>.Of(
            new GroupDescription(present.Length, missing, moments.Mean, present.Length < 2 ? null : moments.StandardDeviation, Quantiles.OfSorted(present, 0.5), Quantiles.OfSorted(present, 0.25), Quantiles.OfSorted(present, 0.75), present[0], present[^1]),
            present.Length,
            "mean, standard deviation (n − 1), quantiles of type 7").LeavingOut(leftOut);
    }
}

/// <summary>A continuous measurement in a group.</summary>
/// <param name="Subjects">With a value.</param>
/// <param name="Missing">Without.</param>
/// <param name="Mean">Mean.</param>
/// <param name="StandardDeviation">Divided by n − 1; null with one subject.</param>
/// <param name="Median">Median.</param>
/// <param name="LowerQuartile">First quartile.</param>
/// <param name="UpperQuartile">Third quartile.</param>
/// <param name="Smallest">Minimum.</param>
/// <param name="Largest">Maximum.</param>
public sealed record GroupDescription(int Subjects, int Missing, double Mean, double? StandardDeviation, double Median, double LowerQuartile, double UpperQuartile, double Smallest, double Largest);
