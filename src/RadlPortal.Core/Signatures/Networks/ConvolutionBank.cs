namespace RadlPortal.Core.Signatures.Networks;

/// <summary>
/// The untrained 3D convolution bank: two levels of fixed convolutions drawn from a seed, each followed by ReLU, and the mean
/// over all positions of each of the last level's channels. Nothing in it was learned from any image; it is a fixed
/// description of texture on which a logistic head is fitted. The same settings give the same bytes on every machine.
/// </summary>
public static class ConvolutionBank
{
    /// <summary>What it is called wherever it is shown.</summary>
    public const string Name = "untrained 3D convolution bank";

    private const int FirstKernel = 3;
    private const int SecondKernel = 3;

    public static byte[] Write(ConvolutionBankSettings settings)
    {
        var random = new SeededUniform(settings.Seed);
        var graph = new OnnxGraph("convolution_bank");
        graph.AddWeights("w1", [settings.FirstChannels, 1, FirstKernel, FirstKernel, FirstKernel], Filters(random, settings.FirstChannels, Cube(FirstKernel), settings.Gain));
        graph.AddWeights("w2", [settings.Channels, settings.FirstChannels, SecondKernel, SecondKernel, SecondKernel], Filters(random, settings.Channels, settings.FirstChannels * Cube(SecondKernel), settings.Gain));
        graph.AddNode("Conv", ["image", "w1"], "c1", ("kernel_shape", [FirstKernel, FirstKernel, FirstKernel]));
        graph.AddNode("Relu", ["c1"], "r1");
        graph.AddNode("Conv", ["r1", "w2"], "c2", ("kernel_shape", [SecondKernel, SecondKernel, SecondKernel]), ("strides", [2, 2, 2]));
        graph.AddNode("Relu", ["c2"], "r2");
        graph.AddNode("GlobalAveragePool", ["r2"], "pooled");
        graph.AddNode("Flatten", ["pooled"], "embedding");
        return graph.ToFile($"{Name}, seed {settings.Seed}; not trained on any data. For research use only.",
            "image", [1, 1, settings.InputVoxels, settings.InputVoxels, settings.InputVoxels], "embedding", [1, settings.Channels]);
    }

    private static int Cube(int side) => side * side * side;

    /// <summary>Filters of mean zero and length <paramref name="gain"/>: they answer to texture, not to the level of grey.</summary>
    private static float[] Filters(SeededUniform random, int filters, int length, double gain)
    {
        var weights = new float[filters * length];
        var filter = new double[length];
        for (var f = 0; f < filters; f++)
        {
            for (var i = 0; i < length; i++) filter[i] = random.Next();
            double mean = 0, squares = 0;
            foreach (var weight in filter) mean += weight / length;
            foreach (var weight in filter) squares += (weight - mean) * (weight - mean);
            for (var i = 0; i < length; i++) weights[f * length + i] = (float)(gain * (filter[i] - mean) / Math.Sqrt(squares));
        }

        return weights;
    }

    /// <summary>SplitMix64 mapped to [-1, 1): whole-number arithmetic only, so that no machine's mathematics library has a say.</summary>
    private sealed class SeededUniform(ulong seed)
    {
        private ulong state = seed;

        public double Next()
        {
            state += 0x9E3779B97F4A7C15;
            var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            mixed ^= mixed >> 31;
            return (mixed >> 11) * (2.0 / (1UL << 53)) - 1;
        }
    }
}

/// <summary>What a convolution bank is made of; kept in the manifest.</summary>
/// <param name="InputVoxels">Voxels along each side of the cube that it takes.</param>
/// <param name="Gain">Length of each filter.</param>
public sealed record ConvolutionBankSettings(ulong Seed, int InputVoxels, int FirstChannels, int Channels, double Gain)
{
    public static readonly ConvolutionBankSettings Default = new(20260118, 32, 16, 32, 2);
}
