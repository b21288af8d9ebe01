using System.Security.Cryptography;
using System.Text;

namespace RadlPortal.Numerics.Radiomics;

/// <summary>All that says what is computed: settings, image types, families of features. What a PyRadiomics parameter file holds.</summary>
public sealed record ExtractionParameters
{
    /// <summary>PyRadiomics' defaults: the original image, all families but shape2D, bin width 25.</summary>
    public static ExtractionParameters Default { get; } = new();

    /// <summary>Settings that hold for all image types.</summary>
    public ExtractionSettings Settings { get; init; } = new();

    /// <summary>In the order in which their features are given.</summary>
    public IReadOnlyList<ImageTypeRequest> ImageTypes { get; init; } = [new(ImageType.Original)];

    /// <summary>In the order in which they are given; shape always comes first.</summary>
    public IReadOnlyList<FeatureClassRequest> FeatureClasses { get; init; } =
        [.. Enum.GetValues<FeatureClass>().Where(c => c != FeatureClass.Shape2D).Select(c => new FeatureClassRequest(c, []))];

    /// <summary>Reads a PyRadiomics parameter file (YAML or JSON: setting, imageType, featureClass), or an object of settings alone.</summary>
    /// <remarks>As PyRadiomics does, a file without featureClass asks for every family, shape2D among them; settings alone ask for its defaults without shape2D.</remarks>
    /// <param name="text">The text of the file.</param>
    /// <exception cref="ParameterException">A key is not known, a value is not of its kind, or local binary patterns or voxel-based maps are asked for; the message names it, and where there are several mistakes all of them.</exception>
    public static ExtractionParameters Parse(string text)
    {
        if (ParameterText.Read(text) is not ParameterMap file) throw new ParameterException("", "The parameters are not a map of names and values: setting, imageType, featureClass.");
        if (!file.Exists(e => e.Key is "setting" or "imageType" or "featureClass" or "voxelSetting")) return Default with { Settings = SettingsTable.Read(new ExtractionSettings(), file, "setting") };
        var parameters = Default with { FeatureClasses = [.. Enum.GetValues<FeatureClass>().Select(c => new FeatureClassRequest(c, []))] };
        var mistakes = new List<ParameterException>();
        foreach (var (key, value) in file) Gather(mistakes, () => parameters = WithSection(parameters, key, value, mistakes));
        foreach (var type in parameters.ImageTypes) Gather(mistakes, () => type.SettingsFor(parameters.Settings));
        if (mistakes.Count > 1) throw new ParameterException(mistakes[0].Key, string.Join(" ", mistakes.Select(m => m.Message)));
        return mistakes.Count == 0 ? parameters : throw mistakes[0];
    }

    private static ExtractionParameters WithSection(ExtractionParameters parameters, string key, object? value, List<ParameterException> mistakes)
    {
        switch (key)
        {
            case "setting":
                var settings = new ExtractionSettings();
                foreach (var entry in MapOf(key, value)) Gather(mistakes, () => settings = SettingsTable.Read(settings, [entry], key));
                return parameters with { Settings = settings };
            case "imageType":
                var types = new List<ImageTypeRequest>();
                foreach (var entry in MapOf(key, value)) Gather(mistakes, () => types.Add(ImageTypeOf(entry)));
                return types.Count > 0 ? parameters with { ImageTypes = types } : parameters;
            case "featureClass":
                var classes = new List<FeatureClassRequest>();
                foreach (var entry in MapOf(key, value)) Gather(mistakes, () => classes.Add(FeatureClassOf(entry)));
                return classes.Count > 0 ? parameters with { FeatureClasses = classes } : parameters;
            case "voxelSetting":
                return value is ParameterMap { Count: > 0 } ? throw new ParameterException(key, "voxelSetting asks for voxel-based feature maps, which this version does not compute. Remove it to compute the features of the VOI.") : parameters;
            default:
                throw new ParameterException(key, $"The key {key} is not known; a parameter file holds setting, imageType and featureClass.");
        }
    }

    // Whoever mends a file mends all of it at once.
    private static void Gather(List<ParameterException> mistakes, Action read)
    {
        try
        {
            read();
        }
        catch (ParameterException mistake)
        {
            mistakes.Add(mistake);
        }
    }

    /// <summary>The canonical form: a PyRadiomics parameter file in JSON without blanks, settings in the order of their names and only where they differ from PyRadiomics' defaults. Parsing it gives the same parameters; the same parameters always give the same text.</summary>
    public string ToJson()
    {
        var defaults = new ExtractionSettings();
        return ParameterJson.Write(new ParameterMap
        {
            new("setting", MapOf(SettingsTable.Differences(Settings, defaults))),
            new("imageType", MapOf(ImageTypes.Select(t => (t.Type.ToString(), (object?)MapOf(SettingsTable.Differences(t.SettingsFor(Settings), Settings)))))),
            new("featureClass", MapOf(FeatureClasses.Select(c => (FeatureCatalogue.NameOf(c.Class), (object?)c.Names)))),
        });

        static ParameterMap MapOf(IEnumerable<(string Name, object? Value)> entries)
        {
            var map = new ParameterMap();
            map.AddRange(entries.Select(e => new KeyValuePair<string, object?>(e.Name, e.Value)));
            return map;
        }
    }

    /// <summary>SHA-256 of the canonical form, lower-case hexadecimal.</summary>
    public string Sha256() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ToJson())));

    private static ParameterMap MapOf(string key, object? value) => value switch
    {
        ParameterMap map => map,
        null when key == "setting" => [],
        _ => throw new ParameterException(key, $"{key} is {ParameterJson.Write(value)}; it must be a map of names and values."),
    };

    private static ImageTypeRequest ImageTypeOf(KeyValuePair<string, object?> entry)
    {
        if (entry.Key is "LBP2D" or "LBP3D") throw new ParameterException(entry.Key, $"The image type {entry.Key} (local binary patterns) is not computed by this version. Remove it from imageType.");
        if (!Enum.TryParse<ImageType>(entry.Key, out var type) || type.ToString() != entry.Key) throw new ParameterException(entry.Key, $"The image type {entry.Key} is not known; there are {string.Join(", ", Enum.GetNames<ImageType>())}.");
        return entry.Value switch
        {
            null => new ImageTypeRequest(type),
            ParameterMap overrides => new ImageTypeRequest(type) { Overrides = overrides },
            _ => throw new ParameterException(entry.Key, $"The image type {entry.Key} is {ParameterJson.Write(entry.Value)}; it must be a map of settings, or empty."),
        };
    }

    private static FeatureClassRequest FeatureClassOf(KeyValuePair<string, object?> entry)
    {
        if (FeatureCatalogue.Find(entry.Key) is not { } family) throw new ParameterException(entry.Key, $"The feature class {entry.Key} is not known; there are {string.Join(", ", FeatureCatalogue.ClassNames)}.");
        if (entry.Value is null) return new FeatureClassRequest(family, []);
        if (entry.Value is not List<object?> names) throw new ParameterException(entry.Key, $"The feature class {entry.Key} is {ParameterJson.Write(entry.Value)}; it must be a list of features, or empty for all.");
        foreach (var name in names)
            if (name is not string text || !FeatureCatalogue.Has(family, text)) throw new ParameterException(entry.Key, $"The feature class {entry.Key} has no feature {ParameterJson.Write(name)}.");
        return new FeatureClassRequest(family, [.. names.Cast<string>()]);
    }
}
