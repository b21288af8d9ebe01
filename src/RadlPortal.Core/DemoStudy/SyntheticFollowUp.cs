namespace RadlPortal.Core.DemoStudy;

/// <summary>What became of a made-up participant under immunotherapy: survival times follow the tumour's heterogeneity (longer where it is high, as response is more likely there), with chance mixed in and a last visit that censors.</summary>
/// <param name="BestChangePercent">Null when the response could not be evaluated.</param>
public sealed record SyntheticFollowUp(double? BestChangePercent, double TreatmentMonths, double ProgressionFreeMonths, bool Progressed, double SurvivalMonths, bool Died)
{
    /// <summary>Draws from the subject's own seed, so that nothing else of the study depends on it.</summary>
    public static SyntheticFollowUp Draw(SyntheticSubject subject)
    {
        var random = new Random((int)(subject.Seed % int.MaxValue));
        double? change = subject.Response switch
        {
            "iCR" => -100,
            "iPR" => -Math.Round(31 + 50 * random.NextDouble()),
            "iSD" => Math.Round(-28 + 45 * random.NextDouble()),
            "iCPD" => Math.Round(21 + 60 * random.NextDouble()),
            _ => null,
        };
        var lastVisit = 10 + 20 * random.NextDouble();
        var scale = 5 + 14 * subject.Heterogeneity;
        // Best response is read after three cycles: whoever had progressed then did so by then, and nobody else did.
        var chance = random.NextDouble();
        var progression = subject.Response == "iCPD" ? 1.5 + 2 * chance : 3.5 - scale * Math.Log(1 - chance);
        var death = progression + 2 - 1.2 * scale * Math.Log(1 - random.NextDouble());
        var progressionFree = Months(Math.Min(progression, lastVisit));
        return new SyntheticFollowUp(change, Months(Math.Min(progressionFree, 24)), progressionFree, progression <= lastVisit, Months(Math.Min(death, lastVisit)), death <= lastVisit);
    }

    private static double Months(double months) => Math.Round(months, 1);
}
