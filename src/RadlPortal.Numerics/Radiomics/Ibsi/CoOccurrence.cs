namespace RadlPortal.Numerics.Radiomics.Ibsi;

/// <summary>Grey level co-occurrence matrix (IBSI LFYI), symmetric; logarithms to base 2.</summary>
internal sealed class CoOccurrence : DirectionalTexture<CoOccurrence.Pairs>
{
    /// <summary>Pairs of levels at a distance along a direction, each counted both ways.</summary>
    internal sealed class Pairs(int levels)
    {
        /// <summary>Level i before level j lies at i · levels + j.</summary>
        public long[] Counts { get; } = new long[levels * levels];

        public long Total { get; set; }
    }

    protected override string Family => "glcm";

    protected override Definition[] Definitions { get; } =
    [
        new("cm_joint_max", "GYBY", "Joint maximum"), new("cm_joint_avg", "60VM", "Joint average"), new("cm_joint_var", "UR99", "Joint variance"), new("cm_joint_entr", "TU9B", "Joint entropy"),
        new("cm_diff_avg", "TF7R", "Difference average"), new("cm_diff_var", "D3YU", "Difference variance"), new("cm_diff_entr", "NTRS", "Difference entropy"),
        new("cm_sum_avg", "ZGXS", "Sum average"), new("cm_sum_var", "OEEB", "Sum variance"), new("cm_sum_entr", "P6QZ", "Sum entropy"), new("cm_energy", "8ZQL", "Angular second moment"),
        new("cm_contrast", "ACUI", "Contrast"), new("cm_dissimilarity", "8S9J", "Dissimilarity"), new("cm_inv_diff", "IB1Z", "Inverse difference"),
        new("cm_inv_diff_norm", "NDRX", "Normalised inverse difference"), new("cm_inv_diff_mom", "WF0Z", "Inverse difference moment"), new("cm_inv_diff_mom_norm", "1QCO", "Normalised inverse difference moment"),
        new("cm_inv_var", "E8JP", "Inverse variance"), new("cm_corr", "NI2N", "Correlation"), new("cm_auto_corr", "QWB0", "Autocorrelation"), new("cm_clust_tend", "DG8W", "Cluster tendency"),
        new("cm_clust_shade", "7NFM", "Cluster shade"), new("cm_clust_prom", "AE86", "Cluster prominence"), new("cm_info_corr1", "R8DG", "First measure of information correlation"),
        new("cm_info_corr2", "JN9H", "Second measure of information correlation"),
    ];

    protected override Pairs Empty(IbsiRoi roi) => new(roi.LevelCount);

    protected override bool IsEmpty(Pairs matrix) => matrix.Total == 0;

    protected override void Merge(Pairs into, Pairs from)
    {
        for (var i = 0; i < into.Counts.Length; i++) into.Counts[i] += from.Counts[i];
        into.Total += from.Total;
    }

    protected override Pairs Count(IbsiRoi roi, (int X, int Y, int Z) direction, int first, int end)
    {
        var pairs = new Pairs(roi.LevelCount);
        var (dx, dy, dz) = (direction.X * roi.Settings.Distance, direction.Y * roi.Settings.Distance, direction.Z * roi.Settings.Distance);
        for (var z = first; z < Math.Min(end, roi.Size[2] - dz); z++)
        {
            for (var y = Math.Max(0, -dy); y < roi.Size[1] - Math.Max(0, dy); y++)
            {
                for (var x = Math.Max(0, -dx); x < roi.Size[0] - Math.Max(0, dx); x++)
                {
                    var (a, b) = (roi.Levels[roi.Offset(x, y, z)], roi.Levels[roi.Offset(x + dx, y + dy, z + dz)]);
                    if (a == 0 || b == 0) continue;
                    pairs.Counts[(a - 1) * roi.LevelCount + b - 1]++;
                    pairs.Counts[(b - 1) * roi.LevelCount + a - 1]++;
                    pairs.Total += 2;
                }
            }
        }

        return pairs;
    }

    protected override double[] Features(IbsiRoi roi, Pairs pairs, long voxels)
    {
        var n = roi.LevelCount;
        var (marginal, sum, difference) = (new double[n], new double[2 * n + 1], new double[n]);
        var (maximum, energy, entropy, auto) = (0.0, 0.0, 0.0, 0.0);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                if (pairs.Counts[i * n + j] == 0) continue;
                var p = (double)pairs.Counts[i * n + j] / pairs.Total;
                marginal[i] += p;
                sum[i + j + 2] += p;
                difference[Math.Abs(i - j)] += p;
                (maximum, energy, entropy, auto) = (Math.Max(maximum, p), energy + p * p, entropy - p * Math.Log2(p), auto + p * (i + 1) * (j + 1));
            }
        }

        var mean = Moment(marginal, (i, p) => (i + 1) * p);
        var variance = Moment(marginal, (i, p) => (i + 1 - mean) * (i + 1 - mean) * p);
        var differenceMean = Moment(difference, (k, p) => k * p);
        var tendency = Moment(sum, (k, p) => Math.Pow(k - 2 * mean, 2) * p);
        var (first, second) = Information(pairs, marginal, entropy);
        return
        [
            maximum, mean, variance, entropy,
            differenceMean, Moment(difference, (k, p) => (k - differenceMean) * (k - differenceMean) * p), Entropy(difference),
            2 * mean, tendency, Entropy(sum), energy,
            Moment(difference, (k, p) => k * k * p), differenceMean, Moment(difference, (k, p) => p / (1 + k)),
            Moment(difference, (k, p) => p / (1 + k / n)), Moment(difference, (k, p) => p / (1 + k * k)), Moment(difference, (k, p) => p / (1 + k * k / ((double)n * n))),
            Moment(difference, (k, p) => k == 0 ? 0 : p / (k * k)),
            // Of a matrix with one level the correlation is 1 by the manual's convention.
            variance <= 1e-14 ? 1 : (auto - mean * mean) / variance, auto, tendency,
            Moment(sum, (k, p) => Math.Pow(k - 2 * mean, 3) * p), Moment(sum, (k, p) => Math.Pow(k - 2 * mean, 4) * p), first, second,
        ];
    }

    private static double Moment(double[] shares, Func<double, double, double> term)
    {
        var total = 0.0;
        for (var k = 0; k < shares.Length; k++) if (shares[k] > 0) total += term(k, shares[k]);
        return total;
    }

    private static double Entropy(double[] shares) => -shares.Sum(p => p > 0 ? p * Math.Log2(p) : 0);

    /// <summary>Both measures; 0 where one level leaves nothing to know.</summary>
    private static (double First, double Second) Information(Pairs pairs, double[] marginal, double joint)
    {
        var hx = Entropy(marginal);
        if (hx <= 0) return (0, 0);
        // The sum over j of p(i,j) log(p(i) p(j)) is that of both marginals; so HXY1 and HXY2 are both twice HX.
        var hxy = 2 * hx;
        return ((joint - hxy) / hx, Math.Sqrt(Math.Max(0, 1 - Math.Exp(-2 * (hxy - joint)))));
    }
}
