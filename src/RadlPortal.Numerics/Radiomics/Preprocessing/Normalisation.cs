using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Numerics.Radiomics;

/// <summary>The whole image centred at its mean and divided by its standard deviation (N − 1), outliers cut, then scaled: doubles.</summary>
internal static class Normalisation
{
    public static Volume Of(Volume image, ExtractionSettings settings)
    {
        var whole = WholeImage.Of(image);
        if (!(whole.Deviation > 0)) throw new RadiomicsException("The image cannot be normalised: all its voxels have the same value, or some are no numbers.");
        var (shift, scale) = (-whole.Mean, 1 / whole.Deviation);
        var samples = new double[image.Geometry.VoxelCount];
        image.CopyTo(0, samples);
        var limit = settings.RemoveOutliers ?? double.PositiveInfinity;
        for (var i = 0; i < samples.Length; i++) samples[i] = Math.Clamp((samples[i] + shift) * scale, -limit, limit) * settings.NormalizeScale;
        return Volume.Of(image.Geometry, samples);
    }
}
