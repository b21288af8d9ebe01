using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RadlPortal.Core.Audit;
using RadlPortal.Core.ClinicalData;
using RadlPortal.Core.Cohorts;
using RadlPortal.Core.Database;
using RadlPortal.Core.DemoStudy;
using RadlPortal.Core.Hosting;
using RadlPortal.Core.Inference;
using RadlPortal.Core.Jobs;
using RadlPortal.Core.People;
using RadlPortal.Core.Reads;
using RadlPortal.Core.Reports;
using RadlPortal.Core.ResearchStudies;
using RadlPortal.Core.Signatures;
using RadlPortal.Core.Sites;
using RadlPortal.Core.Storage;
using RadlPortal.Core.Uploads;

namespace RadlPortal.Core;

/// <summary>Everything that the portal knows and does, for the web, the worker, the command line and the tests alike. Each feature adds itself by its own AddX.</summary>
public static class CoreSetup
{
    public static IServiceCollection AddRadlCore(this IServiceCollection services, IConfiguration configuration)
    {
        var connectionString = configuration.GetConnectionString("Portal")
            ?? throw new InvalidOperationException("ConnectionStrings:Portal is not set. `radl serve` sets it; elsewhere set the environment variable ConnectionStrings__Portal.");
        services.TryAddSingleton(TimeProvider.System);
        services.AddPortalDb(connectionString);
        services.AddStorage(configuration);
        services.AddJobs(connectionString);
        services.AddHostedService<SupervisorWatch>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<AuditService>();
        services.AddPeople();
        services.AddSingleton<ResearchStudyService>();
        services.AddSingleton<SiteService>();
        services.AddSingleton<SubjectService>();
        services.AddSingleton<StudySearch>();
        services.AddUploads();
        services.AddReads();
        services.AddClinicalData();
        services.AddDemoStudy();
        services.AddCohorts();
        services.AddSignatures();
        services.AddSingleton<InferenceService>();
        services.AddReports();
        return services;
    }
}
