using RadlPortal.Numerics.Radiomics;
using Xunit;

namespace RadlPortal.Numerics.Tests.Radiomics;

public sealed class ExtractionParametersTests
{
    private const string Yaml = """
        # A group's own file
        imageType:
          Original: {}
          LoG:
            sigma: [1.0, 3]
            binWidth: 10
          Wavelet: {wavelet: 'db2', level: 2}
        featureClass:
          shape:
          firstorder: []
          glcm: ['Contrast', 'JointEntropy']
        setting:
          binWidth: 25
          interpolator: 'sitkBSpline'
          resampledPixelSpacing: [1, 1, 0]
          resegmentRange: [-1000, 400]
          weightingNorm: no_weighting
          label: 2
          additionalInfo: True
          minimumROISize: null
        """;

    [Fact]
    public void A_YAML_file_gives_settings_image_types_and_families()
    {
        var parameters = ExtractionParameters.Parse(Yaml);
        Assert.Equal([1.0, 1.0, 0.0], parameters.Settings.ResampledPixelSpacing!);
        Assert.Equal([-1000.0, 400.0], parameters.Settings.ResegmentRange!);
        Assert.Equal((WeightingNorm.NoWeighting, 2, 25.0), (parameters.Settings.WeightingNorm, parameters.Settings.Label, parameters.Settings.BinWidth));
        Assert.Equal([ImageType.Original, ImageType.LoG, ImageType.Wavelet], parameters.ImageTypes.Select(t => t.Type));
        var log = parameters.ImageTypes[1].SettingsFor(parameters.Settings);
        Assert.Equal(10, log.BinWidth);
        Assert.Equal(["1.0", "3"], log.Sigma.Select(s => s.ToString()));
        Assert.Equal([FeatureClass.Shape, FeatureClass.FirstOrder, FeatureClass.Glcm], parameters.FeatureClasses.Select(c => c.Class));
        Assert.Equal(["Contrast", "JointEntropy"], parameters.FeatureClasses[2].Names);
    }

    [Fact]
    public void JSON_and_YAML_of_the_same_file_are_the_same_parameters()
    {
        const string json = """{"imageType":{"Original":{},"LoG":{"sigma":[1.0,3],"binWidth":10.0},"Wavelet":{"wavelet":"db2","level":2}},"featureClass":{"shape":null,"firstorder":[],"glcm":["Contrast","JointEntropy"]},"setting":{"label":2,"binWidth":25,"resampledPixelSpacing":[1,1,0],"resegmentRange":[-1000,400],"weightingNorm":"no_weighting"}}""";
        Assert.Equal(ExtractionParameters.Parse(Yaml).ToJson(), ExtractionParameters.Parse(json).ToJson());
        Assert.Equal(ExtractionParameters.Parse(Yaml).Sha256(), ExtractionParameters.Parse(json).Sha256());
    }

    [Fact]
    public void The_canonical_form_parses_to_itself()
    {
        foreach (var text in (string[])[Yaml, "{}", """{"binWidth":10,"distances":[1,2]}""", "setting: {force2D: true}", "imageType: {Gradient: {gradientUseSpacing: false}}"])
        {
            var canonical = ExtractionParameters.Parse(text).ToJson();
            Assert.Equal(canonical, ExtractionParameters.Parse(canonical).ToJson());
        }

        Assert.NotEqual(ExtractionParameters.Parse("{}").Sha256(), ExtractionParameters.Parse("""{"binWidth":10}""").Sha256());
        Assert.Equal(ExtractionParameters.Default.Sha256(), ExtractionParameters.Parse("""{"binWidth":25.0}""").Sha256());
    }

    [Fact]
    public void A_file_without_families_asks_for_all_of_them_and_settings_alone_for_all_but_shape2D()
    {
        Assert.Contains(ExtractionParameters.Parse("setting: {binWidth: 5}").FeatureClasses, c => c.Class == FeatureClass.Shape2D);
        Assert.DoesNotContain(ExtractionParameters.Parse("binWidth: 5").FeatureClasses, c => c.Class == FeatureClass.Shape2D);
    }

