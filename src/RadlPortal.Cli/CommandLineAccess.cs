using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RadlPortal.Core.Database;
using RadlPortal.Core.People;
using RadlPortal.Core.Sites;

namespace RadlPortal.Cli;

/// <summary>Whoever has the data folder or the connection string is the administrator of every study: the command line acts as that, and the audit says "the portal".</summary>
internal static class CommandLineAccess
{
    public static async Task<StudyAccess> OfAsync(IServiceProvider services, string studyCode, CancellationToken cancellation)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync(cancellation);
        var study = await db.ResearchStudies.SingleOrDefaultAsync(s => s.Code == studyCode, cancellation)
            ?? throw new VerbRefusedException($"There is no research study \"{studyCode}\". `radl study list` lists them.");
        return new StudyAccess(Guid.Empty, study.Id, study.Code, StudyRole.Administrator, null);
    }

    public static async Task<Guid> SiteAsync(IServiceProvider services, StudyAccess access, string siteCode, CancellationToken cancellation)
    {
        var sites = await services.GetRequiredService<SiteService>().ListAsync(access, cancellation);
        return sites.FirstOrDefault(s => s.Code == siteCode)?.Id
            ?? throw new VerbRefusedException($"The study {access.StudyCode} has no site \"{siteCode}\".");
    }
}
