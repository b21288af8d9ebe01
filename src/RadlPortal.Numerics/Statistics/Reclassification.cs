namespace RadlPortal.Numerics.Statistics;

/// <summary>Net reclassification improvement and integrated discrimination improvement of a new model over an old one (Pencina 2008, 2011). Both are inflated by miscalibrated models; the parts of events and non-events are always given.</summary>
public static class Reclassification
{
    /// <summary>NRI over risk categories; a category begins at its cut point.</summary>
    /// <param name="old">Probabilities of the old model.</param>
    /// <param name="updated">Probabilities of the new model, of the same subjects.</param>
    /// <param name="labels">True = event.</param>
    /// <param name="cuts">Cut points, ascending.</param>
    public static Computed<NetReclassification> Categorical(IReadOnlyList<double> old, IReadOnlyList<double> updated, IReadOnlyList<bool> labels, IReadOnlyList<double> cuts)
    {
        int Category(double p) => cuts.Count(cut => cut <= p);
        return Net(labels, i => Math.Sign(Category(updated[i]) - Category(old[i])), $"NRI over categories cut at {string.Join(", ", cuts)}");
    }

    /// <summary>Category-free NRI: every rise or fall counts, equal probabilities neither way.</summary>
    /// <param name="old">Probabilities of the old model.</param>
    /// <param name="updated">Probabilities of the new model.</param>
    /// <param name="labels">True = event.</param>
    public static Computed<NetReclassification> Continuous(IReadOnlyList<double> old, IReadOnlyList<double> updated, IReadOnlyList<bool> labels) =>
        Net(labels, i => updated[i].CompareTo(old[i]), "category-free NRI; equal probabilities count neither way");

    /// <summary>IDI: mean rise of the events' probabilities plus mean fall of the non-events', with the standard error of the two means.</summary>
    /// <param name="old">Probabilities of the old model.</param>
    /// <param name="updated">Probabilities of the new model.</param>
    /// <param name="labels">True = event.</param>
    public static Computed<DiscriminationImprovement> Integrated(IReadOnlyList<double> old, IReadOnlyList<double> updated, IReadOnlyList<bool> labels)
    {
        if (AreaUnderCurve.Refusal<DiscriminationImprovement>(labels, 2) is { } refused) return refused;
        double[] Changes(bool label) => [.. Enumerable.Range(0, labels.Count).Where(i => labels[i] == label).Select(i => updated[i] - old[i])];
        Moments events = Moments.Of(Changes(true)), others = Moments.Of(Changes(false));
        double idi = events.Mean - others.Mean, error = Math.Sqrt(events.Variance / events.Count + others.Variance / others.Count);
        if (error == 0) return Computed<DiscriminationImprovement>.Refused(RefusalReason.NoVariance, "The probabilities of all subjects change by the same amount, so the IDI has no variance.", labels.Count);
        var half = Tails.Z975 * error;
        return Computed<DiscriminationImprovement>.Of(new DiscriminationImprovement(idi, events.Mean, -others.Mean, error, idi - half, idi + half, idi / error, Tails.Normal2(idi / error)), labels.Count, "IDI; 95% Wald interval");
    }

    private static Computed<NetReclassification> Net(IReadOnlyList<bool> labels, Func<int, int> direction, string method)
    {
        if (AreaUnderCurve.Refusal<NetReclassification>(labels, 1) is { } refused) return refused;
        var moves = Enumerable.Range(0, labels.Count).Select(direction).ToArray();
        (double Up, double Down, int Count) Shares(bool label)
        {
            double n = labels.Count(l => l == label);
            return (moves.Where((m, i) => m > 0 && labels[i] == label).Count() / n, moves.Where((m, i) => m < 0 && labels[i] == label).Count() / n, (int)n);
        }

        var (eventsUp, eventsDown, events) = Shares(true);
        var (othersUp, othersDown, others) = Shares(false);
        double ofEvents = eventsUp - eventsDown, ofOthers = othersDown - othersUp;
        var nullError = Math.Sqrt((eventsUp + eventsDown) / events + (othersUp + othersDown) / others);
        var error = Math.Sqrt((eventsUp + eventsDown - ofEvents * ofEvents) / events + (othersUp + othersDown - ofOthers * ofOthers) / others);
        if (nullError == 0) return Computed<NetReclassification>.Refused(RefusalReason.NoVariance, "No subject changes its category, so the NRI is 0 without a test.", labels.Count);
        double nri = ofEvents + ofOthers, half = Tails.Z975 * error;
        return Computed<NetReclassification>.Of(
            new NetReclassification(nri, ofEvents, ofOthers, eventsUp, othersUp, error, nri - half, nri + half, error == 0 ? null : nri / error, error == 0 ? null : Tails.Normal2(nri / error))
            {
                NullStandardError = nullError,
                NullZ = nri / nullError,
                NullP = Tails.Normal2(nri / nullError),
            },
            labels.Count,
            method + "; 95% interval of the multinomial standard error; null standard error beside it");
    }
}

/// <summary>Net reclassification improvement.</summary>
/// <param name="Total">Events + non-events, −2 to 2.</param>
/// <param name="OfEvents">Share of events up − share down.</param>
/// <param name="OfNonEvents">Share of non-events down − share up.</param>
/// <param name="EventsUp">Share of events moved up.</param>
/// <param name="NonEventsUp">Share of non-events moved up.</param>
/// <param name="StandardError">Multinomial.</param>
/// <param name="Lower">Lower end of the 95% interval.</param>
/// <param name="Upper">Upper end.</param>
/// <param name="Z">Total by the multinomial standard error; null without variance.</param>
/// <param name="P">Two-sided.</param>
public sealed record NetReclassification(double Total, double OfEvents, double OfNonEvents, double EventsUp, double NonEventsUp, double StandardError, double Lower, double Upper, double? Z, double? P)
{
    /// <summary>Standard error under no improvement (Pencina 2008).</summary>
    public double NullStandardError { get; init; }

    /// <summary>Total by that error.</summary>
    public double NullZ { get; init; }

    /// <summary>Two-sided P of it.</summary>
    public double NullP { get; init; }
}

/// <summary>Integrated discrimination improvement.</summary>
/// <param name="Value">Events + non-events.</param>
/// <param name="OfEvents">Mean rise of the events.</param>
/// <param name="OfNonEvents">Mean fall of the non-events.</param>
/// <param name="StandardError">Of the sum.</param>
/// <param name="Lower">Lower end of the 95% interval.</param>
/// <param name="Upper">Upper end.</param>
/// <param name="Z">Value by its error.</param>
/// <param name="P">Two-sided.</param>
public sealed record DiscriminationImprovement(double Value, double OfEvents, double OfNonEvents, double StandardError, double Lower, double Upper, double Z, double P);
