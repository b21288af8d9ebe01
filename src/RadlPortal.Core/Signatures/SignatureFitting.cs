using RadlPortal.Numerics.Models;
using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Core.Signatures;

/// <summary>How signatures are fitted; every value goes into the manifest.</summary>
/// <param name="RadiomicsAlpha">Elastic net: 0 = ridge, 1 = LASSO.</param>
public sealed record FittingSettings(int MinimumPerClass, int Folds, ulong FoldSeed, double RadiomicsAlpha, double EmbeddingAlpha, int Penalties, double PenaltyRatio, double FusionLambda)
{
    public static readonly FittingSettings Default = new(5, 5, 20261124, 0.5, 0, 30, 0.002, 0.01);
}

/// <summary>A head with the log odds that each training subject got from a model fitted without its fold.</summary>
internal sealed record FittedHead(LogisticHead Head, IReadOnlyList<DroppedInput> Dropped, double[] CrossFittedLogOdds);

/// <summary>Fits heads: standardise, choose the penalty by cross-validation, fit. Standardisation and choice happen inside each fold again, so that the cross-fitted log odds owe nothing to the left-out subjects.</summary>
internal static class SignatureFitting
{
    public const string PenaltyRule = "smallest mean deviance of the left-out subjects in stratified cross-validation";

    public static FittedHead Fit(IReadOnlyList<string> names, double?[][] rows, bool[] labels, double alpha, FittingSettings settings)
    {
        var (used, dropped) = Usable(names, rows);
        double[][] values = [.. rows.Select(row => used.Select(j => row[j]!.Value).ToArray())];
        var folds = Folds(labels, settings.Folds, settings.FoldSeed);
        var crossFitted = new double[labels.Length];
        foreach (var fold in Enumerable.Range(0, settings.Folds))
        {
            int[] kept = [.. Enumerable.Range(0, labels.Length).Where(i => folds[i] != fold)];
            var head = FitOne(used.Select(j => names[j]).ToArray(), [.. kept.Select(i => values[i])], [.. kept.Select(i => labels[i])], alpha, settings);
            foreach (var i in Enumerable.Range(0, labels.Length).Where(i => folds[i] == fold)) crossFitted[i] = LogOdds(head, values[i]);
        }

        return new FittedHead(FitOne(used.Select(j => names[j]).ToArray(), values, labels, alpha, settings), dropped, crossFitted);
    }

    public static double LogOdds(LogisticHead head, IReadOnlyList<double> values)
    {
        var sum = head.Intercept;
        for (var j = 0; j < head.Inputs.Count; j++)
        {
            var input = head.Inputs[j];
            sum += input.Coefficient * (values[j] - input.Mean) / input.StandardDeviation;
        }

        return sum;
    }

    /// <summary>Fuses log odds by a logistic regression with a small fixed ridge, which keeps it finite when the classes are separated.</summary>
    public static LogisticModel Fuse(double[] first, double[] second, bool[] labels, FittingSettings settings) =>
        PenalisedLogisticRegression.Fit([.. first.Zip(second, (a, b) => new[] { a, b })], labels, 0, settings.FusionLambda);

    public static OperatingPoint Youden(double[] logOdds, bool[] labels) => new(
        RocCurve.Youden([.. logOdds.Select(LogisticModel.Probability)], labels).Threshold, ">=",
        "largest Youden index of the cross-fitted scores of the training cohort, midway between neighbouring scores; where several thresholds have this index, the lowest");

    /// <summary>Stratified: each class is shuffled by the seed and dealt out in turn.</summary>
    public static int[] Folds(bool[] labels, int count, ulong seed)
    {
        var folds = new int[labels.Length];
        var dealt = 0;
        foreach (var label in new[] { true, false })
        {
            foreach (var i in Enumerable.Range(0, labels.Length).Where(i => labels[i] == label).OrderBy(i => Mixed(seed + (ulong)i))) folds[i] = dealt++ % count;
        }

        return folds;
    }

    private static ulong Mixed(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    private static (int[] Used, IReadOnlyList<DroppedInput> Dropped) Usable(IReadOnlyList<string> names, double?[][] rows)
    {
        List<DroppedInput> dropped = [];
        List<int> used = [];
        for (var j = 0; j < names.Count; j++)
        {
            if (rows.Any(row => row[j] is null)) dropped.Add(new(names[j], "has no value in some training subjects"));
            else if (Spread([.. rows.Select(row => row[j]!.Value)]).StandardDeviation is 0) dropped.Add(new(names[j], "is the same in all training subjects"));
            else used.Add(j);
        }

        return ([.. used], dropped);
    }

    private static LogisticHead FitOne(string[] names, double[][] values, bool[] labels, double alpha, FittingSettings settings)
    {
        var spreads = Enumerable.Range(0, names.Length).Select(j => Spread([.. values.Select(row => row[j])])).ToArray();
        double[][] standardised = [.. values.Select(row => row.Select((value, j) => spreads[j].StandardDeviation == 0 ? 0 : (value - spreads[j].Mean) / spreads[j].StandardDeviation).ToArray())];
        var lambdas = PenalisedLogisticRegression.Penalties(standardised, labels, alpha, settings.Penalties, settings.PenaltyRatio);
        var deviance = PenalisedLogisticRegression.CrossValidate(standardised, labels, Folds(labels, settings.Folds, settings.FoldSeed), alpha, lambdas);
        var best = Array.IndexOf(deviance, deviance.Min());
        LogisticModel? model = null;
        for (var l = 0; l <= best; l++) model = PenalisedLogisticRegression.Fit(standardised, labels, alpha, lambdas[l], model);
        // A value that is even within a fold only carries no weight there.
        var inputs = names.Select((name, j) => new HeadInput(name, spreads[j].Mean, spreads[j].StandardDeviation == 0 ? 1 : spreads[j].StandardDeviation, model!.Coefficients[j])).ToArray();
        return new LogisticHead(model!.Intercept, inputs, new Penalty(alpha, lambdas[best], PenaltyRule));
    }

    private static (double Mean, double StandardDeviation) Spread(double[] values)
    {
        var mean = values.Sum() / values.Length;
        var squares = values.Sum(v => (v - mean) * (v - mean));
        // Below rounding a value does not vary.
        var deviation = Math.Sqrt(squares / (values.Length - 1));
        return (mean, deviation <= 1e-12 * Math.Max(1, Math.Abs(mean)) ? 0 : deviation);
    }
}