    [Theory]
    [InlineData("setting: {binwidth: 25}", "binwidth", "It is written binWidth")]
    [InlineData("setting: {binWidth: wide}", "binWidth", "a number above 0")]
    [InlineData("setting: {binWidth: '25'}", "binWidth", "a number above 0")]
    [InlineData("setting: {binWidth: 0}", "binWidth", "a number above 0")]
    [InlineData("setting: {binCount: 1.5}", "binCount", "a whole number")]
    [InlineData("setting: {normalize: 1}", "normalize", "true or false")]
    [InlineData("setting: {resampledPixelSpacing: [1, 1]}", "resampledPixelSpacing", "3 numbers")]
    [InlineData("setting: {resampledPixelSpacing: [1, 1, -1]}", "resampledPixelSpacing", "at least 0")]
    [InlineData("setting: {resegmentRange: [1, 2, 3]}", "resegmentRange", "1 to 2 numbers")]
    [InlineData("setting: {resegmentMode: both}", "resegmentMode", "absolute, relative, sigma")]
    [InlineData("setting: {interpolator: sitkMagic}", "interpolator", "sitkLinear")]
    [InlineData("setting: {distances: [0]}", "distances", "at least 1")]
    [InlineData("setting: {force2Ddimension: 3}", "force2Ddimension", "0 to 2")]
    [InlineData("setting: {minimumROIDimensions: 4}", "minimumROIDimensions", "1 to 3")]
    [InlineData("setting: {label: 0}", "label", "at least 1")]
    [InlineData("setting: {label_channel: 1}", "label_channel", "channels")]
    [InlineData("setting: {weightingNorm: 2}", "weightingNorm", "euclidean")]
    [InlineData("imageType: {Wavelet: {wavelet: db99}}", "wavelet", "discrete wavelet")]
    [InlineData("imageType: {Wavelet: {levels: 2}}", "levels", "imageType Wavelet")]
    [InlineData("imageType: {LoG: {sigma: [0]}}", "sigma", "above 0")]
    [InlineData("imageType: {Log: {}}", "Log", "Original, LoG")]
    [InlineData("imageType: {LBP2D: {}}", "LBP2D", "local binary patterns")]
    [InlineData("imageType: {LBP3D: {}}", "LBP3D", "local binary patterns")]
    [InlineData("imageType: [Original]", "imageType", "map")]
    [InlineData("voxelSetting: {kernelRadius: 2}", "voxelSetting", "voxel-based")]
    [InlineData("featureClass: {texture: }", "texture", "firstorder, glcm")]
    [InlineData("featureClass: {glcm: [Energy]}", "glcm", "Energy")]
    [InlineData("featureClass: {glcm: all}", "glcm", "list of features")]
    [InlineData("settings: {binWidth: 25}\nimageType: {Original: }", "settings", "setting, imageType and featureClass")]
    public void What_is_not_known_or_of_another_kind_is_refused_by_name(string text, string key, string part)
    {
        var refused = Assert.Throws<ParameterException>(() => ExtractionParameters.Parse(text));
        Assert.Equal(key, refused.Key);
        Assert.Contains(key, refused.Message);
        Assert.Contains(part, refused.Message);
    }

    [Fact]
    public void All_mistakes_of_a_file_are_named_at_once()
    {
        var refused = Assert.Throws<ParameterException>(() => ExtractionParameters.Parse("setting:\n  binWith: 25\n  binWidth: wide\nimageType:\n  Nonsense: {}\n  Original: {}\nfeatureClass:\n  firstOrder:\n"));
        foreach (var key in (string[])["binWith", "binWidth", "Nonsense", "firstOrder"]) Assert.Contains(key, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[1, 2]")]
    [InlineData("{\"setting\":")]
    [InlineData("setting: {binWidth: 25")]
    [InlineData("just words")]
    [InlineData("a: &a [x]\nb: *nothing")]
    [InlineData("a: 1\n---\nb: 2")]
    [InlineData("setting: {binWidth: 1}\nsetting: {binWidth: 2}")]
    public void Text_that_is_no_parameter_file_is_refused(string text) => Assert.Throws<ParameterException>(() => ExtractionParameters.Parse(text));

    [Fact]
    public void Anchors_that_stand_for_millions_of_values_are_refused()
    {
        var bomb = "a: &a0 [x,x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range(1, 9).Select(i => $"b{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 10))}]\n"));
        Assert.Throws<ParameterException>(() => ExtractionParameters.Parse(bomb));
    }
}
