using System.Text;
using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Database;
using RadlPortal.Core.People;

namespace RadlPortal.Core.ClinicalData;

/// <summary>Imports clinical data: first as a plan that changes nothing, then, without errors, all rows or none.</summary>
public sealed class ClinicalDataService(IDbContextFactory<PortalDb> databases, AuditLog audit, TimeProvider clock)
{
    /// <summary>A CSV to fill in: every column, a row for each registered subject with site and cohort.</summary>
    public async Task<byte[]> TemplateAsync(StudyAccess access, CancellationToken cancellation)
    {
        access.Demand(Right.EditClinicalData);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var subjects = await (from subject in db.Subjects.AsNoTracking()
                              where subject.ResearchStudyId == access.ResearchStudyId
                              join site in db.Sites on subject.SiteId equals site.Id
                              orderby site.Code, subject.Code
                              select new { subject.Code, Site = site.Code, Cohort = db.Cohorts.Where(c => c.Id == subject.CohortId).Select(c => c.Code).FirstOrDefault() }).ToListAsync(cancellation);
        var csv = new StringBuilder().AppendJoin(',', ClinicalColumns.All).Append('\n');
        foreach (var subject in subjects) csv.Append(subject.Code).Append(',').Append(subject.Site).Append(',').Append(subject.Cohort).Append(',', ClinicalColumns.All.Count - 3).Append('\n');
        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    /// <summary>The dry run: what each row would change and what is wrong with it.</summary>
    public async Task<Outcome<ImportPlan>> PlanAsync(StudyAccess access, ReadOnlyMemory<byte> csv, CancellationToken cancellation)
    {
        access.Demand(Right.EditClinicalData);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await ReadAsync(db, access, csv, cancellation);
    }

    /// <summary>Imports every row, or none if any has an error.</summary>
    public async Task<Outcome<ImportPlan>> ImportAsync(StudyAccess access, ReadOnlyMemory<byte> csv, CancellationToken cancellation)
    {
        access.Demand(Right.EditClinicalData);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        // Two imports at once take turns, so that the second one meets what the first one wrote.
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({BitConverter.ToInt64(access.ResearchStudyId.ToByteArray(), 8)})", cancellation);
        var outcome = await ReadAsync(db, access, csv, cancellation);
        if (!outcome.Succeeded) return outcome.Refusal;
        if (outcome.Value.HasErrors) return ImportRefusals.PlanHasErrors;
        foreach (var row in outcome.Value.Rows.Where(row => row.Changes.Count > 0))
            audit.Add(db, access.PersonId, access.ResearchStudyId, "imported", nameof(ClinicalRecord), row.Subject, row.Changes);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return outcome;
    }

    private async Task<Outcome<ImportPlan>> ReadAsync(PortalDb db, StudyAccess access, ReadOnlyMemory<byte> csv, CancellationToken cancellation)
    {
        var content = ClinicalCsv.Read(csv);
        if (!content.Succeeded) return content.Refusal;
        var import = await ClinicalImport.LoadAsync(db, access, clock.GetUtcNow(), cancellation);
        return new ImportPlan(content.Value.Rows.Select(import.Apply).ToList(), content.Value.IgnoredColumns, TranslationsOf(content.Value.Rows));
    }

    private static List<ResponseTranslation> TranslationsOf(IReadOnlyList<ClinicalCsvRow> rows) =>
        [.. rows.Select(row => row.Cells.GetValueOrDefault(ClinicalColumns.Response)).OfType<string>().GroupBy(cell => cell.ToUpperInvariant()).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Where(group => ClinicalValues.TranslationOf(group.Key) is not null).Select(group => new ResponseTranslation(group.Key, ClinicalValues.TranslationOf(group.Key)!, group.Count()))];
}
