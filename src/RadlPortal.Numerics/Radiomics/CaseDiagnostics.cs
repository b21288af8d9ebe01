using System.Globalization;
using System.Security.Cryptography;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Numerics.Radiomics;

/// <summary>The diagnostics_* entries: what was computed with which software and settings, and of which voxels. Values are written as Python writes them, since notebooks read them from PyRadiomics' CSV.</summary>
internal sealed class CaseDiagnostics
{
    private const string Prefix = "diagnostics_";

    private readonly int label;
    private readonly List<KeyValuePair<string, string>> entries = [];

    public CaseDiagnostics(ExtractionParameters parameters, Volume image, Labelmap mask, VoxelBox roi)
    {
        label = parameters.Settings.Label;
        var version = typeof(CaseDiagnostics).Assembly.GetName().Version?.ToString(3);
        Add("Versions_PyRadiomics", $"RadlPortal {version} (values of PyRadiomics 3.1)");
        Add("Versions_Numpy", "not used");
        Add("Versions_SimpleITK", "not used");
        Add("Versions_PyWavelet", "not used");
        Add("Versions_Python", "not used");
        Add("Configuration_Settings", PythonText.Write(SettingsTable.Everything(parameters.Settings)));
        Add("Configuration_EnabledImageTypes", PythonText.Write(parameters.ImageTypes.Select(t => new KeyValuePair<string, object?>(t.Type.ToString(), t.Overrides))));
        Add("Image-original_Hash", Convert.ToHexStringLower(SHA1.HashData(image.Bytes)));
        Add("Image-original_Dimensionality", "3D");
        AddImage("original", image);
        Add("Mask-original_Hash", MaskHash(mask));
        AddMask("original", null, mask, roi);
    }

    public IReadOnlyList<KeyValuePair<string, string>> Entries => entries;

    public void AddImage(string stage, Volume image)
    {
        var whole = WholeImage.Of(image);
        Place($"Image-{stage}", image.Geometry);
        Add($"Image-{stage}_Mean", PythonText.Write(whole.Mean));
        Add($"Image-{stage}_Minimum", PythonText.Write(whole.Minimum));
        Add($"Image-{stage}_Maximum", PythonText.Write(whole.Maximum));
    }

    public void AddMask(string stage, Volume? image, Labelmap mask, VoxelBox box)
    {
        var inside = Array.ConvertAll(mask.Cropped(box).Labels, l => l == label);
        Place($"Mask-{stage}", mask.Geometry);
        Add($"Mask-{stage}_BoundingBox", PythonText.Tuple(box.X, box.Y, box.Z, box.SizeX, box.SizeY, box.SizeZ));
        var (sum, count) = (default(Vector3), 0);
        for (var i = 0; i < inside.Length; i++)
        {
            if (!inside[i]) continue;
            sum += new Vector3(box.X + i % box.SizeX, box.Y + i / box.SizeX % box.SizeY, box.Z + i / (box.SizeX * box.SizeY));
            count++;
        }

        var centre = new Vector3(sum.X / count, sum.Y / count, sum.Z / count);
        var point = ItkGeometry.ToPatient(mask.Geometry, centre.X, centre.Y, centre.Z);
        Add($"Mask-{stage}_VoxelNum", count.ToString(CultureInfo.InvariantCulture));
        Add($"Mask-{stage}_VolumeNum", Components(inside, box).ToString(CultureInfo.InvariantCulture));
        Add($"Mask-{stage}_CenterOfMassIndex", PythonText.Tuple(centre.X, centre.Y, centre.Z));
        Add($"Mask-{stage}_CenterOfMass", PythonText.Tuple(point.X, point.Y, point.Z));
        if (image is null) return;
        var values = image.Read(box).Where((_, i) => inside[i]).ToArray();
        Add($"Mask-{stage}_Mean", PythonText.Write(values.Sum() / count));
        Add($"Mask-{stage}_Minimum", PythonText.Write(values.Min()));
        Add($"Mask-{stage}_Maximum", PythonText.Write(values.Max()));
    }

    private void Add(string name, string value) => entries.Add(new(Prefix + name, value));

    private void Place(string what, VolumeGeometry g)
    {
        Add($"{what}_Spacing", PythonText.Tuple(g.Spacing.X, g.Spacing.Y, g.Spacing.Z));
        Add($"{what}_Size", PythonText.Tuple(g.SizeX, g.SizeY, g.SizeZ));
    }

    // PyRadiomics hashes the mask as 32-bit numbers.
    private static string MaskHash(Labelmap mask)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        var chunk = new byte[4 * 65536];
        for (var from = 0; from < mask.Labels.Length; from += 65536)
        {
            var part = mask.Labels.AsSpan(from, Math.Min(65536, mask.Labels.Length - from));
            for (var i = 0; i < part.Length; i++) chunk[4 * i] = part[i];
            hash.AppendData(chunk, 0, 4 * part.Length);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Parts of the VOI that touch nowhere, not even at a corner.</summary>
    private static int Components(bool[] inside, VoxelBox box)
    {
        var (stepY, stepZ) = (box.SizeX + 2, (box.SizeX + 2) * (box.SizeY + 2));
        var open = new bool[stepZ * (box.SizeZ + 2)];
        for (var i = 0; i < inside.Length; i++) open[(i / (box.SizeX * box.SizeY) + 1) * stepZ + (i / box.SizeX % box.SizeY + 1) * stepY + i % box.SizeX + 1] = inside[i];
        var (parts, waiting) = (0, new Stack<int>());
        for (var start = open.AsSpan().IndexOf(true); start >= 0 && start < open.Length; start++)
        {
            if (!open[start]) continue;
            parts++;
            open[start] = false;
            waiting.Push(start);
            while (waiting.TryPop(out var at))
            {
                for (var z = -stepZ; z <= stepZ; z += stepZ)
                    for (var y = -stepY; y <= stepY; y += stepY)
                        for (var x = -1; x <= 1; x++)
                        {
                            if (!open[at + z + y + x]) continue;
                            open[at + z + y + x] = false;
                            waiting.Push(at + z + y + x);
                        }
            }
        }

        return parts;
    }
}
