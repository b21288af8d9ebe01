using Microsoft.Extensions.Logging;
using Microsoft.ML.OnnxRuntime;
using RadlPortal.Core.Inference;

namespace RadlPortal.Inference;

/// <summary>Runs networks by ONNX Runtime. A network stays loaded under its hash; one runs at a time, since one uses the whole device.</summary>
public sealed partial class OnnxNetworkRunner(InferenceDevice device, ILogger<OnnxNetworkRunner> logger) : INetworkRunner, IDisposable
{
    // A study has one or two networks; more than these would only hold memory.
    private const int LoadedAtMost = 4;
    private const string CpuProvider = "cpu";
    private readonly Lock gate = new();
    private readonly Dictionary<string, LoadedNetwork> loaded = [];
    private long uses;

    public NetworkOutput Run(NetworkFile network, ReadOnlyMemory<float> input, IReadOnlyList<int> shape)
    {
        lock (gate)
        {
            var ready = Load(network);
            ready.LastUse = ++uses;
            using var value = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, AsArray(input), shape.Select(side => (long)side).ToArray());
            using var options = new RunOptions();
            using var outputs = ready.Session.Run(options, ready.Session.InputNames, [value], ready.Session.OutputNames);
            return new NetworkOutput(outputs[0].GetTensorDataAsSpan<float>().ToArray(), ready.Provider);
        }
    }

    public void Dispose()
    {
        foreach (var network in loaded.Values) network.Session.Dispose();
        loaded.Clear();
    }

    private static Memory<float> AsArray(ReadOnlyMemory<float> input) =>
        System.Runtime.InteropServices.MemoryMarshal.AsMemory(input);

    private LoadedNetwork Load(NetworkFile network)
    {
        if (loaded.TryGetValue(network.Sha256, out var ready)) return ready;
        if (loaded.Count >= LoadedAtMost)
        {
            var oldest = loaded.MinBy(entry => entry.Value.LastUse);
            loaded.Remove(oldest.Key);
            oldest.Value.Session.Dispose();
        }

        ready = Open(network);
        LogLoaded(network.Sha256, ready.Provider);
        return loaded[network.Sha256] = ready;
    }

    private LoadedNetwork Open(NetworkFile network) => device switch
    {
        InferenceDevice.Cuda cuda => OpenOnCuda(network, cuda.Number),
        InferenceDevice.Auto when OrtEnv.Instance().GetAvailableProviders().Contains("CUDAExecutionProvider") => OpenOnCudaOrCpu(network),
        _ => OpenOnCpu(network),
    };

    private LoadedNetwork OpenOnCudaOrCpu(NetworkFile network)
    {
        try
        {
            return OpenOnCuda(network, 0);
        }
        catch (InferenceDeviceException absent)
        {
            // "auto" allows the processor; the scores say that it was used.
            LogNoCuda(absent.Message);
            return OpenOnCpu(network);
        }
    }

    private static LoadedNetwork OpenOnCpu(NetworkFile network)
    {
        using var options = new SessionOptions();
        return new LoadedNetwork(new InferenceSession(network.Onnx.ToArray(), options), CpuProvider);
    }

    private static LoadedNetwork OpenOnCuda(NetworkFile network, int number)
    {
        try
        {
            using var options = new SessionOptions();
            // Without this the runtime quietly computes on the processor what the device cannot.
            options.AddSessionConfigEntry("session.disable_cpu_ep_fallback", "1");
            options.AppendExecutionProvider_CUDA(number);
            return new LoadedNetwork(new InferenceSession(network.Onnx.ToArray(), options), $"cuda:{number}");
        }
        catch (Exception absent) when (absent is EntryPointNotFoundException or OnnxRuntimeException or DllNotFoundException)
        {
            throw new InferenceDeviceException(
                $"{InferenceDevice.Setting} asks for cuda:{number}, but this worker cannot use it. Start a worker that was built with OnnxRuntimeFlavor=cuda on a machine with that device and its CUDA libraries, or set {InferenceDevice.Setting} to auto or cpu.", absent);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Network {Sha256} is loaded on {Provider}")]
    private partial void LogLoaded(string sha256, string provider);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The processor is used: {Reason}")]
    private partial void LogNoCuda(string reason);

    private sealed record LoadedNetwork(InferenceSession Session, string Provider)
    {
        public long LastUse { get; set; }
    }
}
