using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace RadlPortal.Numerics.Radiomics.Ibsi;

/// <summary>How far a texture matrix reaches: one slice, all slices merged, or the volume.</summary>
public enum IbsiDimension
{
    /// <summary>Slice by slice, features averaged over slices.</summary>
    [JsonStringEnumMemberName("2D")]
    TwoD,

    /// <summary>Neighbours within a slice, the slices' matrices merged.</summary>
    [JsonStringEnumMemberName("2.5D")]
    TwoAndAHalfD,

    /// <summary>Neighbours in all three directions.</summary>
    [JsonStringEnumMemberName("3D")]
    ThreeD,
}

/// <summary>How intensities between voxel centres are found.</summary>
public enum IbsiInterpolationMethod
{
    /// <summary>Bilinear or trilinear.</summary>
    [JsonStringEnumMemberName("linear")]
    Linear,

    /// <summary>Cubic B-spline through the voxels' values.</summary>
    [JsonStringEnumMemberName("cubic")]
    Cubic,
}

/// <summary>How intensities become grey levels (IBSI section 2.7).</summary>
public enum IbsiDiscretisationMethod
{
    /// <summary>The intensities are grey levels already.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>Fixed bin size (IBSI Q3RU): bins of one width from the range's lower bound, or from the lowest intensity.</summary>
    [JsonStringEnumMemberName("FBS")]
    FixedBinSize,

    /// <summary>Fixed bin number (IBSI K15C): so many bins between the lowest and the highest intensity.</summary>
    [JsonStringEnumMemberName("FBN")]
    FixedBinNumber,
}

/// <summary>New voxel spacing and how to get there (IBSI section 2.4).</summary>
public sealed record IbsiInterpolation
{
    /// <summary>New spacing along x, y, z in mm; 0 keeps an axis as it is (slice-wise interpolation keeps z).</summary>
    public IReadOnlyList<double> Spacing { get; init; } = [];

    /// <summary>Linear by default.</summary>
    public IbsiInterpolationMethod Method { get; init; } = IbsiInterpolationMethod.Linear;

    /// <summary>Round intensities to whole numbers afterwards, as is right for HU.</summary>
    public bool RoundIntensities { get; init; } = true;

    /// <summary>Share of the VOI (interpolated linearly) from which a new voxel belongs to it; 0.5 by default.</summary>
    public double RoiThreshold { get; init; } = 0.5;
}

/// <summary>Which intensities the intensity mask keeps (IBSI section 2.6); the morphological mask keeps all. Both rules look at the VOI before either; what both keep remains.</summary>
public sealed record IbsiResegmentation
{
    /// <summary>Lowest and highest intensity kept; null leaves an end open. Null as a whole for no range.</summary>
    public IReadOnlyList<double?>? Range { get; init; }

    /// <summary>Keeps what lies within so many standard deviations of the mean; null for no outlier filter.</summary>
    public double? OutlierSigma { get; init; }
}

/// <summary>A method with its one number.</summary>
public sealed record IbsiDiscretisation
{
    /// <summary>None, fixed bin size or fixed bin number.</summary>
    public IbsiDiscretisationMethod Method { get; init; }

    /// <summary>Bin width in the image's units, for the fixed bin size.</summary>
    public double? Width { get; init; }

    /// <summary>Number of bins, for the fixed bin number.</summary>
    public int? Bins { get; init; }

    /// <summary>Bins of one width.</summary>
    /// <param name="width">Width in the image's units; above 0.</param>
    public static IbsiDiscretisation BySize(double width) => new() { Method = IbsiDiscretisationMethod.FixedBinSize, Width = width };

    /// <summary>A number of bins.</summary>
    /// <param name="bins">At least 2.</param>
    public static IbsiDiscretisation ByNumber(int bins) => new() { Method = IbsiDiscretisationMethod.FixedBinNumber, Bins = bins };
}

