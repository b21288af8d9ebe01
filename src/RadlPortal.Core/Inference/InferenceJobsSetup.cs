using Microsoft.Extensions.DependencyInjection;

namespace RadlPortal.Core.Inference;

public static class InferenceJobsSetup
{
    /// <summary>Starting inference and the job that does it; the worker adds the network runner.</summary>
    public static IServiceCollection AddInferenceJobs(this IServiceCollection services) =>
        services.AddSingleton<InferenceService>().AddTransient<SubjectScorer>().AddTransient<InferenceJob>();
}
