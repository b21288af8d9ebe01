namespace RadlPortal.Numerics.Models;

/// <summary>
/// Walks a path of falling penalties for one data set. At each penalty the quadratic model of the likelihood (weights refreshed
/// only when steps stop shrinking) is solved by coordinate descent on the Gram matrix of the predictors that may be active; which
/// these are is found by the strong rule and always checked against the optimality conditions of all predictors.
/// </summary>
internal sealed class ElasticNetSolver
{
    private const int MostSteps = 500;

    // A slack for rounding in the optimality conditions.
    private const double Slack = 1 + 1e-9;

    private readonly double[][] columns;
    private readonly double[] means;
    private readonly double[] scales;
    private readonly double alpha;
    private readonly double tolerance;
    private readonly LogisticState state;
    private readonly ActiveSet active;
    private readonly double[] gradients;
    private double reached = double.PositiveInfinity;

    /// <param name="predictors">Columns of finite numbers.</param>
    /// <param name="labels">Both classes must occur.</param>
    /// <param name="alpha">0 = ridge, 1 = LASSO.</param>
    /// <param name="standardise">Whether the penalty is on predictors divided by their standard deviation (1/n).</param>
    /// <param name="convergence">Largest weighted squared step, as a share of the null deviance per subject.</param>
    public ElasticNetSolver(IReadOnlyList<double[]> predictors, bool[] labels, double alpha, bool standardise, double convergence)
    {
        this.alpha = alpha;
        (columns, means, scales) = (new double[predictors.Count][], new double[predictors.Count], new double[predictors.Count]);
        for (var j = 0; j < predictors.Count; j++) (columns[j], means[j], scales[j]) = Prepare(predictors[j], standardise);
        state = new LogisticState(labels);
        tolerance = convergence * state.NullDeviance;
        active = new ActiveSet(columns, state);
        Beta = new double[columns.Length];
        gradients = new double[columns.Length];
        for (var j = 0; j < columns.Length; j++) gradients[j] = VectorMath.Dot(columns[j], state.Residuals);
        LargestLambda = gradients.Select(Math.Abs).DefaultIfEmpty().Max() / Math.Max(alpha, 0.001);
        if (alpha == 0)
        {
            for (var j = 0; j < columns.Length; j++) Include(j);
        }
    }

    /// <summary>Coefficients on the inner scale.</summary>
    public double[] Beta { get; }

    public double NullDeviance => state.NullDeviance;

    public double Deviance => state.Deviance;

    /// <summary>Smallest penalty with all coefficients 0 (for ridge a thousand times its LASSO value).</summary>
    public double LargestLambda { get; }

    /// <summary>Intercept and coefficients on the scale of the predictors.</summary>
    public LogisticModel Model()
    {
        var coefficients = new double[Beta.Length];
        var intercept = state.Intercept;
        for (var j = 0; j < Beta.Length; j++)
        {
            coefficients[j] = Beta[j] == 0 ? 0 : Beta[j] / scales[j];
            intercept -= coefficients[j] * means[j];
        }

        return new LogisticModel(intercept, coefficients);
    }

    /// <summary>Starts from a model on the scale of the predictors.</summary>
    public void StartFrom(LogisticModel model)
    {
        var intercept = model.Intercept;
        for (var j = 0; j < Beta.Length; j++)
        {
            Beta[j] = model.Coefficients[j] * scales[j];
            intercept += model.Coefficients[j] * means[j];
            if (Beta[j] == 0) continue;
            Include(j);
            VectorMath.AddScaled(state.LogOdds, columns[j], Beta[j]);
        }

        state.MoveIntercept(intercept - state.Intercept);
        state.Update();
        for (var j = 0; j < Beta.Length; j++) gradients[j] = VectorMath.Dot(columns[j], state.Residuals);
    }

    /// <summary>Solves at a penalty, from where the solver stands.</summary>
    public void MoveTo(double lambda)
    {
        double l1 = lambda * alpha, strong = alpha * (double.IsInfinity(reached) ? lambda : 2 * lambda - reached);
        List<int> candidates = [];
        for (var j = 0; j < columns.Length; j++)
        {
            if (active.Contains(j) || scales[j] == 0) continue;
            if (Math.Abs(gradients[j]) > l1 * Slack) Include(j);
            else if (Math.Abs(gradients[j]) >= strong) candidates.Add(j);
        }

        do
        {
            do Solve(l1, lambda * (1 - alpha));
            while (AddViolators(candidates, l1));
        }
        while (AddViolators(Enumerable.Range(0, columns.Length), l1));
        reached = lambda;
    }

    private static (double[] Column, double Mean, double Scale) Prepare(double[] values, bool standardise)
    {
        var mean = values.Sum() / values.Length;
        double[] column = [.. values.Select(value => value - mean)];
        var deviation = Math.Sqrt(VectorMath.Dot(column, column) / values.Length);
        // A constant predictor keeps the coefficient 0.
        if (!(deviation > 1e-12 * Math.Abs(mean)) || deviation == 0) return (new double[values.Length], mean, 0);
        if (!standardise) return (column, mean, 1);
        for (var i = 0; i < column.Length; i++) column[i] /= deviation;
        return (column, mean, deviation);
    }

    private void Include(int j)
    {
        if (scales[j] > 0) active.Add(j);
    }

    private bool AddViolators(IEnumerable<int> among, double l1)
    {
        var added = false;
        foreach (var j in among)
        {
            if (scales[j] == 0) continue;
            gradients[j] = VectorMath.Dot(columns[j], state.Residuals);
            if (active.Contains(j) || Math.Abs(gradients[j]) <= l1 * Slack) continue;
            active.Add(j);
            added = true;
        }

        return added;
    }

    private void Solve(double l1, double l2)
    {
        var before = double.PositiveInfinity;
        for (var step = 0; step < MostSteps; step++)
        {
            active.Prepare(refresh: false);
            var objective = state.Deviance / 2 + Penalty(l1, l2);
            var (move, size) = active.Descend(Beta, l1, l2, tolerance);
            if (size == 0) return;
            Apply(move, 1);
            var falling = state.Deviance / 2 + Penalty(l1, l2) <= objective * (1 + 1e-12) + 1e-15;
            for (var half = 0.5; !falling && half > 1e-6; half /= 2)
            {
                Apply(move, -half);
                falling = state.Deviance / 2 + Penalty(l1, l2) <= objective * (1 + 1e-12) + 1e-15;
            }

            if (size <= tolerance) return;
            // Steps that do not shrink quickly say that the weights have become stale.
            if (!falling || size > 0.05 * before) active.Prepare(refresh: true);
            before = size;
        }
    }

    private void Apply(double[] move, double share)
    {
        state.MoveIntercept(share * move[0]);
        for (var a = 1; a < move.Length; a++)
        {
            if (move[a] == 0) continue;
            var j = active.Predictor(a);
            // A coefficient that a full step brings to 0 is 0, not rounding.
            Beta[j] = share == 1 ? active.Target(a) : Beta[j] + share * move[a];
            VectorMath.AddScaled(state.LogOdds, columns[j], share * move[a]);
        }

        state.Update();
    }

    private double Penalty(double l1, double l2)
    {
        var sum = 0.0;
        for (var a = 1; a < active.Count; a++)
        {
            var beta = Beta[active.Predictor(a)];
            sum += l1 * Math.Abs(beta) + l2 / 2 * beta * beta;
        }

        return sum;
    }
}
