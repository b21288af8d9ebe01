namespace RadlPortal.Numerics.Statistics;

/// <summary>Area under the ROC curve with DeLong's variance (DeLong et al., Biometrics 1988;44:837). A higher score always speaks for the positive class; the direction is never chosen from the data.</summary>
public static class AreaUnderCurve
{
    /// <summary>Below this many subjects of a class an AUC is shown with a warning.</summary>
    public const int FewPerClass = 10;

    // Below this a difference of two AUCs, or its error, is rounding.
    private const double Rounding = 1e-12;

    /// <summary>AUC = P(score of a positive &gt; score of a negative) + ½ P(equal), by midranks, without an interval; one subject of each class is enough.</summary>
    /// <param name="scores">One finite score a subject.</param>
    /// <param name="labels">True = positive; as many as scores.</param>
    public static Computed<AucPoint> Point(IReadOnlyList<double> scores, IReadOnlyList<bool> labels)
    {
        if (Refusal<AucPoint>(labels, 1) is { } refused) return refused;
        var parts = Placements.Of(scores, labels);
        return Computed<AucPoint>.Of(new AucPoint(parts.Auc, parts.Positives, parts.Negatives), labels.Count, "AUC by midranks; higher score = positive");
    }

    /// <summary>AUC by midranks with 95% intervals: Wald from DeLong's variance, cut at 0 and 1, and the same on the logit scale.</summary>
    /// <param name="scores">One finite score a subject.</param>
    /// <param name="labels">True = positive; as many as scores.</param>
    public static Computed<AucEstimate> Estimate(IReadOnlyList<double> scores, IReadOnlyList<bool> labels)
    {
        if (Refusal<AucEstimate>(labels, 2) is { } refused) return refused;
        var parts = Placements.Of(scores, labels);
        var error = Math.Sqrt(parts.Covariance(parts));
        var half = Tails.Z975 * error;
        var warning = error == 0 ? "all scores are tied or the classes are separated completely, so the variance is zero and the interval is a point"
            : Math.Min(parts.Positives, parts.Negatives) < FewPerClass ? $"fewer than {FewPerClass} subjects in a class: the interval is rough"
            : null;
        return Computed<AucEstimate>.Of(
            new AucEstimate(parts.Auc, error, Math.Max(0, parts.Auc - half), Math.Min(1, parts.Auc + half), parts.Positives, parts.Negatives, warning)
            {
                LogitInterval = LogitInterval(parts.Auc, error),
                HanleyMcNeilError = HanleyMcNeil(parts),
            },
            labels.Count,
            "AUC by midranks; higher score = positive; 95% interval of DeLong's variance, Wald, cut at 0 and 1");
    }

    /// <summary>DeLong's test of two AUCs on the same subjects: difference first − second, its 95% interval, z and two-sided P. Two equal curves give z = 0 and P = 1.</summary>
    /// <param name="first">Scores of the first signature.</param>
    /// <param name="second">Scores of the second, of the same subjects in the same order.</param>
    /// <param name="labels">True = positive.</param>
    public static Computed<AucComparison> Compare(IReadOnlyList<double> first, IReadOnlyList<double> second, IReadOnlyList<bool> labels)
    {
        const string method = "DeLong's paired test of two AUCs; normal; 95% Wald interval of the difference";
        if (Refusal<AucComparison>(labels, 2) is { } refused) return refused;
        Placements a = Placements.Of(first, labels), b = Placements.Of(second, labels);
        double difference = a.Auc - b.Auc, covariance = a.Covariance(b);
        var error = Math.Sqrt(Math.Max(0, a.Covariance(a) + b.Covariance(b) - 2 * covariance));
        if (error < Rounding)
        {
            return Math.Abs(difference) < Rounding
                ? Computed<AucComparison>.Of(new AucComparison(0, 0, 0, 0, 1, labels.Count) { Covariance = covariance }, labels.Count, method)
                : Computed<AucComparison>.Refused(RefusalReason.NoVariance, "The difference of the two AUCs has no variance in these subjects, so it cannot be tested.", labels.Count);
        }

        var z = difference / error;
        var half = Tails.Z975 * error;
        return Computed<AucComparison>.Of(
            new AucComparison(difference, Math.Max(-1, difference - half), Math.Min(1, difference + half), z, Tails.Normal2(z), labels.Count) { Covariance = covariance, StandardError = error },
            labels.Count,
            method);
    }

