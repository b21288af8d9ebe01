using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using OpenIddict.EntityFrameworkCore.Models;
using RadlPortal.Core.Database;

namespace RadlPortal.Core.People;

/// <summary>A research study that a person is a member of.</summary>
public sealed record MyStudy(string Code, string Title, bool IsSynthetic, StudyRole Role);

/// <summary>Finds what a person is in a research study. An answer is kept for ten seconds, so that a taken-away membership ends within that time.</summary>
public sealed class StudyAccessService(IDbContextFactory<PortalDb> databases, IMemoryCache cache)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(10);

    /// <summary>Null for a study that does not exist and for one of which the person is no member: the two look alike.</summary>
    public async Task<StudyAccess?> FindAsync(Guid personId, string studyCode, CancellationToken cancellation)
    {
        var key = (personId, studyCode);
        if (cache.TryGetValue(key, out StudyAccess? known)) return known;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var access = await (from study in db.ResearchStudies
                            where study.Code == studyCode
                            join membership in db.Memberships on study.Id equals membership.ResearchStudyId
                            where membership.PersonId == personId
                            select new StudyAccess(personId, study.Id, study.Code, membership.Role, membership.SiteId)).SingleOrDefaultAsync(cancellation);
        if (access is not null) cache.Set(key, access, KeptFor);
        return access;
    }

    /// <summary>The access of a site's upload program: a coordinator of that site and nothing more.</summary>
    public async Task<StudyAccess?> OfUploadClientAsync(Guid clientId, Guid siteId, string studyCode, CancellationToken cancellation)
    {
        var key = (clientId, siteId, studyCode);
        if (cache.TryGetValue(key, out StudyAccess? known)) return known;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        // A revoked client ends at once, whatever its token says.
        var access = await (from site in db.Sites
                            where site.Id == siteId && db.Set<OpenIddictEntityFrameworkCoreApplication<Guid>>().Any(a => a.Id == clientId)
                            join study in db.ResearchStudies on site.ResearchStudyId equals study.Id
                            where study.Code == studyCode
                            select new StudyAccess(clientId, study.Id, study.Code, StudyRole.SiteCoordinator, site.Id)).SingleOrDefaultAsync(cancellation);
        if (access is not null) cache.Set(key, access, KeptFor);
        return access;
    }

    /// <summary>Makes a revocation count from the next request on.</summary>
    internal void ForgetUploadClient(Guid clientId, Guid siteId, string studyCode) => cache.Remove((clientId, siteId, studyCode));

    public async Task<IReadOnlyList<MyStudy>> StudiesOfAsync(Guid personId, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await (from membership in db.Memberships
                      where membership.PersonId == personId
                      join study in db.ResearchStudies on membership.ResearchStudyId equals study.Id
                      orderby study.Title
                      select new MyStudy(study.Code, study.Title, study.IsSynthetic, membership.Role)).ToListAsync(cancellation);
    }
}
