using System.Globalization;

namespace RadlPortal.Numerics.Radiomics;

/// <summary>PyRadiomics' settings by name: what kind of value each takes, and where it goes. One table for reading and writing.</summary>
internal static class SettingsTable
{
    // In the order of SimpleITK's numbers, from 1.
    private static readonly Dictionary<string, Interpolator> Interpolators = Enum.GetValues<Interpolator>().ToDictionary(i => "sitk" + i);

    private static readonly Dictionary<string, WeightingNorm> Norms = new()
    {
        ["no_weighting"] = WeightingNorm.NoWeighting,
        ["infinity"] = WeightingNorm.Infinity,
        ["euclidean"] = WeightingNorm.Euclidean,
        ["manhattan"] = WeightingNorm.Manhattan,
    };

    private static readonly Dictionary<string, ResegmentMode> Modes = new()
    {
        ["absolute"] = ResegmentMode.Absolute,
        ["relative"] = ResegmentMode.Relative,
        ["sigma"] = ResegmentMode.Sigma,
    };

    /// <summary>A setting: takes a value over, and gives it as a plain value (null if the default has no value).</summary>
    private sealed record Setting(Func<ExtractionSettings, SettingValue, ExtractionSettings> Take, Func<ExtractionSettings, object?>? Give);

    private static readonly Dictionary<string, Setting> All = new()
    {
        ["binWidth"] = new((s, v) => s with { BinWidth = v.NumberAbove(0) }, s => s.BinWidth),
        ["binCount"] = new((s, v) => s with { BinCount = v.IsNull ? null : v.Whole(1) }, s => s.BinCount),
        ["normalize"] = new((s, v) => s with { Normalize = v.Flag() }, s => s.Normalize),
        ["normalizeScale"] = new((s, v) => s with { NormalizeScale = v.NumberAbove(0) }, s => s.NormalizeScale),
        ["removeOutliers"] = new((s, v) => s with { RemoveOutliers = v.IsNull ? null : v.NumberAbove(0) }, s => s.RemoveOutliers),
        ["resampledPixelSpacing"] = new((s, v) => s with { ResampledPixelSpacing = v.IsNull ? null : v.Numbers(3, 3, 0) }, s => s.ResampledPixelSpacing),
        ["interpolator"] = new((s, v) => s with { Interpolator = v.IsNull ? null : InterpolatorOf(v) }, s => s.Interpolator is { } i ? NameOf(Interpolators, i) : null),
        ["padDistance"] = new((s, v) => s with { PadDistance = v.Whole(0) }, s => s.PadDistance),
        ["preCrop"] = new((s, v) => s with { PreCrop = v.Flag() }, s => s.PreCrop),
        ["resegmentRange"] = new((s, v) => s with { ResegmentRange = v.IsNull ? null : v.Numbers(1, 2) }, s => s.ResegmentRange),
        ["resegmentMode"] = new((s, v) => s with { ResegmentMode = v.OneOf(Modes) }, s => NameOf(Modes, s.ResegmentMode)),
        ["resegmentShape"] = new((s, v) => s with { ResegmentShape = v.Flag() }, s => s.ResegmentShape),
        ["distances"] = new((s, v) => s with { Distances = v.WholeNumbers(1) }, s => s.Distances),
        ["force2D"] = new((s, v) => s with { Force2D = v.Flag() }, s => s.Force2D),
        ["force2Ddimension"] = new((s, v) => s with { Force2DDimension = v.Whole(0, 2) }, s => s.Force2DDimension),
        ["symmetricalGLCM"] = new((s, v) => s with { SymmetricalGlcm = v.Flag() }, s => s.SymmetricalGlcm),
        ["weightingNorm"] = new((s, v) => s with { WeightingNorm = v.IsNull ? null : v.OneOf(Norms) }, s => s.WeightingNorm is { } n ? NameOf(Norms, n) : null),
        ["gldm_a"] = new((s, v) => s with { GldmA = v.Whole(0) }, s => s.GldmA),
        ["voxelArrayShift"] = new((s, v) => s with { VoxelArrayShift = v.Number() }, s => s.VoxelArrayShift),
        ["label"] = new((s, v) => s with { Label = v.Whole(1) }, s => s.Label),
        ["label_channel"] = new((s, v) => Ignored(s, v.Whole(0, 0, "masks with channels are not read")), null),
        ["correctMask"] = new((s, v) => s with { CorrectMask = v.Flag() }, s => s.CorrectMask),
        ["geometryTolerance"] = new((s, v) => s with { GeometryTolerance = v.IsNull ? null : v.NumberAbove(0) }, s => s.GeometryTolerance),
        ["minimumROIDimensions"] = new((s, v) => s with { MinimumRoiDimensions = v.Whole(1, 3) }, s => s.MinimumRoiDimensions),
        ["minimumROISize"] = new((s, v) => s with { MinimumRoiSize = v.IsNull ? null : v.Whole(1) }, s => s.MinimumRoiSize),
        ["additionalInfo"] = new((s, v) => s with { AdditionalInfo = v.Flag() }, s => s.AdditionalInfo),
        ["sigma"] = new((s, v) => s with { Sigma = v.Sigmas() }, s => s.Sigma),
        ["wavelet"] = new((s, v) => s with { Wavelet = WaveletOf(v) }, s => s.Wavelet),
        ["level"] = new((s, v) => s with { Level = v.Whole(1, 16) }, s => s.Level),
        ["start_level"] = new((s, v) => s with { StartLevel = v.Whole(0, 16) }, s => s.StartLevel),
        ["gradientUseSpacing"] = new((s, v) => s with { GradientUseSpacing = v.Flag() }, s => s.GradientUseSpacing),
        // Settings of the local binary patterns, which are refused where they are asked for as an image type.
        ["lbp2DRadius"] = new((s, v) => Ignored(s, v.NumberAbove(0)), null),
        ["lbp2DSamples"] = new((s, v) => Ignored(s, v.Whole(1)), null),
        ["lbp2DMethod"] = new((s, v) => Ignored(s, v.Text()), null),
        ["lbp3DLevels"] = new((s, v) => Ignored(s, v.Whole(1)), null),
        ["lbp3DIcosphereRadius"] = new((s, v) => Ignored(s, v.NumberAbove(0)), null),
        ["lbp3DIcosphereSubdivision"] = new((s, v) => Ignored(s, v.Whole(0)), null),
    };

