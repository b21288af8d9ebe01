using Microsoft.Extensions.DependencyInjection;
using RadlPortal.Core.Signatures;

namespace RadlPortal.Core.Inference;

public static class InferenceJobsSetup
{
    /// <summary>What needs a network runner: fitting signatures and applying them. Whoever adds a runner adds these.</summary>
    public static IServiceCollection AddInferenceJobs(this IServiceCollection services) =>
        services.AddTransient<VoiEmbedding>().AddTransient<SubjectScorer>().AddTransient<InferenceJob>().AddTransient<BuildSignaturesJob>();
}
