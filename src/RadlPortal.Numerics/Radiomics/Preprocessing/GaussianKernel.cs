using MathNet.Numerics;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Numerics.Radiomics;

/// <summary>Values between voxels by a Gaussian integrated over each voxel, as ITK's GaussianInterpolateImageFunction and LabelImageGaussianInterpolateImageFunction have it. Its widths are those that SimpleITK sets.</summary>
/// <param name="image">The image.</param>
/// <param name="sigma">Standard deviation in voxels.</param>
/// <param name="alpha">Where the kernel is cut off, in standard deviations.</param>
internal sealed class GaussianKernel(Volume image, double sigma, double alpha)
{
    private readonly double scale = 1 / (Constants.Sqrt2 * sigma);
    private readonly double reach = sigma * alpha;

    /// <summary>The weighted mean at a continuous index of the image.</summary>
    public double MeanAt(Vector3 index)
    {
        double sum = 0, weights = 0;
        Each(index, (value, weight) =>
        {
            sum += value * weight;
            weights += weight;
        });
        return sum / weights;
    }

    /// <summary>The value with the largest weight at a continuous index: for images of labels. Of equals the one that came to its weight first.</summary>
    public double LabelAt(Vector3 index)
    {
        Dictionary<double, double> weights = [];
        double most = 0, label = 0;
        Each(index, (value, weight) =>
        {
            var now = weights[value] = weights.GetValueOrDefault(value) + weight;
            if (now > most) (most, label) = (now, value);
        });
        return label;
    }

    private void Each(Vector3 index, Action<double, double> take)
    {
        var (x, wx) = Support(index.X, image.Geometry.SizeX);
        var (y, wy) = Support(index.Y, image.Geometry.SizeY);
        var (z, wz) = Support(index.Z, image.Geometry.SizeZ);
        for (var k = 0; k < wz.Length; k++)
            for (var j = 0; j < wy.Length; j++)
                for (var i = 0; i < wx.Length; i++) take(image[x + i, y + j, z + k], wx[i] * wy[j] * wz[k]);
    }

    private (int First, double[] Weights) Support(double index, int size)
    {
        var first = Math.Max(0, (int)Math.Floor(index + 0.5 - reach));
        var end = Math.Min(size, (int)Math.Ceiling(index + 0.5 + reach));
        var weights = new double[end - first];
        var edge = (first - 0.5 - index) * scale;
        var last = SpecialFunctions.Erf(edge);
        for (var i = 0; i < weights.Length; i++)
        {
            edge += scale;
            var now = SpecialFunctions.Erf(edge);
            (weights[i], last) = (now - last, now);
        }

        return (first, weights);
    }
}