    /// <summary>DeLong's test of one signature's AUCs in two cohorts of different subjects: D = (first − second) / √(sum of variances); t with Satterthwaite's degrees of freedom, and the normal P beside it.</summary>
    /// <param name="firstScores">Scores of the first cohort.</param>
    /// <param name="firstLabels">Its labels.</param>
    /// <param name="secondScores">Scores of the second cohort.</param>
    /// <param name="secondLabels">Its labels.</param>
    public static Computed<UnpairedAucComparison> CompareCohorts(IReadOnlyList<double> firstScores, IReadOnlyList<bool> firstLabels, IReadOnlyList<double> secondScores, IReadOnlyList<bool> secondLabels)
    {
        if ((Refusal<UnpairedAucComparison>(firstLabels, 2) ?? Refusal<UnpairedAucComparison>(secondLabels, 2)) is { } refused) return refused;
        Placements a = Placements.Of(firstScores, firstLabels), b = Placements.Of(secondScores, secondLabels);
        double va = a.Covariance(a), vb = b.Covariance(b);
        var used = firstLabels.Count + secondLabels.Count;
        if (va + vb <= 0) return Computed<UnpairedAucComparison>.Refused(RefusalReason.NoVariance, "Neither AUC has a variance, so their difference cannot be tested.", used);
        var d = (a.Auc - b.Auc) / Math.Sqrt(va + vb);
        var df = (va + vb) * (va + vb) / (va * va / (firstLabels.Count - 1) + vb * vb / (secondLabels.Count - 1));
        return Computed<UnpairedAucComparison>.Of(new UnpairedAucComparison(a.Auc - b.Auc, d, df, Tails.T2(d, df), Tails.Normal2(d)), used, "DeLong's unpaired test of two AUCs; t with Satterthwaite's degrees of freedom");
    }

    private static Interval? LogitInterval(double auc, double error)
    {
        if (auc is <= 0 or >= 1 || error == 0) return null;
        double logit = Math.Log(auc / (1 - auc)), half = Tails.Z975 * error / (auc * (1 - auc));
        return new Interval(1 / (1 + Math.Exp(half - logit)), 1 / (1 + Math.Exp(-half - logit)));
    }

    // Hanley and McNeil, Radiology 1982;143:29: exponential scores.
    private static double HanleyMcNeil(Placements parts)
    {
        double a = parts.Auc, q1 = a / (2 - a), q2 = 2 * a * a / (1 + a);
        return Math.Sqrt((a * (1 - a) + (parts.Positives - 1) * (q1 - a * a) + (parts.Negatives - 1) * (q2 - a * a)) / ((double)parts.Positives * parts.Negatives));
    }

    internal static Computed<T>? Refusal<T>(IReadOnlyList<bool> labels, int perClass)
        where T : class
    {
        var positives = labels.Count(label => label);
        var negatives = labels.Count - positives;
        if (positives >= perClass && negatives >= perClass) return null;
        var needed = perClass == 1 ? "The AUC needs at least one positive and one negative subject" : "The AUC needs at least two positive and two negative subjects";
        return Computed<T>.Refused(positives == 0 || negatives == 0 ? RefusalReason.OneClass : RefusalReason.TooFew, $"{needed}; there are {positives} positive and {negatives} negative.", labels.Count);
    }
}

/// <summary>An AUC without interval.</summary>
/// <param name="Auc">0 to 1.</param>
/// <param name="Positives">Positive subjects.</param>
/// <param name="Negatives">Negative subjects.</param>
public sealed record AucPoint(double Auc, int Positives, int Negatives);

/// <summary>An AUC with its DeLong interval.</summary>
/// <param name="Auc">0 to 1.</param>
/// <param name="StandardError">DeLong's.</param>
/// <param name="Lower">Lower end of the 95% interval.</param>
/// <param name="Upper">Upper end of the 95% interval.</param>
/// <param name="Positives">Positive subjects.</param>
/// <param name="Negatives">Negative subjects.</param>
/// <param name="Warning">What to bear in mind, or null.</param>
public sealed record AucEstimate(double Auc, double StandardError, double Lower, double Upper, int Positives, int Negatives, string? Warning)
{
    /// <summary>DeLong's 95% interval on the logit scale, which never needs cutting; null at an AUC of 0 or 1 or without variance.</summary>
    public Interval? LogitInterval { get; init; }

    /// <summary>Standard error by Hanley and McNeil (1982), for comparison with older papers.</summary>
    public double HanleyMcNeilError { get; init; }
}

/// <summary>Two AUCs compared on the same subjects.</summary>
/// <param name="Difference">First − second.</param>
/// <param name="Lower">Lower end of the difference's 95% interval.</param>
/// <param name="Upper">Upper end of the difference's 95% interval.</param>
/// <param name="Z">Difference by its standard error.</param>
/// <param name="P">Two-sided.</param>
/// <param name="Subjects">Subjects with both scores.</param>
public sealed record AucComparison(double Difference, double Lower, double Upper, double Z, double P, int Subjects)
{
    /// <summary>Covariance of the two AUCs.</summary>
    public double Covariance { get; init; }

    /// <summary>Standard error of the difference.</summary>
    public double StandardError { get; init; }
}

/// <summary>One signature's AUCs compared between two cohorts.</summary>
/// <param name="Difference">First − second.</param>
/// <param name="D">Difference by its standard error.</param>
/// <param name="DegreesOfFreedom">Satterthwaite's.</param>
/// <param name="P">Two-sided, by t.</param>
/// <param name="NormalP">Two-sided, by the normal distribution.</param>
public sealed record UnpairedAucComparison(double Difference, double D, double DegreesOfFreedom, double P, double NormalP);
