namespace RadlPortal.Core.DemoStudy;

/// <summary>A made-up participant. The tumour's texture follows <see cref="Heterogeneity"/>, and so do PD-L1, CD274 and response, each with chance mixed in: what the signatures find is really there.</summary>
/// <param name="Heterogeneity">0 (even) to 1 (coarse and patchy).</param>
public sealed record SyntheticSubject(
    string Code,
    int SiteIndex,
    string Cohort,
    ulong Seed,
    double Heterogeneity,
    double TpsPercent,
    string? Response,
    double? Cd274,
    int AgeYears,
    string Sex,
    string Smoking,
    string Histology,
    string Stage,
    SyntheticFollowUp? FollowUp)
{
    /// <summary>Draws a cohort's subjects; the same seed gives the same people.</summary>
    public static IEnumerable<SyntheticSubject> Draw(string cohort, string prefix, int count, int sites, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var positive = random.NextDouble() < 0.5;
            var heterogeneity = Math.Clamp((positive ? 0.66 : 0.34) + 0.17 * Normal(random), 0, 1);
            var responds = random.NextDouble() < 0.15 + 0.65 * heterogeneity;
            var subject = new SyntheticSubject(
                $"{prefix}-{i + 1:000}",
                i % sites,
                cohort,
                (ulong)random.NextInt64(),
                heterogeneity,
                positive ? Math.Round(1 + 89 * Math.Pow(random.NextDouble(), 1.5)) : 0,
                cohort == DemoCohorts.Immunotherapy ? DrawResponse(random, responds) : null,
                cohort == DemoCohorts.Expression && random.NextDouble() < 0.9 ? Math.Round(2 + 3 * heterogeneity + 0.9 * Normal(random), 3) : null,
                (int)Math.Clamp(64 + 9 * Normal(random), 38, 88),
                random.NextDouble() < 0.6 ? "M" : "F",
                Pick(random, "current", "former", "never"),
                Pick(random, "adenocarcinoma", "squamous", "other"),
                Pick(random, "III", "IV"),
                null);
            yield return cohort == DemoCohorts.Immunotherapy ? subject with { FollowUp = SyntheticFollowUp.Draw(subject) } : subject;
        }
    }

    private static string DrawResponse(Random random, bool responds) =>
        responds ? (random.NextDouble() < 0.2 ? "iCR" : "iPR") : random.NextDouble() < 0.05 ? "NE" : random.NextDouble() < 0.5 ? "iSD" : "iCPD";

    private static string Pick(Random random, params string[] of) => of[random.Next(of.Length)];

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
