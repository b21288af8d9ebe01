using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Database;
using RadlPortal.Core.People;

namespace RadlPortal.Core.Audit;

/// <summary>An audit entry as people read it.</summary>
public sealed record AuditLine(DateTime At, string Person, string Action, string Entity, string? EntityId, string? Details);

/// <summary>Reads the audit of a research study, newest first.</summary>
public sealed class AuditService(IDbContextFactory<PortalDb> databases)
{
    public const int LargestPage = 200;

    public async Task<(IReadOnlyList<AuditLine> Lines, int Total)> PageAsync(StudyAccess access, int skip, int take, CancellationToken cancellation)
    {
        access.Demand(Right.ViewAudit);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var entries = db.AuditEntries.Where(e => e.ResearchStudyId == access.ResearchStudyId);
        var lines = await (from entry in entries
                           join person in db.Users on entry.PersonId equals person.Id into people
                           from person in people.DefaultIfEmpty()
                           orderby entry.Id descending
                           select new { Entry = entry, Name = person == null ? "the portal" : person.DisplayName })
            .Skip(skip).Take(Math.Min(take, LargestPage)).ToListAsync(cancellation);
        return ([.. lines.Select(l => new AuditLine(l.Entry.At.UtcDateTime, l.Name, l.Entry.Action, l.Entry.Entity, l.Entry.EntityId, l.Entry.DetailsJson))], await entries.CountAsync(cancellation));
    }
}
