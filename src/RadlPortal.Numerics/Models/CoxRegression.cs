using MathNet.Numerics.LinearAlgebra;
using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Numerics.Models;

/// <summary>Cox's proportional-hazards regression by partial likelihood. A hazard ratio that runs to infinity is refused, not printed as a huge number.</summary>
public static class CoxRegression
{
    private const int MostSteps = 50;
    private const double Converged = 1e-11;

    // Under monotone likelihood the log hazards go on drifting apart by about 1 a step while the likelihood hardly grows.
    private const double StillMoving = 0.1;
    private const double HardlyGrows = 1e-9;
    private const int InARow = 3;

    /// <summary>Fits log hazard = baseline(time) + Σ coefficient × predictor.</summary>
    /// <param name="followUp">The subjects.</param>
    /// <param name="names">Names of the predictors.</param>
    /// <param name="rows">One row of finite predictors a subject.</param>
    /// <param name="ties">How equal event times are handled; always to be said.</param>
    public static Computed<CoxFit> Fit(FollowUp followUp, IReadOnlyList<string> names, IReadOnlyList<double[]> rows, TiedEvents ties = TiedEvents.Efron)
    {
        if (rows.Count != followUp.Count) throw new ArgumentException("There must be one row of predictors for each subject.", nameof(rows));
        if (followUp.EventCount == 0) return Computed<CoxFit>.Refused(RefusalReason.NoEvents, "No event was observed, so there is no hazard ratio.", followUp.Count);
        var kept = DesignMatrix.Independent(rows, names.Count);
        if (kept.Count == 0) return Computed<CoxFit>.Refused(RefusalReason.Collinear, "No predictor varies between the subjects, so there is no hazard ratio.", followUp.Count);
        var likelihood = new CoxLikelihood(followUp, [.. rows.Select(row => kept.Select(j => row[j]).ToArray())], ties);
        var coefficients = new double[kept.Count];
        CoxSums start = CoxSums.Of(likelihood.At(coefficients)), here = start;
        if (Solve(start) is not { } first) return RunAway(followUp.Count);
        var score = start.Gradient * first;
        for (int step = 0, stalled = 0; ; step++)
        {
            if (step == MostSteps || Solve(here) is not { } direction) return RunAway(followUp.Count);
            var before = here.LogLikelihood;
            (here, var moved) = Move(likelihood, coefficients, direction, before);
            if (moved < Converged) break;
            stalled = moved > StillMoving && here.LogLikelihood - before < HardlyGrows * Math.Max(1, Math.Abs(before)) ? stalled + 1 : 0;
            if (stalled == InARow) return RunAway(followUp.Count);
        }

        var covariance = here.Information.Cholesky().Solve(Matrix<double>.Build.DenseIdentity(kept.Count));
        var beta = Vector<double>.Build.DenseOfArray(coefficients);
        var dropped = Enumerable.Range(0, names.Count).Except(kept).Select(j => names[j]).ToArray();
        return Computed<CoxFit>.Of(
            new CoxFit([.. kept.Select((column, k) => new CoxTerm(names[column], coefficients[k], Math.Sqrt(covariance[k, k])))], dropped, start.LogLikelihood, here.LogLikelihood, beta * (here.Information * beta), score, followUp.EventCount)
            {
                LogHazards = likelihood.LogHazards(coefficients),
            },
            followUp.Count,
            $"Cox regression, {ties switch { TiedEvents.Efron => "Efron's", TiedEvents.Breslow => "Breslow's", _ => "exact" }} handling of ties, {followUp.EventCount} events" + (dropped.Length == 0 ? "" : $"; without {string.Join(", ", dropped)}, which add nothing to the others"));
    }

