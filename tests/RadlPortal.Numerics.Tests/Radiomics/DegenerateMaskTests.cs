using System.Text.Json;
using RadlPortal.Numerics.Radiomics;
using RadlPortal.Numerics.Volumes;
using Xunit;

namespace RadlPortal.Numerics.Tests.Radiomics;

/// <summary>Masks of one voxel, of a plane, of nothing and so on: the value or the refusal of PyRadiomics.</summary>
public sealed class DegenerateMaskTests
{
    [Fact]
    public void Have_PyRadiomics_values_or_are_refused_where_it_raises_an_error()
    {
        var cases = ReferenceCase.Values("edge_cases.json");
        var done = 0;
        foreach (var degenerate in cases.GetProperty("cases").EnumerateObject())
        {
            var (image, mask) = Build(cases, degenerate.Value);
            var settings = ExtractionSettings.Parse(degenerate.Value.TryGetProperty("settings", out var given) ? given.GetRawText() : "{}");
            if (degenerate.Value.TryGetProperty("error", out _)) Assert.Throws<RadiomicsException>(() => FeatureExtractor.Extract(image, mask, settings, (byte)settings.Label));
            else ReferenceCase.AssertEqual(degenerate.Value.GetProperty("features"), FeatureExtractor.Extract(image, mask, settings));
            done++;
        }

        Assert.Equal(10, done);
    }

    private static (Volume Image, Labelmap Mask) Build(JsonElement cases, JsonElement degenerate)
    {
        var geometry = new VolumeGeometry(11, 10, 9, new Vector3(1, 1.5, 2));
        var samples = cases.GetProperty("base").EnumerateArray().Select(v => v.GetInt16()).ToArray();
        if (degenerate.TryGetProperty("image", out var image))
            samples = image.GetString()!.StartsWith("every", StringComparison.Ordinal) ? [.. samples.Select(_ => (short)50)] : [.. samples.Select(v => (short)(Math.Floor(v / 25.0) * 25))];
        var labels = new byte[geometry.VoxelCount];
        foreach (var box in degenerate.GetProperty("mask").EnumerateArray())
            for (var z = box[0][0].GetInt32(); z < box[0][1].GetInt32(); z++)
                for (var y = box[1][0].GetInt32(); y < box[1][1].GetInt32(); y++)
                    for (var x = box[2][0].GetInt32(); x < box[2][1].GetInt32(); x++) labels[geometry.Offset(x, y, z)] = 1;
        return (Volume.Of(geometry, samples), new Labelmap(geometry, labels));
    }
}
