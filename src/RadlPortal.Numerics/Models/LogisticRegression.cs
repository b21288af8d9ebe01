using MathNet.Numerics.LinearAlgebra;
using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Numerics.Models;

/// <summary>Logistic regression by maximum likelihood (Newton's method), with Wald and profile-likelihood intervals. Separation and predictors that add nothing are found, not printed as huge numbers.</summary>
public static class LogisticRegression
{
    private const int MostSteps = 50;

    // The log odds move by less than this at the last step.
    private const double Converged = 1e-10;

    // Under separation the log odds go on growing by about 1 a step while the likelihood hardly does.
    private const double StillMoving = 0.1;
    private const double HardlyGrows = 1e-9;
    private const int InARow = 3;

    /// <summary>Fits log odds = intercept + Σ coefficient × predictor + offset.</summary>
    /// <param name="names">Names of the predictors, none for an intercept alone.</param>
    /// <param name="rows">One row of finite predictors a subject, as many as names.</param>
    /// <param name="labels">True = positive.</param>
    /// <param name="offset">Fixed part of the log odds; null = 0.</param>
    public static Computed<LogisticFit> Fit(IReadOnlyList<string> names, IReadOnlyList<double[]> rows, IReadOnlyList<bool> labels, IReadOnlyList<double>? offset = null)
    {
        if (rows.Count != labels.Count) throw new ArgumentException("There must be one label for each row.", nameof(labels));
        var positives = labels.Count(label => label);
        if (positives == 0 || positives == labels.Count)
        {
            return Computed<LogisticFit>.Refused(RefusalReason.OneClass, $"A logistic model needs both outcomes; there are {positives} positive and {labels.Count - positives} negative subjects.", labels.Count);
        }

        var kept = DesignMatrix.Independent(rows, names.Count);
        if (labels.Count <= kept.Count + 1) return Computed<LogisticFit>.Refused(RefusalReason.TooFew, $"{labels.Count} subjects are too few for {kept.Count + 1} coefficients.", labels.Count);
        var design = DesignMatrix.WithIntercept(rows, kept);
        var newton = new Newton(design, labels, offset);
        if (newton.Run() is { } refusal) return Computed<LogisticFit>.Refused(refusal.Reason, refusal.Sentence, labels.Count);
        var nullModel = kept.Count == 0 ? newton : new Newton(DesignMatrix.WithIntercept(rows, []), labels, offset);
        if (kept.Count > 0) nullModel.Run();
        var covariance = newton.Covariance();
        var terms = kept.Select((column, k) => new LogisticTerm(names[column], newton.Coefficients[k + 1], Math.Sqrt(covariance[k + 1, k + 1]))).ToArray();
        var dropped = Enumerable.Range(0, names.Count).Except(kept).Select(column => names[column]).ToArray();
        return Computed<LogisticFit>.Of(
            new LogisticFit(new LogisticTerm("intercept", newton.Coefficients[0], Math.Sqrt(covariance[0, 0])), terms, dropped, newton.LogLikelihood, nullModel.LogLikelihood, labels.Count),
            labels.Count,
            "logistic regression, maximum likelihood, Wald tests and intervals" + (dropped.Length == 0 ? "" : $"; without {string.Join(", ", dropped)}, which add nothing to the others"));
    }

    /// <summary>95% profile-likelihood interval of one coefficient: the values whose best log-likelihood is within 1.92 of the maximum.</summary>
    /// <param name="names">Names of the predictors.</param>
    /// <param name="rows">One row of predictors a subject.</param>
    /// <param name="labels">True = positive.</param>
    /// <param name="predictor">Which of them.</param>
    public static Computed<Interval> ProfileInterval(IReadOnlyList<string> names, IReadOnlyList<double[]> rows, IReadOnlyList<bool> labels, int predictor)
    {
        var fit = Fit(names, rows, labels);
        if (fit.Value is not { } best) return fit.RefusedAs<Interval>();
        if (best.Terms.FirstOrDefault(t => t.Name == names[predictor]) is not { } term) return Computed<Interval>.Refused(RefusalReason.Collinear, $"{names[predictor]} adds nothing to the others.", labels.Count);
        string[] others = [.. names.Where((_, j) => j != predictor)];
        double[][] otherRows = [.. rows.Select(row => row.Where((_, j) => j != predictor).ToArray())];
        double Excess(double value) => Fit(others, otherRows, labels, [.. rows.Select(row => value * row[predictor])]).Value is { } restricted
            ? 2 * (best.LogLikelihood - restricted.LogLikelihood) - Tails.Z975 * Tails.Z975
            : double.PositiveInfinity;
        double End(int direction)
        {
            var step = 2 * term.StandardError * direction;
            while (Excess(term.Estimate + step) < 0) step *= 1.5;
            return Tails.Bisect(Excess, direction < 0 ? term.Estimate + step : term.Estimate, direction < 0 ? term.Estimate : term.Estimate + step);
        }

        return Computed<Interval>.Of(new Interval(End(-1), End(1)), labels.Count, "95% profile-likelihood interval");
    }