/// <summary>Everything that decides the value of an IBSI-1 feature. The defaults fit CT: no interpolation, no range, bins of 25 HU, 3D.</summary>
public sealed partial record IbsiSettings
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNameCaseInsensitive = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
    };

    /// <summary>The texture features to compute.</summary>
    public IReadOnlyList<IbsiDimension> Dimensions { get; init; } = [IbsiDimension.ThreeD];

    /// <summary>Null for none.</summary>
    public IbsiInterpolation? Interpolation { get; init; }

    /// <summary>Null for none.</summary>
    public IbsiResegmentation? Resegmentation { get; init; }

    /// <summary>Grey levels of the intensity histogram and of texture.</summary>
    public IbsiDiscretisation Discretisation { get; init; } = IbsiDiscretisation.BySize(25);

    /// <summary>Levels of the intensity-volume histogram; none takes the intensities, which must then be whole numbers.</summary>
    public IbsiDiscretisation IntensityVolumeHistogram { get; init; } = new();

    /// <summary>Chebyshev distance of neighbours in GLCM, NGTDM and NGLDM, in voxels.</summary>
    public int Distance { get; init; } = 1;

    /// <summary>Largest difference of grey levels that NGLDM takes as dependent (α).</summary>
    public int Coarseness { get; init; }

    /// <summary>Reads settings from a JSON object with the names of this record, such as {"dimensions": ["3D"], "discretisation": {"method": "FBN", "bins": 32}}.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="RadiomicsException">No JSON, an unknown name, or a value out of its range; the message names it.</exception>
    public static IbsiSettings Parse(string json)
    {
        try
        {
            var settings = JsonSerializer.Deserialize<IbsiSettings>(json, Json) ?? throw new RadiomicsException("The IBSI settings are empty; a JSON object is needed.");
            settings.Check();
            return settings;
        }
        catch (JsonException problem)
        {
            throw new RadiomicsException($"IBSI settings: {Sentence(problem)}.");
        }
    }

    /// <summary>The settings as JSON, which <see cref="Parse"/> reads back.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Refuses values that no extraction can have.</summary>
    /// <exception cref="RadiomicsException">Names the setting and its range.</exception>
    public void Check()
    {
        Require(Dimensions is { Count: > 0 }, "dimensions needs at least one of 2D, 2.5D, 3D");
        Require(Distance is >= 1 and <= 100, "distance must be a whole number from 1 to 100");
        Require(Coarseness is >= 0 and <= 10_000, "coarseness must be a whole number from 0 to 10000");
        Require(Discretisation is not null && IntensityVolumeHistogram is not null, "discretisation and intensityVolumeHistogram cannot be null; their method may be none");
        Check(Discretisation!, "discretisation");
        Check(IntensityVolumeHistogram!, "intensityVolumeHistogram");
        if (Interpolation is { } to)
        {
            Require(to.Spacing is { Count: 3 } && to.Spacing.All(s => double.IsFinite(s) && s is 0 or >= 0.05 and <= 100), "interpolation.spacing needs three numbers: 0 (keep) or 0.05 to 100 mm");
            Require(to.RoiThreshold is > 0 and <= 1, "interpolation.roiThreshold must lie above 0 and not above 1");
        }

        if (Resegmentation is { } kept)
        {
            Require(kept.Range is null || kept.Range.Count == 2 && !(kept.Range[0] >= kept.Range[1]), "resegmentation.range needs two numbers, the lower one first; null leaves an end open");
            Require(kept.OutlierSigma is null or > 0, "resegmentation.outlierSigma must be above 0");
        }
    }

    private static string Sentence(JsonException problem)
    {
        var path = problem.Path is { Length: > 2 } at ? at[2..] : "the whole";
        if (UnknownName().Match(problem.Message) is { Success: true } unknown) return $"there is no setting {unknown.Groups[1].Value}{(path == "the whole" || path == unknown.Groups[1].Value ? "" : $" at {path}")}";
        return problem.Message.StartsWith("The JSON value could not be converted", StringComparison.Ordinal)
            ? $"{path} has a value that it cannot take"
            : $"this is not valid JSON at line {problem.LineNumber + 1}";
    }

    [GeneratedRegex("^The JSON property '([^']*)' could not be mapped")]
    private static partial Regex UnknownName();

    private static void Check(IbsiDiscretisation by, string name)
    {
        if (by.Method == IbsiDiscretisationMethod.FixedBinSize) Require(by is { Width: > 0 and < 1e9, Bins: null }, $"{name} with FBS needs width, a number above 0, and no bins");
        else if (by.Method == IbsiDiscretisationMethod.FixedBinNumber) Require(by is { Bins: >= 2 and <= GreyLevels.Most, Width: null }, $"{name} with FBN needs bins, a whole number from 2 to {GreyLevels.Most}, and no width");
        else Require(by is { Width: null, Bins: null }, $"{name} with method none takes neither width nor bins");
    }

    private static void Require(bool holds, string sentence)
    {
        if (!holds) throw new RadiomicsException($"IBSI settings: {sentence}.");
    }
}
