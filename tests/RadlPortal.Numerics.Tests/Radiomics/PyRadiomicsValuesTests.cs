using System.Text.Json;
using RadlPortal.Numerics.Radiomics;
using RadlPortal.Numerics.Volumes;
using Xunit;

namespace RadlPortal.Numerics.Tests.Radiomics;

public sealed class PyRadiomicsValuesTests
{
    private static readonly Dictionary<string, string> ImageTypes = new()
    {
        ["log"] = """{"LoG":{"sigma":[1.0,2.0,3.0,4.0,5.0]}}""",
        ["others"] = """{"Square":{},"SquareRoot":{},"Logarithm":{},"Exponential":{},"Gradient":{}}""",
        ["wavelet"] = """{"Wavelet":{}}""",
        ["wavelet_db4_l2"] = """{"Wavelet":{"wavelet":"db4","level":2}}""",
    };

    [Theory]
    [InlineData("2d")]
    [InlineData("FBN")]
    [InlineData("asym")]
    [InlineData("bw0p7_float")]
    [InlineData("combined")]
    [InlineData("default")]
    [InlineData("default_shift2000")]
    [InlineData("dist123")]
    [InlineData("flatRegion")]
    [InlineData("gldm_a1")]
    [InlineData("log")]
    [InlineData("norm_outlier")]
    [InlineData("normalization")]
    [InlineData("others")]
    [InlineData("resample1mm_bw10")]
    [InlineData("resample_inplane")]
    [InlineData("resample_linear")]
    [InlineData("resampling")]
    [InlineData("resegmentation")]
    [InlineData("wavelet")]
    [InlineData("wavelet_db4_l2")]
    [InlineData("weight_euclid")]
    [InlineData("weight_infinity")]
    [InlineData("weight_manhattan")]
    public void Brain1_has_PyRadiomics_values(string variant)
    {
        var golden = ReferenceCase.Values($"golden/brain1__{variant}.json");
        var (image, mask) = ReferenceCase.Brain1();
        var parameters = ParametersOf(golden.GetProperty("settings").GetRawText(), ImageTypes.GetValueOrDefault(variant));
        ReferenceCase.AssertEqual(golden.GetProperty("features"), FeatureExtractor.Extract(image, mask, parameters));
    }

    [Theory]
    [InlineData("brain1_2d.json", """{"force2D":true}""")]
    [InlineData("brain1_fbn64.json", """{"binCount":64}""")]
    [InlineData("brain1_norm100_bw5.json", """{"normalize":true,"normalizeScale":100,"binWidth":5}""")]
    [InlineData("brain1_orig_bw25.json", "{}")]
    [InlineData("brain1_orig_bw25_r2mm.json", """{"resampledPixelSpacing":[2.0,2.0,2.0]}""")]
    [InlineData("brain1_full_bw25.json", "{}")]
    public void Brain1_has_the_values_and_diagnostics_of_PyRadiomics_output(string file, string settings)
    {
        var golden = ReferenceCase.Values(file);
        var (image, mask) = ReferenceCase.Brain1();
        var result = FeatureExtractor.Extract(image, mask, ParametersOf(settings, file.Contains("full") ? """{"Original":{},"Wavelet":{},"LoG":{"sigma":[1.0,2.0,3.0,4.0,5.0]}}""" : null), threads: 2);
        ReferenceCase.AssertEqual(golden, result);
        AssertDiagnostics(golden, result);
    }

    [Fact]
    public void The_chest_CT_has_PyRadiomics_values_of_1316_features()
    {
        var (image, mask) = ReferenceCase.ChestCt();
        var result = FeatureExtractor.Extract(image, mask, ParametersOf("{}", """{"Original":{},"Wavelet":{},"LoG":{"sigma":[1.0,2.0,3.0,4.0,5.0]}}"""), threads: 2);
        Assert.Equal(1316, result.Values.Count);
        ReferenceCase.AssertEqual(ReferenceCase.Values("lungA_full_bw25.json"), result);
        ReferenceCase.AssertEqual(ReferenceCase.Values("lungA_orig_bw25.json"), result with { Values = [.. result.Values.Where(f => f.Name.StartsWith("original"))] });
        AssertDiagnostics(ReferenceCase.Values("lungA_full_bw25.json"), result);
    }

    [Fact]
    public void Slice_16_of_brain1_has_the_published_shape2D_values()
    {
        var (image, mask) = ReferenceCase.Brain1();
        var slice = mask.Labels.AsSpan(16 * 256 * 256, 256 * 256).ToArray();
        Array.Clear(mask.Labels);
        slice.CopyTo(mask.Labels, 16 * 256 * 256);
        var result = FeatureExtractor.Extract(image, mask, ExtractionParameters.Parse("setting: {force2D: true}\nfeatureClass: {shape2D: }"));
        var published = File.ReadLines(Path.Combine(SharedData.Folder("radiomics/pyradiomics"), "baseline", "baseline_shape2D.csv")).Select(line => line.Split(',')).Where(cells => cells[0].StartsWith("original_")).ToDictionary(cells => cells[0], cells => double.Parse(cells[1], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(published.Keys.Order(), result.Values.Select(f => f.Name).Order());
        foreach (var feature in result.Values) Assert.Equal(published[feature.Name], feature.Value!.Value, 1e-9 * published[feature.Name]);
    }

    public static ExtractionParameters ParametersOf(string settings, string? imageTypes) => ExtractionParameters.Parse(imageTypes is null ? settings
        : $$$"""{"setting":{{{settings}}},"imageType":{{{imageTypes}}},"featureClass":{"firstorder":[],"glcm":[],"gldm":[],"glrlm":[],"glszm":[],"ngtdm":[],"shape":[]} }""");

    private static void AssertDiagnostics(JsonElement golden, FeatureResult result)
    {
        var entries = result.Diagnostics.ToDictionary(d => d.Key, d => d.Value);
        foreach (var wanted in golden.EnumerateObject().Where(e => e.Name.StartsWith("diagnostics")))
        {
            Assert.True(entries.TryGetValue(wanted.Name, out var found), wanted.Name);
            if (wanted.Name.Contains("Versions") || wanted.Name.Contains("Configuration")) continue;
            if (wanted.Value.ValueKind == JsonValueKind.String) Assert.Equal(wanted.Value.GetString(), found);
            else
            {
                double[] numbers = wanted.Value.ValueKind == JsonValueKind.Array ? [.. wanted.Value.EnumerateArray().Select(v => v.GetDouble())] : [wanted.Value.GetDouble()];
                var given = found.Trim('(', ')').Split(", ").Select(t => double.Parse(t, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
                Assert.Equal(numbers.Length, given.Length);
                foreach (var (a, b) in numbers.Zip(given)) Assert.True(Math.Abs(a - b) <= 1e-9 * Math.Max(1, Math.Abs(a)), $"{wanted.Name}: {found} instead of {wanted.Value}");
            }
        }
    }
}
