using System.Text.Json;
using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Volumes;
using RadlPortal.Numerics.Radiomics;
using RadlPortal.Numerics.Volumes;
using Xunit;

namespace RadlPortal.Numerics.Tests.Radiomics;

/// <summary>Images, masks and values of the real PyRadiomics, where the reference data are; judged by the rule of the reference's compare.py.</summary>
internal static class ReferenceCase
{
    private const double Absolute = 1e-9;

    public static (Volume Image, Labelmap Mask) Brain1()
    {
        var folder = SharedData.Folder("radiomics/pyradiomics");
        return (VolumeFile.Read(Path.Combine(folder, "brain1_image.nrrd")), VolumeFile.ReadLabelmap(Path.Combine(folder, "brain1_label.nrrd")));
    }

    public static (Volume Image, Labelmap Mask) ChestCt()
    {
        var chest = SharedData.Folder("dicom/chest-ct");
        var image = CtVolume.Build([.. Directory.EnumerateFiles(Path.Combine(chest, "ct")).Select(p => DicomFile.Read(File.ReadAllBytes(p)).Dataset)]);
        return (image, new Labelmap(image.Geometry, VolumeFile.ReadLabelmap(Path.Combine(chest, "lungA_label.nrrd")).Labels));
    }

    public static JsonElement Values(string file)
    {
        var text = File.ReadAllText(Path.Combine(SharedData.Folder("radiomics/reference"), file)).Replace(": NaN", ": null", StringComparison.Ordinal);
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    /// <summary>Every feature of the reference is there, nothing else, and each has its value: relative error at most 1e-6, for the recursive filter and the gradient 1e-5.</summary>
    public static void AssertEqual(JsonElement expected, FeatureResult actual)
    {
        var wanted = expected.EnumerateObject().Where(f => !f.Name.StartsWith("diagnostics", StringComparison.Ordinal)).ToDictionary(f => f.Name, f => f.Value.ValueKind == JsonValueKind.Number ? f.Value.GetDouble() : double.NaN);
        Assert.Equal(wanted.Keys.Order(), actual.Values.Select(f => f.Name).Order());
        var wrong = actual.Values.Where(f => !Same(f.Name, wanted[f.Name], f.Value)).Select(f => $"{f.Name}: {f.Value:R} instead of {wanted[f.Name]:R}").ToList();
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {wanted.Count}\n" + string.Join('\n', wrong.Take(60)));
    }

    private static bool Same(string name, double expected, double? actual)
    {
        if (double.IsNaN(expected)) return actual is null;
        var tolerance = name.StartsWith("log-sigma", StringComparison.Ordinal) || name.StartsWith("gradient", StringComparison.Ordinal) ? 1e-5 : 1e-6;
        return actual is { } value && Math.Abs(value - expected) <= Absolute + tolerance * Math.Abs(expected);
    }
}
