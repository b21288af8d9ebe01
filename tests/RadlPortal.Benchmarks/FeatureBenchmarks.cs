using BenchmarkDotNet.Attributes;
using RadlPortal.Numerics.Radiomics;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Benchmarks;

/// <summary>Features of an ellipsoid in noise, in memory, on one thread, of the sizes of the reference cases: an MR of 256 × 256 × 25 (4,100 voxels), a chest CT of 512 × 512 × 134 (54,000) and a CT of 512 × 512 × 200 with a ball of 60 mm (113,000); 107 features, and 1,316 of the original, eight wavelet bands and five Laplacians of Gaussian.</summary>
[MemoryDiagnoser]
public class FeatureBenchmarks
{
    private const string Full = """{"imageType":{"Original":{},"Wavelet":{},"LoG":{"sigma":[1.0,2.0,3.0,4.0,5.0]}},"featureClass":{"firstorder":[],"glcm":[],"gldm":[],"glrlm":[],"glszm":[],"ngtdm":[],"shape":[]}}""";

    private Volume<short> image = null!;
    private Labelmap mask = null!;
    private ExtractionParameters parameters = null!;

    [Params("brain", "chest", "ball60")]
    public string Case { get; set; } = "";

    [Params(107, 1316)]
    public int FeatureCount { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        var (grid, radii) = Case switch
        {
            "brain" => (new VolumeGeometry(256, 256, 25, new Vector3(0.78, 0.78, 6.5)), (X: 17.0, Y: 17.0, Z: 3.4)),
            "chest" => (new VolumeGeometry(512, 512, 134, new Vector3(0.98, 0.98, 3)), (X: 34.0, Y: 34.0, Z: 11.2)),
            _ => (new VolumeGeometry(512, 512, 200, new Vector3(1, 1, 1)), (X: 30.0, Y: 30.0, Z: 30.0)),
        };
        parameters = FeatureCount == 107 ? ExtractionParameters.Default : ExtractionParameters.Parse(Full);
        var random = new Random(1);
        var (samples, labels) = (new short[grid.VoxelCount], new byte[grid.VoxelCount]);
        for (int z = 0, i = 0; z < grid.SizeZ; z++)
        {
            for (var y = 0; y < grid.SizeY; y++)
            {
                for (var x = 0; x < grid.SizeX; x++, i++)
                {
                    samples[i] = (short)(random.Next(-300, 300) + 200 * Math.Sin(x * 0.1) * Math.Cos(y * 0.08));
                    var (dx, dy, dz) = ((x - grid.SizeX / 2) / radii.X, (y - grid.SizeY / 2) / radii.Y, (z - grid.SizeZ / 2) / radii.Z);
                    if (dx * dx + dy * dy + dz * dz < 1) labels[i] = 1;
                }
            }
        }

        (image, mask) = (Volume.Of(grid, samples), new Labelmap(grid, labels));
        if (FeatureExtractor.Extract(image, mask, parameters).Values.Count != FeatureCount) throw new InvalidOperationException("The benchmark computes another number of features than it says.");
    }

    [Benchmark]
    public FeatureResult Features() => FeatureExtractor.Extract(image, mask, parameters);
}
