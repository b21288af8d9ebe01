using BenchmarkDotNet.Attributes;
using RadlPortal.Numerics.Radiomics;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Benchmarks;

/// <summary>The 107 features of a ball of about 54,000 voxels in a CT of 512 × 512 × 134, the size of the reference chest CT.</summary>
[MemoryDiagnoser]
public class FeatureBenchmarks
{
    private Volume<short> image = null!;
    private Labelmap mask = null!;

    [GlobalSetup]
    public void Prepare()
    {
        var grid = new VolumeGeometry(512, 512, 134, new Vector3(0.98, 0.98, 3));
        var random = new Random(1);
        image = Volume.Of(grid, [.. Enumerable.Range(0, grid.VoxelCount).Select(_ => (short)random.Next(-900, 400))]);
        var labels = new byte[grid.VoxelCount];
        for (var z = 40; z < 80; z++)
            for (var y = 200; y < 300; y++)
                for (var x = 200; x < 300; x++)
                    if (Math.Pow((x - 250) / 34.0, 2) + Math.Pow((y - 250) / 34.0, 2) + Math.Pow((z - 60) / 11.2, 2) < 1) labels[grid.Offset(x, y, z)] = 1;
        mask = new Labelmap(grid, labels);
    }

    [Benchmark]
    public FeatureResult Features() => FeatureExtractor.Extract(image, mask, new ExtractionSettings());
}
