namespace RadlPortal.Numerics.Statistics;

/// <summary>Kaplan and Meier's survival curve with Greenwood's variance. Who is censored at a time is still at risk at it.</summary>
public sealed class KaplanMeier
{
    // Survival this near to one half is one half (as R's survfit takes it).
    private const double Tolerance = 1.49e-8;

    private readonly FollowUp followUp;

    private KaplanMeier(FollowUp followUp, IReadOnlyList<SurvivalStep> steps) => (this.followUp, Steps) = (followUp, steps);

    /// <summary>One step for each distinct time, ascending.</summary>
    public IReadOnlyList<SurvivalStep> Steps { get; }

    /// <summary>Subjects.</summary>
    public int Subjects => followUp.Count;

    /// <summary>Subjects with the event.</summary>
    public int Events => followUp.EventCount;

    /// <summary>The curve of one group.</summary>
    /// <param name="followUp">Its subjects.</param>
    public static Computed<KaplanMeier> Of(FollowUp followUp)
    {
        if (followUp.Count == 0) return Computed<KaplanMeier>.Refused(RefusalReason.TooFew, "There is no subject with a follow-up.");
        List<SurvivalStep> steps = [];
        double survival = 1, greenwood = 0;
        var atRisk = followUp.Count;
        foreach (var time in Enumerable.Range(0, followUp.Count).GroupBy(i => followUp.Times[i]).OrderBy(group => group.Key))
        {
            int events = time.Count(i => followUp.Events[i]), leaving = time.Count();
            survival *= 1 - (double)events / atRisk;
            // At a step to 0 Greenwood's formula divides by 0.
            greenwood += events == 0 ? 0 : events == atRisk ? double.PositiveInfinity : (double)events / ((double)atRisk * (atRisk - events));
            steps.Add(new SurvivalStep(time.Key, atRisk, events, leaving - events, survival, greenwood));
            atRisk -= leaving;
        }

        return Computed<KaplanMeier>.Of(new KaplanMeier(followUp, steps), followUp.Count, "Kaplan-Meier; Greenwood's variance");
    }

    /// <summary>Survival at a time with its 95% interval. After the last follow-up the curve is carried on level, with nobody at risk; the method says so.</summary>
    /// <param name="time">In the unit of the follow-up.</param>
    /// <param name="scale">Scale of the interval; always to be said, because the limits differ.</param>
    public Computed<SurvivalEstimate> At(double time, SurvivalScale scale)
    {
        var step = Steps.LastOrDefault(s => s.Time <= time) ?? new SurvivalStep(0, Subjects, 0, 0, 1, 0);
        var interval = Interval(step, scale);
        return Computed<SurvivalEstimate>.Of(
            new SurvivalEstimate(time, step.Survival, step.StandardError, followUp.Times.Count(t => t >= time), interval),
            Subjects,
            $"Kaplan-Meier; 95% interval on the {Name(scale)} scale{Beyond(time)}");
    }

    /// <summary>Median survival: the first time at which survival is at most one half (the middle of the step where it is exactly that), with Brookmeyer and Crowley's 95% interval; an end that is not reached is null.</summary>
    /// <param name="scale">Scale of the curve's interval.</param>
    public Computed<MedianSurvival> Median(SurvivalScale scale)
    {
        var median = FirstHalf(step => step.Survival);
        double? lower = FirstHalf(step => Interval(step, scale)?.Lower), upper = FirstHalf(step => Interval(step, scale)?.Upper);
        return median is { } value
            ? Computed<MedianSurvival>.Of(new MedianSurvival(value, lower, upper), Subjects, $"median survival; Brookmeyer and Crowley's 95% interval on the {Name(scale)} scale")
            : Computed<MedianSurvival>.Refused(RefusalReason.NotReached, $"The median is not reached: survival at the end of the follow-up is {Steps[^1].Survival:0.###}.", Subjects);
    }

    /// <summary>Lower end of the median's 95% interval (Brookmeyer and Crowley), also where the median itself is not reached; null = not reached either.</summary>
    /// <param name="scale">Scale of the curve's interval.</param>
    public double? LowerEndOfMedian(SurvivalScale scale) => FirstHalf(step => Interval(step, scale)?.Lower);

