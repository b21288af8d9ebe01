using System.Text.Json;
using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Volumes;
using RadlPortal.Numerics.Radiomics;
using RadlPortal.Numerics.Volumes;
using Xunit;

namespace RadlPortal.Numerics.Tests.Radiomics;

/// <summary>Values of the real PyRadiomics, where the reference data are.</summary>
public sealed class PyRadiomicsValuesTests
{
    private const double Tolerance = 1e-6;

    [Theory]
    [InlineData("default")]
    [InlineData("default_shift2000")]
    public void Brain1_has_PyRadiomics_values(string variant)
    {
        var folder = SharedData.Folder("radiomics");
        using var golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "reference", "golden", $"brain1__{variant}.json")));
        var settings = ExtractionSettings.Parse(golden.RootElement.GetProperty("settings").GetRawText());
        var image = VolumeFile.Read(Path.Combine(folder, "pyradiomics", "brain1_image.nrrd"));
        var mask = VolumeFile.ReadLabelmap(Path.Combine(folder, "pyradiomics", "brain1_label.nrrd"));
        AssertEqual(golden.RootElement.GetProperty("features"), FeatureExtractor.Extract(image, mask, settings));
    }

    [Fact]
    public void The_chest_CT_has_PyRadiomics_values()
    {
        var folder = SharedData.Folder("radiomics");
        var chest = SharedData.Folder("dicom/chest-ct");
        using var golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "reference", "lungA_orig_bw25.json")));
        var image = CtVolume.Build([.. Directory.EnumerateFiles(Path.Combine(chest, "ct")).Select(p => DicomFile.Read(File.ReadAllBytes(p)).Dataset)]);
        var mask = VolumeFile.ReadLabelmap(Path.Combine(chest, "lungA_label.nrrd"));
        var result = FeatureExtractor.Extract(image, new Labelmap(image.Geometry, mask.Labels), new ExtractionSettings());
        Assert.Equal(54_639, result.VoxelCount);
        AssertEqual(golden.RootElement, result);
    }

    [Theory]
    [InlineData("plane_default")]
    [InlineData("flat")]
    [InlineData("two_isolated_voxels")]
    [InlineData("box")]
    [InlineData("values_on_bin_edges")]
    public void Degenerate_masks_have_PyRadiomics_values(string name)
    {
        using var cases = Cases();
        var (image, mask, degenerate) = Case(cases, name);
        AssertEqual(degenerate.GetProperty("features"), FeatureExtractor.Extract(image, mask, new ExtractionSettings()));
    }

    [Theory]
    [InlineData("empty_mask", 1, "no voxel")]
    [InlineData("single_voxel", 1, "one voxel")]
    [InlineData("label2_missing", 2, "no voxel of label 2")]
    public void Refuses_where_PyRadiomics_raises_an_error(string name, byte label, string part)
    {
        using var cases = Cases();
        var (image, mask, _) = Case(cases, name);
        Assert.Contains(part, Assert.Throws<RadiomicsException>(() => FeatureExtractor.Extract(image, mask, new ExtractionSettings(), label)).Message);
    }

    private static JsonDocument Cases() => JsonDocument.Parse(File.ReadAllText(Path.Combine(SharedData.Folder("radiomics/reference"), "edge_cases.json")).Replace(": NaN", ": null"));

    private static (Volume Image, Labelmap Mask, JsonElement Case) Case(JsonDocument cases, string name)
    {
        var degenerate = cases.RootElement.GetProperty("cases").GetProperty(name);
        var geometry = new VolumeGeometry(11, 10, 9, new Vector3(1, 1.5, 2));
        var samples = cases.RootElement.GetProperty("base").EnumerateArray().Select(v => v.GetInt16()).ToArray();
        if (degenerate.TryGetProperty("image", out var image))
            samples = image.GetString()!.StartsWith("every", StringComparison.Ordinal) ? [.. samples.Select(_ => (short)50)] : [.. samples.Select(v => (short)(Math.Floor(v / 25.0) * 25))];
        var labels = new byte[geometry.VoxelCount];
        foreach (var box in degenerate.GetProperty("mask").EnumerateArray())
            for (var z = box[0][0].GetInt32(); z < box[0][1].GetInt32(); z++)
                for (var y = box[1][0].GetInt32(); y < box[1][1].GetInt32(); y++)
                    for (var x = box[2][0].GetInt32(); x < box[2][1].GetInt32(); x++) labels[geometry.Offset(x, y, z)] = 1;
        return (Volume.Of(geometry, samples), new Labelmap(geometry, labels), degenerate);
    }

    private static void AssertEqual(JsonElement expected, FeatureResult actual)
    {
        var wanted = expected.EnumerateObject().Where(f => f.Name.StartsWith("original_", StringComparison.Ordinal)).ToDictionary(f => f.Name, f => f.Value.ValueKind == JsonValueKind.Number ? f.Value.GetDouble() : double.NaN);
        Assert.Equal(107, actual.Values.Count);
        var wrong = actual.Values.Where(f => !wanted.TryGetValue(f.Name, out var value) || !Same(value, f.Value)).Select(f => $"{f.Name}: {f.Value:R} instead of {wanted.GetValueOrDefault(f.Name):R}").ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static bool Same(double expected, double? actual) =>
        double.IsNaN(expected) ? actual is null : actual is { } value && Math.Abs(value - expected) <= Math.Max(1e-9, Tolerance * Math.Abs(expected));
}
