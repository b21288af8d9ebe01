namespace RadlPortal.Numerics.Radiomics.Ibsi;

/// <summary>One feature of IBSI's reference manual (Zwanenburg et al., Radiology 2020;295:328), with its value.</summary>
/// <param name="Family">IBSI's feature family in lower case, such as glcm or intensity_volume_histogram.</param>
/// <param name="Tag">Short name of IBSI's compliance sheet with the aggregation at its end, such as cm_joint_max_3D_avg; unique in a result.</param>
/// <param name="Name">The manual's name, such as Joint maximum.</param>
/// <param name="Code">The manual's four-character code, such as GYBY; empty for diagnostics.</param>
/// <param name="Aggregation">How directions and slices were put together, such as "3D, averaged"; empty where there is one way only.</param>
/// <param name="Value">The value; null where the feature has none for this VOI.</param>
public sealed record IbsiFeature(string Family, string Tag, string Name, string Code, string Aggregation, double? Value);

/// <summary>All features of one VOI under one <see cref="IbsiSettings"/>.</summary>
/// <param name="Features">Family by family, in the manual's order.</param>
/// <param name="Diagnostics">Sizes, spacings and intensities of image and masks as read, after interpolation and after resegmentation; empty unless asked for.</param>
/// <param name="MorphologicalVoxels">Voxels of the morphological mask after interpolation.</param>
/// <param name="IntensityVoxels">Voxels of the intensity mask after resegmentation.</param>
public sealed record IbsiResult(IReadOnlyList<IbsiFeature> Features, IReadOnlyList<IbsiFeature> Diagnostics, int MorphologicalVoxels, int IntensityVoxels);

/// <summary>A way to put directions and slices together: the manual's words and the end of the tag.</summary>
internal sealed record Aggregation(string Words, string Suffix)
{
    public static readonly Aggregation None = new("", "");

    /// <summary>IBSI BTW3: a matrix per direction and slice, features averaged.</summary>
    public static readonly Aggregation SliceAveraged = new("2D, averaged", "_2D_avg");

    /// <summary>IBSI SUJT: directions merged per slice, features averaged over slices.</summary>
    public static readonly Aggregation SliceMerged = new("2D, slice-merged", "_2D_comb");

    /// <summary>IBSI JJUI: slices merged per direction, features averaged over directions.</summary>
    public static readonly Aggregation DirectionMerged = new("2.5D, direction-merged", "_2_5D_avg");

    /// <summary>IBSI ZW7Z: slices and directions merged.</summary>
    public static readonly Aggregation PlaneMerged = new("2.5D, merged", "_2_5D_comb");

    /// <summary>IBSI ITBB: a matrix per direction, features averaged.</summary>
    public static readonly Aggregation VolumeAveraged = new("3D, averaged", "_3D_avg");

    /// <summary>IBSI IAZD: directions merged.</summary>
    public static readonly Aggregation VolumeMerged = new("3D, merged", "_3D_comb");

    /// <summary>IBSI 8QNN, for matrices without directions.</summary>
    public static readonly Aggregation Slices = new("2D", "_2D");

    /// <summary>IBSI 62GR, for matrices without directions.</summary>
    public static readonly Aggregation Planes = new("2.5D", "_2_5D");

    /// <summary>IBSI KOBO, for matrices without directions.</summary>
    public static readonly Aggregation Volume = new("3D", "_3D");
}

/// <summary>What a feature is called; the families hold their definitions in the order in which they compute values.</summary>
internal readonly record struct Definition(string Tag, string Code, string Name)
{
    public IbsiFeature With(string family, Aggregation aggregation, double value) =>
        new(family, Tag + aggregation.Suffix, Name, Code, aggregation.Words, double.IsFinite(value) ? value : null);

    public static IEnumerable<IbsiFeature> Join(Definition[] definitions, string family, Aggregation aggregation, double[] values) =>
        definitions.Zip(values, (definition, value) => definition.With(family, aggregation, value));
}