    /// <summary>Restricted mean survival: area under the curve up to a time, with its standard error. Where the follow-up ends earlier, the curve is carried on level; the method says so.</summary>
    /// <param name="until">In the unit of the follow-up.</param>
    public Computed<RestrictedMean> Restricted(double until)
    {
        double area = 0, variance = 0, right = until;
        foreach (var step in Steps.Where(s => s.Time <= until).Reverse())
        {
            area += step.Survival * (right - step.Time);
            right = step.Time;
            if (step.Events > 0 && step.Events < step.AtRisk) variance += area * area * step.Events / ((double)step.AtRisk * (step.AtRisk - step.Events));
        }

        return Computed<RestrictedMean>.Of(new RestrictedMean(until, area + right, Math.Sqrt(variance)), Subjects, $"mean survival restricted to {until:R}{Beyond(until)}");
    }

    /// <summary>The step's interval; null where the scale has none (at survival 0, and on the log-log scale at 1).</summary>
    /// <param name="step">A step of this curve.</param>
    /// <param name="scale">Scale of the interval.</param>
    public static Interval? Interval(SurvivalStep step, SurvivalScale scale)
    {
        double s = step.Survival, half = Tails.Z975 * Math.Sqrt(step.LogVariance);
        if (s == 0) return null;
        switch (scale)
        {
            case SurvivalScale.Log:
                return new Interval(s * Math.Exp(-half), Math.Min(1, s * Math.Exp(half)));
            case SurvivalScale.Plain:
                return new Interval(Math.Max(0, s - half * s), Math.Min(1, s + half * s));
            default:
                if (s == 1) return null;
                var log = Math.Log(s);
                return new Interval(Math.Exp(log * Math.Exp(half / -log)), Math.Exp(log * Math.Exp(half / log)));
        }
    }

    private static string Name(SurvivalScale scale) => scale switch { SurvivalScale.Log => "log", SurvivalScale.LogLog => "log-log", _ => "plain" };

    private string Beyond(double time) => time > Steps[^1].Time && Steps[^1].Survival > 0 ? $"; nobody is followed beyond {Steps[^1].Time:R}, the curve is carried on level from there" : "";

    private double? FirstHalf(Func<SurvivalStep, double?> of)
    {
        var below = Steps.Select(step => (step.Time, Value: of(step))).Where(point => point.Value < 0.5 + Tolerance).ToArray();
        if (below.Length == 0) return null;
        var next = below.FirstOrDefault(point => point.Value < below[0].Value);
        return Math.Abs(below[0].Value!.Value - 0.5) < Tolerance && next.Value is not null ? (below[0].Time + next.Time) / 2 : below[0].Time;
    }
}

/// <summary>The scale on which a survival curve's interval is made.</summary>
public enum SurvivalScale
{
    /// <summary>log S, R's default.</summary>
    Log,

    /// <summary>log(−log S), the default of SAS.</summary>
    LogLog,

    /// <summary>S itself, cut at 0 and 1.</summary>
    Plain,
}

/// <summary>One time of a survival curve.</summary>
/// <param name="Time">In the unit of the follow-up.</param>
/// <param name="AtRisk">Just before it.</param>
/// <param name="Events">At it.</param>
/// <param name="Censored">At it.</param>
/// <param name="Survival">After it.</param>
/// <param name="LogVariance">Greenwood's variance of log survival; infinite once survival is 0.</param>
public sealed record SurvivalStep(double Time, int AtRisk, int Events, int Censored, double Survival, double LogVariance)
{
    /// <summary>Greenwood's standard error of the survival; null once survival is 0, where his formula has no value.</summary>
    public double? StandardError => Survival == 0 ? null : Survival * Math.Sqrt(LogVariance);
}

/// <summary>Survival at a time.</summary>
/// <param name="Time">The time.</param>
/// <param name="Survival">0 to 1.</param>
/// <param name="StandardError">Greenwood's; null where survival is 0.</param>
/// <param name="AtRisk">Subjects followed at least so long.</param>
/// <param name="Interval">95%; null where the scale has none.</param>
public sealed record SurvivalEstimate(double Time, double Survival, double? StandardError, int AtRisk, Interval? Interval);

/// <summary>Median survival.</summary>
/// <param name="Value">The median.</param>
/// <param name="Lower">Lower end of the 95% interval; null = not reached.</param>
/// <param name="Upper">Upper end; null = not reached.</param>
public sealed record MedianSurvival(double Value, double? Lower, double? Upper);

/// <summary>Restricted mean survival.</summary>
/// <param name="Until">Up to this time.</param>
/// <param name="Value">Area under the curve.</param>
/// <param name="StandardError">Of it.</param>
public sealed record RestrictedMean(double Until, double Value, double StandardError);
