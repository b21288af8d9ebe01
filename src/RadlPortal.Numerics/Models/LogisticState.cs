namespace RadlPortal.Numerics.Models;

/// <summary>Log odds of the subjects of a logistic model with what follows from them: residuals, weights and deviance, all divided by the number of subjects.</summary>
internal sealed class LogisticState
{
    // Keeps the working weights away from 0 where a probability reaches 0 or 1; it slows steps there, the optimum stays.
    private const double SmallestWeight = 1e-5;

    private readonly bool[] labels;

    public LogisticState(bool[] labels)
    {
        this.labels = labels;
        (LogOdds, Residuals, Weights) = (new double[labels.Length], new double[labels.Length], new double[labels.Length]);
        var share = labels.Count(label => label) / (double)labels.Length;
        if (share is <= 0 or >= 1) throw new ArgumentException("Both classes must occur.", nameof(labels));
        MoveIntercept(Math.Log(share / (1 - share)));
        Update();
        NullDeviance = Deviance;
    }

    public double[] LogOdds { get; }

    /// <summary>(label − probability) / n.</summary>
    public double[] Residuals { get; }

    /// <summary>probability (1 − probability) / n.</summary>
    public double[] Weights { get; }

    public double Intercept { get; private set; }

    public double Deviance { get; private set; }

    public double NullDeviance { get; }

    public void MoveIntercept(double by)
    {
        Intercept += by;
        for (var i = 0; i < LogOdds.Length; i++) LogOdds[i] += by;
    }

    public void Update()
    {
        var sum = 0.0;
        double n = labels.Length;
        for (var i = 0; i < labels.Length; i++)
        {
            // e^−|odds| serves the probability and the likelihood alike.
            double odds = LogOdds[i], small = Math.Exp(-Math.Abs(odds)), near = 1 / (1 + small), far = small * near;
            var probability = odds >= 0 ? near : far;
            Residuals[i] = labels[i] ? (odds >= 0 ? far : near) / n : -probability / n;
            Weights[i] = Math.Max(SmallestWeight, near * far) / n;
            sum += labels[i] == odds >= 0 ? Math.Log(1 + small) : Math.Abs(odds) + Math.Log(1 + small);
        }

        Deviance = 2 * sum / n;
    }
}
