namespace RadlPortal.Numerics.Models;

/// <summary>Predictors that may have a coefficient, with their weighted Gram matrix; place 0 is the intercept.</summary>
internal sealed class ActiveSet
{
    private const int MostSweeps = 2000;

    // Beyond this the Gram matrix costs more than it saves.
    private const int MostForGram = 600;

    private readonly double[][] columns;
    private readonly LogisticState state;
    private readonly List<int> predictors = [-1];
    private readonly bool[] contained;
    private readonly double[] weights;
    private readonly double[] ones;
    private readonly List<double[]> weighted = [];
    private double[][] gram = [];
    private double[] target = [];
    private int ready;

    public ActiveSet(double[][] columns, LogisticState state)
    {
        (this.columns, this.state) = (columns, state);
        contained = new bool[columns.Length];
        weights = [.. state.Weights];
        ones = new double[weights.Length];
        Array.Fill(ones, 1);
    }

    public int Count => predictors.Count;

    public bool Contains(int j) => contained[j];

    public int Predictor(int place) => predictors[place];

    /// <summary>Where the last descent brought a coefficient.</summary>
    public double Target(int place) => target[place];

    public void Add(int j)
    {
        if (contained[j]) return;
        contained[j] = true;
        predictors.Add(j);
    }

    /// <summary>Completes the Gram matrix, or makes it anew with the present weights.</summary>
    public void Prepare(bool refresh)
    {
        if (refresh)
        {
            state.Weights.CopyTo(weights, 0);
            ready = 0;
        }

        if (Count > MostForGram || ready == Count) return;
        Grow();
        while (weighted.Count < Count) weighted.Add(new double[weights.Length]);
        for (var a = ready; a < Count; a++) VectorMath.Multiply(weighted[a], weights, Column(a));
        // Four rows at a time share the loading of a column.
        var row = ready;
        for (; row + 4 <= Count; row += 4)
        {
            for (var b = 0; b < row + 4; b++)
            {
                var (p, q, r, s) = VectorMath.Dot4(weighted[row], weighted[row + 1], weighted[row + 2], weighted[row + 3], Column(b));
                (gram[row][b], gram[row + 1][b], gram[row + 2][b], gram[row + 3][b]) = (p, q, r, s);
                (gram[b][row], gram[b][row + 1], gram[b][row + 2], gram[b][row + 3]) = (p, q, r, s);
            }
        }

        for (; row < Count; row++)
        {
            for (var b = 0; b <= row; b++) gram[row][b] = gram[b][row] = VectorMath.Dot(weighted[row], Column(b));
        }

        ready = Count;
    }

    /// <summary>Solves the penalised quadratic model around the present state by coordinate descent. Returns the move of each place and the largest weighted squared one.</summary>
    public (double[] Move, double Size) Descend(double[] beta, double l1, double l2, double tolerance)
    {
        var count = Count;
        target = new double[count];
        for (var a = 1; a < count; a++) target[a] = beta[predictors[a]];
        double[] start = [.. target];
        var curvature = Count > MostForGram ? Naive(l1, l2, tolerance) : OnGram(l1, l2, tolerance);
        var move = new double[count];
        var size = 0.0;
        for (var a = 0; a < count; a++)
        {
            move[a] = target[a] - start[a];
            size = Math.Max(size, curvature[a] * move[a] * move[a]);
        }

        return (move, size);
    }

    private double[] OnGram(double l1, double l2, double tolerance)
    {
        var count = Count;
        double[] gradient = new double[count], curvature = new double[count];
        for (var a = 0; a < count; a++) (gradient[a], curvature[a]) = (VectorMath.Dot(Column(a), state.Residuals), gram[a][a]);
        for (var sweep = 0; sweep < MostSweeps; sweep++)
        {
            var largest = 0.0;
            for (var a = 0; a < count; a++)
            {
                var delta = Step(a, gradient[a], curvature[a], l1, l2);
                if (delta == 0) continue;
                VectorMath.AddScaled(gradient, gram[a].AsSpan(0, count), -delta);
                largest = Math.Max(largest, curvature[a] * delta * delta);
            }

            if (largest <= 0.01 * tolerance) break;
        }

        return curvature;
    }

    private double[] Naive(double l1, double l2, double tolerance)
    {
        state.Weights.CopyTo(weights, 0);
        double[] residuals = [.. state.Residuals], scaled = new double[weights.Length], curvature = new double[Count];
        for (var a = 0; a < Count; a++)
        {
            VectorMath.Multiply(scaled, weights, Column(a));
            curvature[a] = VectorMath.Dot(scaled, Column(a));
        }

        for (var sweep = 0; sweep < MostSweeps; sweep++)
        {
            var largest = 0.0;
            for (var a = 0; a < Count; a++)
            {
                var column = Column(a);
                var delta = Step(a, VectorMath.Dot(column, residuals), curvature[a], l1, l2);
                if (delta == 0) continue;
                for (var i = 0; i < residuals.Length; i++) residuals[i] -= delta * weights[i] * column[i];
                largest = Math.Max(largest, curvature[a] * delta * delta);
            }

            if (largest <= 0.01 * tolerance) break;
        }

        return curvature;
    }

    private double Step(int a, double gradient, double curvature, double l1, double l2)
    {
        var old = target[a];
        var pull = gradient + curvature * old;
        // The intercept is not penalised.
        target[a] = a == 0 ? pull / curvature : Math.Abs(pull) <= l1 ? 0 : (pull - Math.Sign(pull) * l1) / (curvature + l2);
        return target[a] - old;
    }

    private double[] Column(int place) => place == 0 ? ones : columns[predictors[place]];

    private void Grow()
    {
        if (gram.Length >= Count) return;
        var size = Math.Max(64, Math.Min(MostForGram, Count * 3 / 2 + 8));
        size = Math.Max(size, Count);
        var larger = new double[size][];
        for (var a = 0; a < size; a++)
        {
            larger[a] = new double[size];
            if (a < ready) gram[a].AsSpan(0, ready).CopyTo(larger[a]);
        }

        gram = larger;
    }
}
