using System.Numerics;

namespace RadlPortal.Numerics.Radiomics.Filters;

/// <summary>Recursive approximation of a convolution with a Gaussian or its second derivative along lines, as ITK's RecursiveGaussianImageFilter has it: fourth order (Deriche 1993; constants of Farnebäck and Westin, Improving Deriche-style recursive Gaussian filters, 2006), a pass on and a pass back, the border value going on for ever.</summary>
internal sealed class RecursiveGaussian
{
    /// <summary>Lines that are filtered at once.</summary>
    public const int Lanes = 16;

    private readonly double[] n;
    private readonly double[] m;
    private readonly double[] d;
    private readonly double[] bn;
    private readonly double[] bm;

    private RecursiveGaussian(double[] n, double[] d)
    {
        (this.n, this.d) = (n, d);
        m = [n[1] - d[0] * n[0], n[2] - d[1] * n[0], n[3] - d[2] * n[0], -d[3] * n[0]];
        var (sn, sm, sd) = (n[0] + n[1] + n[2] + n[3], m[0] + m[1] + m[2] + m[3], 1.0 + d[0] + d[1] + d[2] + d[3]);
        (bn, bm) = (Array.ConvertAll(d, c => c * sn / sd), Array.ConvertAll(d, c => c * sm / sd));
    }

    /// <summary>After so many voxels the filter has forgotten: its slower pole is exp(−1.3732 / σ), and 20 σ leave 1e-12 of a border's influence, far below the single precision to which the lines are rounded.</summary>
    public static int Memory(double sigmaVoxels) => Math.Max(8, (int)Math.Ceiling(20 * sigmaVoxels));

    /// <summary>Convolution with a Gaussian.</summary>
    /// <param name="sigmaVoxels">Standard deviation in voxels.</param>
    public static RecursiveGaussian Smoothing(double sigmaVoxels)
    {
        var (zero, d) = (Numerators(sigmaVoxels, 1.3530, 1.8151, -0.3531, 0.0902), Denominators(sigmaVoxels));
        var alpha = 2 * Moments(zero, 0).Sum / Moments(d, 1).Sum - zero[0];
        return new RecursiveGaussian(Array.ConvertAll(zero, c => c * (1 / alpha)), d);
    }

    /// <summary>Convolution with the second derivative of a Gaussian.</summary>
    /// <param name="sigmaVoxels">Standard deviation in voxels.</param>
    /// <param name="scale">Factor of the result.</param>
    public static RecursiveGaussian SecondDerivative(double sigmaVoxels, double scale)
    {
        var (zero, two, d) = (Numerators(sigmaVoxels, 1.3530, 1.8151, -0.3531, 0.0902), Numerators(sigmaVoxels, -1.3563, 5.2318, 0.3446, -2.2355), Denominators(sigmaVoxels));
        var (s0, s2, sd) = (Moments(zero, 0), Moments(two, 0), Moments(d, 1));
        var beta = -(2 * s2.Sum - sd.Sum * two[0]) / (2 * s0.Sum - sd.Sum * zero[0]);
        double[] n = [.. two.Zip(zero, (a, b) => a + beta * b)];
        var (sn, dn, en) = (s2.Sum + beta * s0.Sum, s2.First + beta * s0.First, s2.Second + beta * s0.Second);
        var alpha = en * sd.Sum * sd.Sum - sd.Second * sn * sd.Sum - 2 * dn * sd.First * sd.Sum + 2 * sd.First * sd.First * sn;
        alpha /= sd.Sum * sd.Sum * sd.Sum;
        return new RecursiveGaussian(Array.ConvertAll(n, c => c * (scale / alpha)), d);
    }

    /// <summary>Filters lines that lie side by side.</summary>
    /// <param name="data">Sample i of lane k at i × <see cref="Lanes"/> + k.</param>
    /// <param name="result">Takes the filtered lines, in the same order.</param>
    /// <param name="scratch">As long as data.</param>
    /// <param name="length">Samples of a line, at least 4.</param>
    public void Filter(double[] data, double[] result, double[] scratch, int length)
    {
        for (var i = 0; i < 4; i++) Begin(data, result, i, n, 0, bn, +1, 0);
        Run(data, result, 4, length, +1, n, 0);
        for (var i = 0; i < 4; i++) Begin(data, scratch, length - 1 - i, m, 1, bm, -1, length - 1);
        Run(data, scratch, length - 5, -1, -1, m, 1);
        var end = length * Lanes;
        for (var i = 0; i < end; i += Vector<double>.Count) (new Vector<double>(result, i) + new Vector<double>(scratch, i)).CopyTo(result, i);
    }

