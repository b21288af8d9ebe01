using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Numerics.Radiomics.Ibsi;

/// <summary>One reference value and what this library computes for it.</summary>
/// <param name="Configuration">digital phantom, or CT phantom with the letter of its configuration.</param>
/// <param name="Feature">The feature with the computed value.</param>
/// <param name="Reference">The published value.</param>
public sealed record IbsiCheck(string Configuration, IbsiFeature Feature, IbsiReference Reference)
{
    /// <summary>Whether the computed value agrees with the published one.</summary>
    public bool Passed => Reference.Agrees(Feature.Value);
}

/// <summary>Holds the library against the reference values of the Image Biomarker Standardisation Initiative.</summary>
public static class IbsiSelfTest
{
    /// <summary>Settings of the initiative's five configurations of the CT phantom, by letter.</summary>
    public static IReadOnlyDictionary<string, IbsiSettings> CtConfigurations { get; } = new SortedDictionary<string, IbsiSettings>(StringComparer.Ordinal)
    {
        ["A"] = new() { Dimensions = [IbsiDimension.TwoD, IbsiDimension.TwoAndAHalfD], Resegmentation = new() { Range = [-500, 400] } },
        ["B"] = new()
        {
            Dimensions = [IbsiDimension.TwoD, IbsiDimension.TwoAndAHalfD],
            Interpolation = new() { Spacing = [2, 2, 0] },
            Resegmentation = new() { Range = [-500, 400] },
            Discretisation = IbsiDiscretisation.ByNumber(32),
        },
        ["C"] = new()
        {
            Interpolation = new() { Spacing = [2, 2, 2] },
            Resegmentation = new() { Range = [-1000, 400] },
            IntensityVolumeHistogram = IbsiDiscretisation.BySize(2.5),
        },
        ["D"] = new() { Interpolation = new() { Spacing = [2, 2, 2] }, Resegmentation = new() { OutlierSigma = 3 }, Discretisation = IbsiDiscretisation.ByNumber(32) },
        ["E"] = new()
        {
            Interpolation = new() { Spacing = [2, 2, 2], Method = IbsiInterpolationMethod.Cubic },
            Resegmentation = new() { Range = [-1000, 400], OutlierSigma = 3 },
            Discretisation = IbsiDiscretisation.ByNumber(32),
            IntensityVolumeHistogram = IbsiDiscretisation.ByNumber(1000),
        },
    };

    /// <summary>Settings of the digital phantom, whose intensities are grey levels.</summary>
    public static IbsiSettings DigitalSettings { get; } = new()
    {
        Dimensions = [IbsiDimension.TwoD, IbsiDimension.TwoAndAHalfD, IbsiDimension.ThreeD],
        Discretisation = new(),
    };

    /// <summary>Computes the digital phantom's features, which takes milliseconds.</summary>
    /// <param name="cancellation">Asked between the families.</param>
    public static IReadOnlyList<IbsiCheck> Digital(CancellationToken cancellation = default) =>
        Compare("digital phantom", IbsiReference.Read("digital"), IbsiExtraction.Extract(DigitalPhantom.Image, DigitalPhantom.Mask, DigitalSettings, cancellation: cancellation));

    /// <summary>Computes one configuration of the CT phantom.</summary>
    /// <param name="letter">A key of <see cref="CtConfigurations"/>.</param>
    /// <param name="image">The phantom's image; values are rounded to whole HU, since the published file holds fractions from its conversion.</param>
    /// <param name="mask">Its VOI as label 1.</param>
    /// <param name="cancellation">Asked between the families.</param>
    public static IReadOnlyList<IbsiCheck> Ct(string letter, Volume image, Labelmap mask, CancellationToken cancellation = default)
    {
        var whole = Volume.Of(image.Geometry, [.. Enumerable.Range(0, image.Geometry.VoxelCount).Select(i => (short)Math.Round(image[i]))]);
        var references = IbsiReference.Read($"ct-{letter.ToLowerInvariant()}");
        // Diagnostics interpolate the whole image; not every configuration has reference values for them.
        var withDiagnostics = references.Any(r => r.Tag.EndsWith("_img", StringComparison.Ordinal));
        return Compare($"CT phantom {letter}", references, IbsiExtraction.Extract(whole, mask, CtConfigurations[letter], withDiagnostics: withDiagnostics, cancellation: cancellation));
    }

    private static IReadOnlyList<IbsiCheck> Compare(string configuration, IReadOnlyList<IbsiReference> references, IbsiResult result)
    {
        var features = result.Diagnostics.Concat(result.Features).ToDictionary(f => f.Tag);
        return [.. references.Select(reference => new IbsiCheck(configuration, features[reference.Tag], reference))];
    }
}
