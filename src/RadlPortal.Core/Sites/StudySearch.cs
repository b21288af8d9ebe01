using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Database;
using RadlPortal.Core.People;
using RadlPortal.Core.Reads;

namespace RadlPortal.Core.Sites;

/// <param name="Path">The page of the study that shows it.</param>
public sealed record SearchHit(string Title, string What, string Path);

/// <summary>Finds subjects by code and images by UID, each person only what the own role and site show anyway.</summary>
public sealed class StudySearch(IDbContextFactory<PortalDb> databases, ReadService reads)
{
    public const int Most = 50;
    public const int LongestText = 64;

    public async Task<IReadOnlyList<SearchHit>> FindAsync(StudyAccess access, string text, CancellationToken cancellation)
    {
        access.Demand(Right.ViewStudy);
        text = text.Trim();
        if (text.Length is 0 or > LongestText) return [];
        if (access.May(Right.ReadCases)) return await ReadsAsync(access, text, cancellation);
        if (!access.May(Right.ViewSubjects)) return [];
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var wanted = text.ToUpperInvariant();
        var subjects = db.Subjects.AsNoTracking().Where(s => s.ResearchStudyId == access.ResearchStudyId && (access.SiteId == null || s.SiteId == access.SiteId));
        var found = await (from subject in subjects
                           let byUid = db.ImagingSeries.Any(i => i.SubjectId == subject.Id && (i.SeriesInstanceUid == text || i.ImagingStudy!.StudyInstanceUid == text))
                           where subject.Code.ToUpper().Contains(wanted) || byUid
                           orderby subject.Code.ToUpper() == wanted ? 0 : 1, subject.Code
                           select new { subject.Code, ByUid = byUid, Site = db.Sites.First(s => s.Id == subject.SiteId).Name }).Take(Most).ToListAsync(cancellation);
        return [.. found.Select(f => new SearchHit(f.Code, f.ByUid ? $"has the images of this UID · {f.Site}" : f.Site, $"subjects/{Uri.EscapeDataString(f.Code)}"))];
    }

    /// <summary>A reader finds cases of the own worklist by the subject's code, and nothing else.</summary>
    private async Task<IReadOnlyList<SearchHit>> ReadsAsync(StudyAccess access, string text, CancellationToken cancellation) =>
        [.. (await reads.WorklistAsync(access, cancellation)).Where(r => r.Subject.Contains(text, StringComparison.OrdinalIgnoreCase)).Take(Most)
            .Select(r => new SearchHit(r.Subject, $"read, {r.State.Word()}", $"reads/{r.Id}"))];
}