    /// <summary>One of the first four samples of a pass, where the border value stands for what lies before the line.</summary>
    private void Begin(double[] data, double[] target, int at, double[] ahead, int offset, double[] border, int direction, int edge)
    {
        for (var lane = 0; lane < Lanes; lane++)
        {
            var outside = data[edge * Lanes + lane];
            var (sum, back) = (0.0, 0.0);
            for (var k = 0; k < 4; k++)
            {
                var from = at - direction * (k + offset);
                var term = ((from - edge) * direction >= 0 ? data[from * Lanes + lane] : outside) * ahead[k];
                var earlier = at - direction * (k + 1);
                var past = (earlier - edge) * direction >= 0 ? target[earlier * Lanes + lane] * d[k] : outside * border[k];
                (sum, back) = k == 0 ? (term, past) : (sum + term, back + past);
            }

            target[at * Lanes + lane] = sum - back;
        }
    }

    private void Run(double[] data, double[] target, int first, int end, int direction, double[] ahead, int offset)
    {
        var (step, shift) = (direction * Lanes, offset * direction * Lanes);
        Vector<double> a0 = new(ahead[0]), a1 = new(ahead[1]), a2 = new(ahead[2]), a3 = new(ahead[3]);
        Vector<double> d0 = new(d[0]), d1 = new(d[1]), d2 = new(d[2]), d3 = new(d[3]);
        for (var i = first; i != end; i += direction)
        {
            for (var lane = 0; lane < Lanes; lane += Vector<double>.Count)
            {
                var at = i * Lanes + lane;
                var from = at - shift;
                var sum = new Vector<double>(data, from) * a0 + new Vector<double>(data, from - step) * a1 + new Vector<double>(data, from - 2 * step) * a2 + new Vector<double>(data, from - 3 * step) * a3;
                var back = new Vector<double>(target, at - step) * d0 + new Vector<double>(target, at - 2 * step) * d1 + new Vector<double>(target, at - 3 * step) * d2 + new Vector<double>(target, at - 4 * step) * d3;
                (sum - back).CopyTo(target, at);
            }
        }
    }

    private static double[] Numerators(double sigma, double a1, double b1, double a2, double b2)
    {
        const double w1 = 0.6681, l1 = -1.3932, w2 = 2.0787, l2 = -1.3732;
        var (sin1, sin2, cos1, cos2, exp1, exp2) = (Math.Sin(w1 / sigma), Math.Sin(w2 / sigma), Math.Cos(w1 / sigma), Math.Cos(w2 / sigma), Math.Exp(l1 / sigma), Math.Exp(l2 / sigma));
        var second = ((a1 + a2) * cos2 * cos1 - (b1 * cos2 * sin1 + b2 * cos1 * sin2)) * (2 * exp1 * exp2) + (a2 * exp1 * exp1 + a1 * exp2 * exp2);
        return
        [
            a1 + a2,
            exp2 * (b2 * sin2 - (a2 + 2 * a1) * cos2) + exp1 * (b1 * sin1 - (a1 + 2 * a2) * cos1),
            second,
            exp2 * exp1 * exp1 * (b2 * sin2 - a2 * cos2) + exp1 * exp2 * exp2 * (b1 * sin1 - a1 * cos1),
        ];
    }

    private static double[] Denominators(double sigma)
    {
        const double w1 = 0.6681, l1 = -1.3932, w2 = 2.0787, l2 = -1.3732;
        var (cos1, cos2, exp1, exp2) = (Math.Cos(w1 / sigma), Math.Cos(w2 / sigma), Math.Exp(l1 / sigma), Math.Exp(l2 / sigma));
        return
        [
            -2 * (exp2 * cos2 + exp1 * cos1),
            4 * cos2 * cos1 * exp1 * exp2 + (exp1 * exp1 + exp2 * exp2),
            -2 * cos1 * exp1 * exp2 * exp2 + -2 * cos2 * exp2 * exp1 * exp1,
            exp1 * exp1 * exp2 * exp2,
        ];
    }

    /// <summary>Σ c, Σ k c, Σ k² c; denominators start at k = 1 and have a 1 at 0.</summary>
    private static (double Sum, double First, double Second) Moments(double[] c, int start)
    {
        var (sum, first, second) = ((double)start, 0.0, 0.0);
        for (var i = 0; i < c.Length; i++) (sum, first, second) = (sum + c[i], first + (i + start) * c[i], second + (i + start) * (i + start) * c[i]);
        return (sum, first, second);
    }
}
