using System.Globalization;
using RadlPortal.Core.Inference;

namespace RadlPortal.Inference;

/// <summary>Where networks run. <see cref="Auto"/> takes the first CUDA device when there is one and says which it took; a named CUDA device is a demand.</summary>
public abstract record InferenceDevice
{
    public const string Setting = "Inference:Device";
    private const string CudaPrefix = "cuda:";

    private InferenceDevice()
    {
    }

    public sealed record Auto : InferenceDevice;

    public sealed record Cpu : InferenceDevice;

    public sealed record Cuda(int Number) : InferenceDevice;

    /// <summary>Reads the setting: auto (also when nothing is set), cpu or cuda:N.</summary>
    public static InferenceDevice Parse(string? setting) => setting?.Trim().ToLowerInvariant() switch
    {
        null or "" or "auto" => new Auto(),
        "cpu" => new Cpu(),
        { } cuda when cuda.StartsWith(CudaPrefix, StringComparison.Ordinal)
            && int.TryParse(cuda.AsSpan(CudaPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) => new Cuda(number),
        _ => throw new InferenceDeviceException($"{Setting} is \"{setting}\": it must be auto, cpu or cuda:N, such as cuda:0."),
    };
}
