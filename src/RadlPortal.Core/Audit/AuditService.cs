using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Database;
using RadlPortal.Core.People;

namespace RadlPortal.Core.Audit;

/// <summary>An audit entry as people read it.</summary>
public sealed record AuditLine(long Id, DateTime At, string Person, string Action, string Entity, string? EntityId, string? Details);

/// <summary>Reads the audit of a research study, newest first.</summary>
public sealed class AuditService(IDbContextFactory<PortalDb> databases)
{
    public const int LargestPage = 200;

    public async Task<(IReadOnlyList<AuditLine> Lines, int Total)> PageAsync(StudyAccess access, int skip, int take, CancellationToken cancellation, AuditFilter? filter = null)
    {
        access.Demand(Right.ViewAudit);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var entries = Matching(db.AuditEntries.AsNoTracking().Where(e => e.ResearchStudyId == access.ResearchStudyId), filter ?? new AuditFilter());
        var lines = await (from entry in entries
                           join person in db.Users on entry.PersonId equals person.Id into people
                           from person in people.DefaultIfEmpty()
                           orderby entry.Id descending
                           select new { Entry = entry, Name = person == null ? "the portal" : person.DisplayName })
            .Skip(skip).Take(Math.Min(take, LargestPage)).ToListAsync(cancellation);
        return ([.. lines.Select(l => new AuditLine(l.Entry.Id, l.Entry.At.UtcDateTime, l.Name, l.Entry.Action, l.Entry.Entity, l.Entry.EntityId, l.Entry.DetailsJson))], await entries.CountAsync(cancellation));
    }

    /// <summary>The people, actions and kinds that stand in the study's audit.</summary>
    public async Task<AuditChoices> ChoicesAsync(StudyAccess access, CancellationToken cancellation)
    {
        access.Demand(Right.ViewAudit);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var entries = db.AuditEntries.Where(e => e.ResearchStudyId == access.ResearchStudyId);
        return new AuditChoices(
            await db.Users.Where(p => entries.Any(e => e.PersonId == p.Id)).OrderBy(p => p.DisplayName).Select(p => new AuditPerson(p.Id, p.DisplayName)).ToListAsync(cancellation),
            await entries.Select(e => e.Action).Distinct().OrderBy(a => a).ToListAsync(cancellation),
            await entries.Select(e => e.Entity).Distinct().OrderBy(e => e).ToListAsync(cancellation));
    }

    private static IQueryable<AuditEntry> Matching(IQueryable<AuditEntry> entries, AuditFilter filter)
    {
        if (filter.Person is { } person) entries = entries.Where(e => e.PersonId == person);
        if (filter.Action is { } action) entries = entries.Where(e => e.Action == action);
        if (filter.Entity is { } entity) entries = entries.Where(e => e.Entity == entity);
        if (filter.From is { } from)
        {
            var begin = new DateTimeOffset(from.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
            entries = entries.Where(e => e.At >= begin);
        }

        if (filter.To is { } to)
        {
            var end = new DateTimeOffset(to.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
            entries = entries.Where(e => e.At < end);
        }

        return entries;
    }
}