    /// <summary>The settings with those of a map taken over.</summary>
    /// <param name="settings">What holds where the map says nothing.</param>
    /// <param name="map">PyRadiomics' names and values.</param>
    /// <param name="place">Where the map stands, for messages: "setting", "imageType Wavelet".</param>
    /// <exception cref="ParameterException">A key is not known or its value is not of its kind.</exception>
    public static ExtractionSettings Read(ExtractionSettings settings, ParameterMap map, string place)
    {
        foreach (var (key, value) in map)
        {
            if (!All.TryGetValue(key, out var setting)) throw new ParameterException(key, $"The setting {key} ({place}) is not known.{Nearest(key)}");
            settings = setting.Take(settings, new SettingValue(key, place, value));
        }

        return settings;
    }

    /// <summary>The settings that differ from others, by name, in the order of their names.</summary>
    public static IEnumerable<(string Name, object? Value)> Differences(ExtractionSettings settings, ExtractionSettings others) =>
        Everything(settings).Zip(Everything(others)).Where(p => ParameterJson.Write(p.First.Value) != ParameterJson.Write(p.Second.Value))
            .Select(p => (p.First.Key, p.First.Value)).OrderBy(p => p.Key, StringComparer.Ordinal);

    /// <summary>All settings by name.</summary>
    public static IEnumerable<KeyValuePair<string, object?>> Everything(ExtractionSettings settings) =>
        All.Where(e => e.Value.Give is not null).Select(e => new KeyValuePair<string, object?>(e.Key, e.Value.Give!(settings)));

    private static ExtractionSettings Ignored<T>(ExtractionSettings settings, T _) => settings;

    private static string Nearest(string key) =>
        All.Keys.FirstOrDefault(k => k.Equals(key, StringComparison.OrdinalIgnoreCase)) is { } near ? string.Create(CultureInfo.InvariantCulture, $" It is written {near}.") : "";

    private static string NameOf<T>(Dictionary<string, T> names, T value)
        where T : struct, Enum => names.First(n => EqualityComparer<T>.Default.Equals(n.Value, value)).Key;

    private static Interpolator InterpolatorOf(SettingValue value)
    {
        if (value.Raw is long number and > 0 && number <= Interpolators.Count) value = value with { Raw = Interpolators.Keys.ElementAt((int)number - 1) };
        return value.OneOf(Interpolators);
    }

    private static string WaveletOf(SettingValue value) =>
        Filters.WaveletBank.Find(value.Text()) is null ? throw value.Refused("the name of a discrete wavelet, such as coif1, haar, db4 or sym8") : value.Text();
}