    /// <summary>Check of proportional hazards: score test of a coefficient that changes with time, time transformed by 1 − Kaplan-Meier (of all subjects, just before), for each term and for all together.</summary>
    /// <param name="followUp">The subjects.</param>
    /// <param name="names">Names of the predictors.</param>
    /// <param name="rows">One row a subject.</param>
    /// <param name="ties">Efron or Breslow.</param>
    public static Computed<ProportionalHazards> Check(FollowUp followUp, IReadOnlyList<string> names, IReadOnlyList<double[]> rows, TiedEvents ties = TiedEvents.Efron)
    {
        if (ties == TiedEvents.Exact) throw new ArgumentException("The check is defined for Efron's and Breslow's handling of ties.", nameof(ties));
        var computed = Fit(followUp, names, rows, ties);
        if (computed.Value is not { } fit) return computed.RefusedAs<ProportionalHazards>();
        int[] kept = [.. fit.Terms.Select(term => Enumerable.Range(0, names.Count).First(j => names[j] == term.Name))];
        var times = new CoxLikelihood(followUp, [.. rows.Select(row => kept.Select(j => row[j]).ToArray())], ties).At([.. fit.Terms.Select(term => term.Estimate)]);
        var curve = KaplanMeier.Of(followUp).Value!.Steps;
        double mean = times.Sum(t => t.Events * Transform(t.Time)) / times.Sum(t => t.Events);
        double Transform(double time) => 1 - (curve.LastOrDefault(step => step.Time < time)?.Survival ?? 1);
        var p = kept.Length;
        var slope = Vector<double>.Build.Dense(p);
        Matrix<double> plain = Matrix<double>.Build.Dense(p, p), cross = plain.Clone(), squared = plain.Clone();
        foreach (var time in times)
        {
            var g = Transform(time.Time) - mean;
            slope += g * time.Gradient;
            plain += time.Information;
            cross += g * time.Information;
            squared += g * g * time.Information;
        }

        // What time-changing coefficients would add beside the constant ones.
        var rest = squared - cross * plain.Solve(cross);
        HazardCheck Test(string name, int[] terms)
        {
            var own = Vector<double>.Build.DenseOfEnumerable(terms.Select(j => slope[j]));
            var information = Matrix<double>.Build.Dense(terms.Length, terms.Length, (a, b) => rest[terms[a], terms[b]]);
            var chi = own * information.Solve(own);
            return new HazardCheck(name, chi, terms.Length, Tails.ChiSquare(chi, terms.Length));
        }

        if (times.Count < 2 || rest.Rank() < p) return Computed<ProportionalHazards>.Refused(RefusalReason.TooFew, "There are too few event times to see whether hazards stay proportional.", followUp.Count);
        return Computed<ProportionalHazards>.Of(
            new ProportionalHazards([.. fit.Terms.Select((term, j) => Test(term.Name, [j]))], Test("GLOBAL", [.. Enumerable.Range(0, p)])),
            followUp.Count,
            "score test of time-changing coefficients, time transformed by 1 − Kaplan-Meier");
    }

    private static (CoxSums Here, double Moved) Move(CoxLikelihood likelihood, double[] coefficients, Vector<double> direction, double before)
    {
        for (var j = 0; j < coefficients.Length; j++) coefficients[j] += direction[j];
        var here = CoxSums.Of(likelihood.At(coefficients));
        var share = 1.0;
        for (var half = 0; half < 30 && !(here.LogLikelihood >= before - 1e-9 * Math.Abs(before)); half++)
        {
            share /= 2;
            for (var j = 0; j < coefficients.Length; j++) coefficients[j] -= share * direction[j];
            here = CoxSums.Of(likelihood.At(coefficients));
        }

        return (here, likelihood.Span([.. direction.Select(d => share * d)]));
    }

    private static Vector<double>? Solve(CoxSums sums)
    {
        try
        {
            var direction = sums.Information.Cholesky().Solve(sums.Gradient);
            return direction.All(double.IsFinite) ? direction : null;
        }
        catch (ArgumentException)
        {
            // Not positive definite: some direction has no information left.
            return null;
        }
    }

    private static Computed<CoxFit> RunAway(int used) => Computed<CoxFit>.Refused(RefusalReason.Separation, "A predictor orders the events completely (monotone likelihood), so a hazard ratio runs to 0 or infinity and there is no model.", used);
}

/// <summary>How equal event times enter the partial likelihood.</summary>
public enum TiedEvents
{
    /// <summary>Efron's approximation, R's default.</summary>
    Efron,

    /// <summary>Breslow's approximation, the default of many other tools.</summary>
    Breslow,

    /// <summary>The exact conditional likelihood.</summary>
    Exact,
}
