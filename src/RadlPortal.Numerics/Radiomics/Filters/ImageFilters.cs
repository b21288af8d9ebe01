using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Numerics.Radiomics.Filters;

/// <summary>The images that the parameters ask for, in PyRadiomics' order.</summary>
internal static class ImageFilters
{
    /// <param name="image">As preprocessed; the borders and largest values of filters are its.</param>
    /// <param name="box">The box of the VOI in it.</param>
    /// <param name="parameters">Which images, and how.</param>
    /// <param name="warnings">Takes a sentence for each image that cannot be made.</param>
    public static List<DerivedImage> Of(Volume image, VoxelBox box, ExtractionParameters parameters, List<string> warnings)
    {
        var largest = new Lazy<double>(() => WholeImage.Of(image).LargestMagnitude);
        var images = new List<DerivedImage>();
        foreach (var request in parameters.ImageTypes)
        {
            var settings = request.SettingsFor(parameters.Settings);
            var bytes = 16L * box.VoxelCount;
            switch (request.Type)
            {
                case ImageType.Original:
                    images.Add(new("original", settings, bytes, _ => new(image.Read(box), image.SampleType == SampleType.Float32)));
                    break;
                case ImageType.LoG:
                    AddLaplacians(image, box, settings, images, warnings);
                    break;
                case ImageType.Wavelet:
                    AddWavelets(image, box, settings, images);
                    break;
                case ImageType.Gradient:
                    images.Add(new("gradient", settings, 2 * bytes, _ => new(PointFilters.Gradient(image, box, settings.GradientUseSpacing), true)));
                    break;
                default:
                    images.Add(new(request.Type.ToString().ToLowerInvariant(), settings, bytes, _ => new(PointFilters.Of(request.Type, image.Read(box), largest.Value), false)));
                    break;
            }
        }

        return images;
    }

    private static void AddLaplacians(Volume image, VoxelBox box, ExtractionSettings settings, List<DerivedImage> images, List<string> warnings)
    {
        if (settings.Sigma.Count == 0) warnings.Add("The image type LoG has no sigma. No features of it.");
        foreach (var sigma in settings.Sigma)
        {
            if (LaplacianOfGaussian.Refusal(image.Geometry, sigma) is { } refusal)
            {
                warnings.Add(refusal);
                continue;
            }

            images.Add(new(
                $"log-sigma-{sigma.ToString().Replace('.', '-')}-mm-3D",
                settings,
                LaplacianOfGaussian.Bytes(image.Geometry, box, sigma.Millimetres),
                cancellation => new(LaplacianOfGaussian.Of(image, box, sigma.Millimetres, cancellation), true)));
        }
    }

    private static void AddWavelets(Volume image, VoxelBox box, ExtractionSettings settings, List<DerivedImage> images)
    {
        // Made once for all bands, and let go with the last image.
        var bands = new Lazy<IReadOnlyList<double[]>>(() => WaveletTransform.Bands(image, box, settings));
        var names = WaveletTransform.Names(settings);
        var bytes = WaveletTransform.Bytes(box, settings) / names.Count + 16L * box.VoxelCount;
        for (var i = 0; i < names.Count; i++)
        {
            var band = i;
            images.Add(new(names[i], settings, bytes, _ => new(bands.Value[band], image.SampleType == SampleType.Float32)));
        }
    }
}
