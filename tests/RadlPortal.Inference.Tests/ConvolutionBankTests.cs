using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using RadlPortal.Core.Inference;
using RadlPortal.Core.Signatures.Networks;
using Xunit;

namespace RadlPortal.Inference.Tests;

public sealed class ConvolutionBankTests
{
    private static readonly ConvolutionBankSettings Small = new(7, 8, 2, 3, 2);

    [Fact]
    public void The_same_settings_give_the_same_bytes_on_every_machine() =>
        Assert.Equal("e07f61f540d3c331a015f8883ccfc8a094c7318a7857a6f65ce40db4ca63366a", Convert.ToHexStringLower(SHA256.HashData(ConvolutionBank.Write(ConvolutionBankSettings.Default))));

    [Fact]
    public void Another_seed_gives_other_bytes() =>
        Assert.NotEqual(ConvolutionBank.Write(Small), ConvolutionBank.Write(Small with { Seed = 8 }));

    [Fact]
    public void The_file_says_that_nothing_in_it_was_trained() =>
        Assert.Contains("untrained 3D convolution bank", System.Text.Encoding.UTF8.GetString(ConvolutionBank.Write(Small)), StringComparison.Ordinal);

    [Fact]
    public void An_even_image_has_an_embedding_of_zeros_since_every_filter_has_mean_zero()
    {
        using var runner = new OnnxNetworkRunner(new InferenceDevice.Cpu(), NullLogger<OnnxNetworkRunner>.Instance);
        var image = new float[8 * 8 * 8];
        Array.Fill(image, 0.7f);

        var output = runner.Run(File(Small), image, [1, 1, 8, 8, 8]);

        Assert.Equal("cpu", output.ExecutionProvider);
        Assert.Equal(3, output.Values.Length);
        Assert.All(output.Values, value => Assert.Equal(0, value, 1e-5));
    }

    [Fact]
    public void The_runtime_computes_what_the_file_says()
    {
        using var runner = new OnnxNetworkRunner(new InferenceDevice.Auto(), NullLogger<OnnxNetworkRunner>.Instance);
        var random = new Random(1);
        var image = Enumerable.Range(0, 512).Select(_ => (float)random.NextDouble()).ToArray();
        var bytes = ConvolutionBank.Write(Small);

        var output = runner.Run(File(Small), image, [1, 1, 8, 8, 8]);

        var w1 = Weights(bytes, "w1", 2 * 27);
        var w2 = Weights(bytes, "w2", 3 * 2 * 27);
        var level1 = Convolve(image, 8, 1, w1, 2, 1);
        var level2 = Convolve(level1, 6, 2, w2, 3, 2);
        for (var channel = 0; channel < 3; channel++)
            Assert.Equal(level2.Skip(channel * 8).Take(8).Average(), output.Values[channel], 1e-5);
    }

    private static NetworkFile File(ConvolutionBankSettings settings)
    {
        var bytes = ConvolutionBank.Write(settings);
        return new NetworkFile(Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes);
    }

    /// <summary>The raw floats that follow a tensor's name: field 8 (name), then field 9 (data) with its length as varint.</summary>
    private static float[] Weights(byte[] file, string name, int count)
    {
        var mark = new byte[] { 0x42, (byte)name.Length, (byte)name[0], (byte)name[1], 0x4A };
        var at = file.AsSpan().IndexOf(mark) + mark.Length;
        while ((file[at] & 0x80) != 0) at++;
        at++;
        return Enumerable.Range(0, count).Select(i => BitConverter.ToSingle(file, at + 4 * i)).ToArray();
    }

    private static float[] Convolve(float[] input, int side, int channelsIn, float[] weights, int channelsOut, int stride)
    {
        var size = (side - 3) / stride + 1;
        var output = new float[channelsOut * size * size * size];
        for (var o = 0; o < channelsOut; o++)
            for (var p = 0; p < size * size * size; p++)
            {
                int x = p % size * stride, y = p / size % size * stride, z = p / (size * size) * stride;
                double sum = 0;
                for (var c = 0; c < channelsIn; c++)
                    for (var k = 0; k < 27; k++)
                        sum += weights[(o * channelsIn + c) * 27 + k] * input[((c * side + z + k / 9) * side + y + k / 3 % 3) * side + x + k % 3];
                output[o * size * size * size + p] = (float)Math.Max(0, sum);
            }

        return output;
    }
}
