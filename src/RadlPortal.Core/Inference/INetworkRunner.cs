namespace RadlPortal.Core.Inference;

/// <summary>Runs a network on the device that the settings name. The only door to ONNX Runtime.</summary>
public interface INetworkRunner
{
    /// <summary>Computes the network's one output for its one input.</summary>
    /// <exception cref="InferenceDeviceException">The device that the settings ask for is absent.</exception>
    NetworkOutput Run(NetworkFile network, ReadOnlyMemory<float> input, IReadOnlyList<int> shape);
}

/// <summary>A network as an ONNX file; the hash is the key under which it is kept loaded.</summary>
public sealed record NetworkFile(string Sha256, ReadOnlyMemory<byte> Onnx);

/// <param name="ExecutionProvider">The provider that really ran: "cpu", "cuda:0".</param>
public sealed record NetworkOutput(float[] Values, string ExecutionProvider);

/// <summary>The device that Inference:Device asks for cannot be used; the message says why and what to do.</summary>
public sealed class InferenceDeviceException(string message, Exception? cause = null) : Exception(message, cause);
