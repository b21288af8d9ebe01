namespace RadlPortal.Numerics.Statistics;

/// <summary>Count, mean and variance (divided by n − 1) of numbers, in two passes.</summary>
internal sealed record Moments(int Count, double Mean, double Variance)
{
    public double StandardDeviation => Math.Sqrt(Variance);

    public static Moments Of(IReadOnlyList<double> values)
    {
        var mean = values.Sum() / values.Count;
        double squares = 0, rest = 0;
        foreach (var value in values)
        {
            squares += (value - mean) * (value - mean);
            rest += value - mean;
        }

        // Equal values have no variance, whatever their mean's last digit says.
        var constant = values.All(value => value == values[0]);
        return new Moments(values.Count, constant ? values[0] : mean, constant ? 0 : (squares - rest * rest / values.Count) / (values.Count - 1));
    }
}
