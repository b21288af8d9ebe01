using Microsoft.Extensions.DependencyInjection;
using RadlPortal.Core.Radiomics;
using RadlPortal.Core.Segmentations;

namespace RadlPortal.Core.Reads;

public static class ReadsSetup
{
    /// <summary>Worklist, VOIs and their features.</summary>
    public static IServiceCollection AddReads(this IServiceCollection services) => services
        .AddSingleton<ReadService>().AddSingleton<VoiService>().AddSingleton<DraftService>().AddSingleton<StructureComputation>().AddSingleton<StructureService>().AddSingleton<VoiVersionWriter>().AddSingleton<VersionFileService>().AddSingleton<ForeignVoiService>().AddSingleton<NextCaseService>()
        .AddSingleton<ReadFinishing>().AddSingleton<ReadReturns>().AddSingleton<ReadingPlanService>().AddSingleton<ReadingPlanChanges>().AddSingleton<ReadingProgressService>()
        .AddSingleton<AdjudicationService>().AddSingleton<UnlockService>().AddScoped<ApprovalService>()
        .AddSingleton<FeatureJobs>().AddSingleton<Jobs.JobDispatch>().AddSingleton<FeatureService>().AddSingleton<ProfileService>().AddSingleton<CohortFeatureService>().AddSingleton<VersionFeatures>().AddTransient<ExtractFeaturesJob>();
}
