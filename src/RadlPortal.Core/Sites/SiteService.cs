using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Database;
using RadlPortal.Core.People;
using RadlPortal.Core.ResearchStudies;

namespace RadlPortal.Core.Sites;

/// <summary>A site with what it has so far.</summary>
public sealed record SiteOverview(Guid Id, string Code, string Name, int Subjects, int ImagingStudies);

/// <summary>How many codes of a list were new and how many the site had already.</summary>
public sealed record RegisteredSubjects(int Added, int AlreadyThere);

/// <summary>Sites and the subject codes registered at them.</summary>
public sealed partial class SiteService(IDbContextFactory<PortalDb> databases, AuditLog audit, TimeProvider clock)
{
    public async Task<IReadOnlyList<SiteOverview>> ListAsync(StudyAccess access, CancellationToken cancellation)
    {
        access.Demand(Right.ViewStudy);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await db.Sites.Where(s => s.ResearchStudyId == access.ResearchStudyId && (access.SiteId == null || s.Id == access.SiteId)).OrderBy(s => s.Code)
            .Select(s => new SiteOverview(s.Id, s.Code, s.Name, db.Subjects.Count(x => x.SiteId == s.Id), db.ImagingStudies.Count(x => x.SiteId == s.Id))).ToListAsync(cancellation);
    }

    public async Task<Outcome<Site>> AddAsync(StudyAccess access, string code, string name, CancellationToken cancellation)
    {
        access.Demand(Right.ManageStudy);
        code = code.Trim();
        if (!ResearchStudyService.IsCode(code)) return ResearchStudyRefusals.CodeNotValid;
        if (string.IsNullOrWhiteSpace(name)) return ResearchStudyRefusals.TitleMissing;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var site = new Site { ResearchStudyId = access.ResearchStudyId, Code = code, Name = name.Trim() };
        db.Sites.Add(site);
        audit.Add(db, access.PersonId, access.ResearchStudyId, "created", nameof(Site), site.Id, new { code });
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException conflict) when (conflict.IsUniqueViolation())
        {
            return ResearchStudyRefusals.CodeTaken(code);
        }

        return site;
    }

    /// <summary>The subject codes registered at a site, the latest first, so that a mistyped one is seen.</summary>
    public async Task<IReadOnlyList<string>> CodesAsync(StudyAccess access, Guid siteId, CancellationToken cancellation)
    {
        access.Demand(Right.ManageStudy);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await db.Subjects.Where(s => s.ResearchStudyId == access.ResearchStudyId && s.SiteId == siteId).OrderByDescending(s => s.CreatedAt).ThenBy(s => s.Code).Select(s => s.Code).ToListAsync(cancellation);
    }

    /// <summary>Registers subject codes at a site: all of them or, when one cannot be, none.</summary>
    public async Task<Outcome<RegisteredSubjects>> RegisterSubjectsAsync(StudyAccess access, Guid siteId, IEnumerable<string> codes, CancellationToken cancellation)
    {
        access.Demand(Right.ManageStudy);
        var wanted = codes.Select(c => c.Trim()).Where(c => c.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        if (wanted.Count == 0) return ResearchStudyRefusals.NoSubjects;
        if (wanted.FirstOrDefault(code => !IsSubjectCode(code)) is { } wrong) return ResearchStudyRefusals.SubjectCodeNotValid(wrong);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (!await db.Sites.AnyAsync(s => s.Id == siteId && s.ResearchStudyId == access.ResearchStudyId, cancellation)) return ResearchStudyRefusals.NoSuchSite;
        var known = await db.Subjects.Where(s => s.ResearchStudyId == access.ResearchStudyId && wanted.Contains(s.Code)).ToDictionaryAsync(s => s.Code, cancellation);
        if (known.Values.FirstOrDefault(s => s.SiteId != siteId) is { } elsewhere) return ResearchStudyRefusals.SubjectAtOtherSite(elsewhere.Code);
        foreach (var code in wanted.Where(code => !known.ContainsKey(code)))
            db.Subjects.Add(new Subject { ResearchStudyId = access.ResearchStudyId, SiteId = siteId, Code = code, CreatedAt = clock.GetUtcNow() });
        audit.Add(db, access.PersonId, access.ResearchStudyId, "registered", nameof(Subject), siteId, new { added = wanted.Count - known.Count });
        await db.SaveChangesAsync(cancellation);
        return new RegisteredSubjects(wanted.Count - known.Count, known.Count);
    }

    public static bool IsSubjectCode(string code) => SubjectCodePattern().IsMatch(code);

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
    private static partial Regex SubjectCodePattern();
}
