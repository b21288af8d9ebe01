namespace RadlPortal.Numerics.Radiomics.Ibsi;

/// <summary>Mean of feature vectors; a vector's value that does not exist is left out of its feature's mean.</summary>
internal sealed class Averaging(int features)
{
    private readonly double[] sums = new double[features];
    private readonly int[] numbers = new int[features];

    public void Add(double[] values)
    {
        for (var i = 0; i < sums.Length; i++)
        {
            if (double.IsNaN(values[i])) continue;
            sums[i] += values[i];
            numbers[i]++;
        }
    }

    public double[] Mean() => [.. sums.Zip(numbers, (sum, n) => n == 0 ? double.NaN : sum / n)];
}
