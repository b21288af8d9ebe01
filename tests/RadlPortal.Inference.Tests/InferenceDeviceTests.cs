using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using RadlPortal.Core.Inference;
using RadlPortal.Core.Signatures.Networks;
using Xunit;

namespace RadlPortal.Inference.Tests;

public sealed class InferenceDeviceTests
{
    [Fact]
    public void Cuda_asked_for_and_absent_is_an_error_and_never_a_run_on_the_processor()
    {
        if (Directory.Exists("/proc/driver/nvidia")) Assert.Skip("This machine has a CUDA device.");
        using var runner = new OnnxNetworkRunner(new InferenceDevice.Cuda(0), NullLogger<OnnxNetworkRunner>.Instance);
        var network = new NetworkFile("any", ConvolutionBank.Write(new ConvolutionBankSettings(1, 8, 2, 2, 1)));

        var error = Assert.Throws<InferenceDeviceException>(() => runner.Run(network, new float[512], [1, 1, 8, 8, 8]));

        Assert.Contains("cuda:0", error.Message, StringComparison.Ordinal);
        Assert.Contains("Inference:Device", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda")]
    [InlineData("cuda:-1")]
    [InlineData("cuda:x")]
    public void A_device_that_cannot_be_meant_stops_the_start_and_names_the_setting(string setting)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Inference:Device", setting)]).Build();

        var error = Assert.Throws<InferenceDeviceException>(() => new ServiceCollection().AddInference(configuration));

        Assert.Contains("Inference:Device", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_every_device()
    {
        Assert.Equal(new InferenceDevice.Auto(), InferenceDevice.Parse(null));
        Assert.Equal(new InferenceDevice.Auto(), InferenceDevice.Parse("auto"));
        Assert.Equal(new InferenceDevice.Cpu(), InferenceDevice.Parse("CPU"));
        Assert.Equal(new InferenceDevice.Cuda(1), InferenceDevice.Parse("cuda:1"));
    }
}
