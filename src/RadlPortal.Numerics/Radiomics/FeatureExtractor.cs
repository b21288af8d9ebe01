using RadlPortal.Numerics.Radiomics.Filters;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Numerics.Radiomics;

/// <summary>Computes radiomic features of a VOI under PyRadiomics' names and to its values: shape of the mask, and first-order and texture features of the image and of what filters make of it.</summary>
public static class FeatureExtractor
{
    /// <summary>Memory in bytes that filters may take together when images are computed side by side.</summary>
    public const long DefaultMemoryBudget = 512L << 20;

    /// <summary>Computes the 107 features of the original image for the voxels that carry a label.</summary>
    /// <param name="image">The image; HU for CT.</param>
    /// <param name="mask">On the grid of the image.</param>
    /// <param name="settings">Bin width and the like.</param>
    /// <param name="label">The label of the VOI.</param>
    /// <param name="cancellation">Asked between the images and while filters run.</param>
    /// <exception cref="RadiomicsException">The VOI is empty, too small or not on the image's grid.</exception>
    public static FeatureResult Extract(Volume image, Labelmap mask, ExtractionSettings settings, byte label = 1, CancellationToken cancellation = default) =>
        Extract(image, mask, ExtractionParameters.Default with { Settings = settings with { Label = label } }, 1, DefaultMemoryBudget, cancellation);

    /// <summary>Computes what parameters ask for. The label is that of the settings.</summary>
    /// <param name="image">The image; HU for CT.</param>
    /// <param name="mask">On the grid of the image, unless the settings resample or correct it.</param>
    /// <param name="parameters">Settings, image types and families.</param>
    /// <param name="threads">Images computed side by side; the values do not depend on it.</param>
    /// <param name="memoryBudget">Bytes that the filters may take together; one image is always computed.</param>
    /// <param name="cancellation">Asked between the images and while filters run.</param>
    /// <exception cref="RadiomicsException">The VOI is empty, too small or not on the image's grid, or the image has no usable values in it.</exception>
    public static FeatureResult Extract(Volume image, Labelmap mask, ExtractionParameters parameters, int threads = 1, long memoryBudget = DefaultMemoryBudget, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var prepared = PreparedCase.Of(image, mask, parameters, cancellation);
        var warnings = new List<string>();
        var values = ShapeOf(prepared, parameters, warnings);
        var families = parameters.FeatureClasses.Where(f => f.Class is not (FeatureClass.Shape or FeatureClass.Shape2D)).ToList();
        if (families.Count > 0)
        {
            var images = ImageFilters.Of(prepared.Image, prepared.Box, parameters, warnings);
            var gate = new MemoryGate(memoryBudget);
            var features = new List<Feature>[images.Count];
            SideBySide.Run(images.Count, threads, cancellation, i =>
            {
                using (gate.Enter(images[i].Bytes, cancellation)) features[i] = OfImage(images[i], prepared.Roi, families, cancellation);
            });
            values.AddRange(features.SelectMany(f => f));
        }

        return new FeatureResult(values, prepared.Roi.Voxels.Length) { Diagnostics = prepared.Diagnostics?.Entries ?? [], Warnings = warnings };
    }

    private static List<Feature> OfImage(DerivedImage image, RoiBox box, List<FeatureClassRequest> families, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var made = image.Make(cancellation);
        var values = box.ValuesOf(made.Values);
        if (!Array.TrueForAll(values, double.IsFinite)) throw new RadiomicsException($"The {image.Name} image has values in the VOI that are no numbers: the image has such voxels near the VOI. Mend the image, or crop it with preCrop.");
        var roi = new Roi(box, values, made.IsSingle, image.Settings);
        var features = new List<Feature>();
        foreach (var family in families)
        {
            cancellation.ThrowIfCancellationRequested();
            Add(features, image.Name, family, Compute(family.Class, roi, image.Settings));
        }

        return features;
    }

    private static IEnumerable<(string Name, double Value)> Compute(FeatureClass family, Roi roi, ExtractionSettings settings) => family switch
    {
        FeatureClass.FirstOrder => FirstOrderFeatures.Compute(roi, settings),
        FeatureClass.Glcm => GlcmFeatures.Compute(roi, settings),
        FeatureClass.Gldm => NeighbourhoodFeatures.Gldm(roi, settings),
        FeatureClass.Glrlm => GlrlmFeatures.Compute(roi, settings),
        FeatureClass.Glszm => GlszmFeatures.Compute(roi, settings),
        FeatureClass.Ngtdm => NeighbourhoodFeatures.Ngtdm(roi, settings),
        _ => throw new ArgumentOutOfRangeException(nameof(family)),
    };

    private static List<Feature> ShapeOf(PreparedCase prepared, ExtractionParameters parameters, List<string> warnings)
    {
        var features = new List<Feature>();
        if (parameters.FeatureClasses.FirstOrDefault(f => f.Class == FeatureClass.Shape) is { } shape) Add(features, "original", shape, ShapeFeatures.Compute(prepared.Shape));
        if (parameters.FeatureClasses.FirstOrDefault(f => f.Class == FeatureClass.Shape2D) is not { } shape2D) return features;
        var settings = parameters.Settings;
        if (!settings.Force2D)
        {
            warnings.Add("shape2D is computed with force2D only. No features of it.");
            return features;
        }

        // PyRadiomics looks along the wrong axis here, and that way round: it leaves shape2D out of a VOI that is one voxel thick along it.
        if (prepared.Box.Size(settings.Force2DDimension) == 1)
        {
            warnings.Add($"shape2D is not computed for a VOI that is one voxel thick along {"xyz"[settings.Force2DDimension]} with force2Ddimension {settings.Force2DDimension}, as in PyRadiomics. No features of it.");
            return features;
        }

        Add(features, "original", shape2D, Shape2DFeatures.Compute(prepared.Shape, 2 - settings.Force2DDimension));
        return features;
    }

    private static void Add(List<Feature> features, string image, FeatureClassRequest family, IEnumerable<(string Name, double Value)> computed)
    {
        var byName = computed.ToDictionary(f => f.Name, f => f.Value);
        var prefix = $"{image}_{FeatureCatalogue.NameOf(family.Class)}_";
        foreach (var name in FeatureCatalogue.Wanted(family))
            if (byName.TryGetValue(name, out var value)) features.Add(new Feature(prefix + name, double.IsFinite(value) ? value : null));
    }
}