    private sealed class Newton(double[][] design, IReadOnlyList<bool> labels, IReadOnlyList<double>? offset)
    {
        private readonly double[] logOdds = new double[design.Length];
        private Matrix<double>? information;

        public double[] Coefficients { get; } = new double[design[0].Length];

        public double LogLikelihood { get; private set; }

        public Refusal? Run()
        {
            Move();
            var stalled = 0;
            for (var step = 0; step < MostSteps; step++)
            {
                var before = LogLikelihood;
                if (Direction() is not { } direction) return RunAway();
                var moved = Apply(direction, 1);
                for (var half = 0; half < 30 && !(LogLikelihood >= before - 1e-9 * Math.Abs(before)); half++)
                {
                    direction = [.. direction.Select(d => d / 2)];
                    moved = Apply(direction, -1);
                }

                if (moved < Converged) return LogLikelihood > -HardlyGrows ? RunAway() : null;
                stalled = moved > StillMoving && LogLikelihood - before < HardlyGrows * Math.Max(1, Math.Abs(before)) ? stalled + 1 : 0;
                if (stalled == InARow) return RunAway();
            }

            return RunAway();
        }

        public Matrix<double> Covariance() => Information().Cholesky().Solve(Matrix<double>.Build.DenseIdentity(Coefficients.Length));

        private static Refusal RunAway() => new(RefusalReason.Separation, "The predictors tell the outcomes apart (almost) completely, so the estimates run to infinity and there is no model.");

        private double Apply(double[] direction, int sign)
        {
            for (var j = 0; j < direction.Length; j++) Coefficients[j] += sign * direction[j];
            return Move();
        }

        private double Move()
        {
            double likelihood = 0, largest = 0;
            for (var i = 0; i < design.Length; i++)
            {
                var next = offset?[i] ?? 0;
                for (var j = 0; j < Coefficients.Length; j++) next += Coefficients[j] * design[i][j];
                largest = Math.Max(largest, Math.Abs(next - logOdds[i]));
                logOdds[i] = next;
                var toward = labels[i] ? next : -next;
                likelihood -= Math.Max(0, -toward) + Math.Log(1 + Math.Exp(-Math.Abs(toward)));
            }

            LogLikelihood = likelihood;
            return largest;
        }

        private double[]? Direction()
        {
            var gradient = new double[Coefficients.Length];
            for (var i = 0; i < design.Length; i++)
            {
                var residual = (labels[i] ? 1 : 0) - LogisticModel.Probability(logOdds[i]);
                for (var j = 0; j < gradient.Length; j++) gradient[j] += residual * design[i][j];
            }

            information = Information();
            try
            {
                var direction = information.Cholesky().Solve(Vector<double>.Build.DenseOfArray(gradient)).ToArray();
                return direction.All(double.IsFinite) ? direction : null;
            }
            catch (ArgumentException)
            {
                // Not positive definite: all weights have vanished.
                return null;
            }
        }

        private Matrix<double> Information()
        {
            var p = Coefficients.Length;
            var sum = Matrix<double>.Build.Dense(p, p);
            for (var i = 0; i < design.Length; i++)
            {
                var probability = LogisticModel.Probability(logOdds[i]);
                var weight = probability * (1 - probability);
                for (var j = 0; j < p; j++)
                    for (var k = 0; k <= j; k++) sum[j, k] += weight * design[i][j] * design[i][k];
            }

            for (var j = 0; j < p; j++)
                for (var k = 0; k < j; k++) sum[k, j] = sum[j, k];
            return sum;
        }
    }
}
