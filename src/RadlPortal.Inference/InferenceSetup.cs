using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RadlPortal.Core.Inference;

namespace RadlPortal.Inference;

public static class InferenceSetup
{
    /// <summary>The jobs that fit and apply signatures, with networks on the device of Inference:Device (auto, cpu, cuda:N; default auto). A wrong setting stops the start.</summary>
    public static IServiceCollection AddInference(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSingleton(InferenceDevice.Parse(configuration[InferenceDevice.Setting]))
            .AddSingleton<INetworkRunner, OnnxNetworkRunner>()
            .AddInferenceJobs();
}
