using System.Globalization;
using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Cohorts;
using RadlPortal.Core.Database;
using RadlPortal.Core.People;
using RadlPortal.Core.Sites;

namespace RadlPortal.Core.ClinicalData;

/// <summary>The study as the import sees it. Applies rows to tracked entities; only a save makes them last.</summary>
internal sealed class ClinicalImport
{
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private PortalDb db = null!;
    private StudyAccess access = null!;
    private DateTimeOffset now;
    private Dictionary<string, Subject> subjects = null!;
    private Dictionary<Guid, Site> sites = null!;
    private Dictionary<string, Cohort> cohorts = null!;
    private Dictionary<Guid, ClinicalRecord> records = null!;
    private HashSet<Guid> lockedCohorts = null!;

    public static async Task<ClinicalImport> LoadAsync(PortalDb db, StudyAccess access, DateTimeOffset now, CancellationToken cancellation)
    {
        var study = access.ResearchStudyId;
        return new ClinicalImport
        {
            db = db,
            access = access,
            now = now,
            subjects = await db.Subjects.Where(s => s.ResearchStudyId == study).ToDictionaryAsync(s => s.Code, cancellation),
            sites = await db.Sites.Where(s => s.ResearchStudyId == study).ToDictionaryAsync(s => s.Id, cancellation),
            cohorts = await db.Cohorts.Where(c => c.ResearchStudyId == study).ToDictionaryAsync(c => c.Code, StringComparer.OrdinalIgnoreCase, cancellation),
            records = await db.ClinicalRecords.Where(r => r.ResearchStudyId == study).ToDictionaryAsync(r => r.SubjectId, cancellation),
            // A cohort on which a signature was fitted keeps its members: elsewhere they would test it on its own training data.
            lockedCohorts = (await db.SignatureVersions.Where(v => v.TrainingSnapshotId != null)
                .Join(db.CohortSnapshots.Where(s => s.ResearchStudyId == study), v => v.TrainingSnapshotId, s => s.Id, (_, s) => s.CohortId)
                .Distinct().ToListAsync(cancellation)).ToHashSet(),
        };
    }

    public ImportRow Apply(ClinicalCsvRow row)
    {
        var code = row.Cells.GetValueOrDefault(ClinicalColumns.Subject) ?? "";
        var subject = Find(row, code, out var error);
        var changes = new List<FieldChange>();
        if (subject is null)
        {
            // The other mistakes of the row are told as well, so that all can be mended at once.
            List<string> all = [error!];
            SetValues(row, new ClinicalRecord { SubjectId = Guid.Empty, ResearchStudyId = access.ResearchStudyId }, changes, all);
            return new ImportRow(row.Line, code, [], all);
        }

        var errors = new List<string>();
        SetCohort(row, subject, changes, errors);
        SetRecord(row, subject, changes, errors);
        return new ImportRow(row.Line, code, changes, errors);
    }

    private Subject? Find(ClinicalCsvRow row, string code, out string? error)
    {
        error = null;
        if (code.Length == 0) error = "The subject code is missing.";
        else if (!seen.Add(code)) error = $"Subject {code} stands in an earlier row already; keep one row per subject.";
        else if (!subjects.TryGetValue(code, out var subject)) error = $"Subject {code} is not registered in this study. Register the code under Sites, or mend it here.";
        else if (!row.Cells.TryGetValue(ClinicalColumns.Site, out var site)) error = "The site is missing.";
        else if (!string.Equals(sites[subject.SiteId].Code, site, StringComparison.OrdinalIgnoreCase)) error = $"Subject {code} belongs to site {sites[subject.SiteId].Code}, not {site}.";
        else return subject;
        return null;
    }

    private void SetCohort(ClinicalCsvRow row, Subject subject, List<FieldChange> changes, List<string> errors)
    {
        if (!row.Cells.TryGetValue(ClinicalColumns.Cohort, out var code)) return;
        if (!cohorts.TryGetValue(code, out var cohort))
        {
            errors.Add(cohorts.Count == 0
                ? $"Cohort {code} does not exist. Make the study's cohorts first."
                : $"Cohort {code} does not exist. The study's cohorts are {string.Join(", ", cohorts.Values.Select(c => c.Code).Order())}.");
            return;
        }

        if (subject.CohortId == cohort.Id) return;
        var before = cohorts.Values.FirstOrDefault(c => c.Id == subject.CohortId);
        if (before is not null && lockedCohorts.Contains(before.Id))
        {
            errors.Add($"Subject {subject.Code} is in cohort {before.Code}, on which a signature was fitted; it cannot move to {cohort.Code}.");
            return;
        }

        changes.Add(new FieldChange(ClinicalColumns.Cohort, before?.Code, cohort.Code));
        subject.CohortId = cohort.Id;
    }

    private void SetRecord(ClinicalCsvRow row, Subject subject, List<FieldChange> changes, List<string> errors)
    {
        var known = records.TryGetValue(subject.Id, out var found);
        var record = found ?? new ClinicalRecord { SubjectId = subject.Id, ResearchStudyId = access.ResearchStudyId };
        var before = changes.Count;
        SetValues(row, record, changes, errors);
        if (changes.Count == before) return;
        (record.UpdatedAt, record.UpdatedBy) = (now, access.PersonId);
        if (!known) db.ClinicalRecords.Add(record);
    }

    private static void SetValues(ClinicalCsvRow row, ClinicalRecord record, List<FieldChange> changes, List<string> errors)
    {
        Number(ClinicalColumns.PdL1Tps, 0, 100, record.PdL1TpsPercent, value => record.PdL1TpsPercent = value);
        Number(ClinicalColumns.Cd274, double.MinValue, double.MaxValue, record.Cd274, value => record.Cd274 = value);
        Number(ClinicalColumns.Age, 0, 120, record.AgeYears, value => record.AgeYears = value);
        Category(ClinicalColumns.Sex, record.Sex, value => record.Sex = value);
        Category(ClinicalColumns.Smoking, record.Smoking, value => record.Smoking = value);
        Category(ClinicalColumns.Histology, record.Histology, value => record.Histology = value);
        Category(ClinicalColumns.Stage, record.Stage, value => record.Stage = value);
        Number(ClinicalColumns.BestChange, -100, 1000, record.BestChangePercent, value => record.BestChangePercent = value);
        Number(ClinicalColumns.TreatmentMonths, 0, 600, record.TreatmentMonths, value => record.TreatmentMonths = value);
        Number(ClinicalColumns.ProgressionFreeMonths, 0, 600, record.ProgressionFreeMonths, value => record.ProgressionFreeMonths = value);
        Event(ClinicalColumns.ProgressionFreeEvent, record.ProgressionFreeEvent, value => record.ProgressionFreeEvent = value);
        Number(ClinicalColumns.SurvivalMonths, 0, 600, record.SurvivalMonths, value => record.SurvivalMonths = value);
        Event(ClinicalColumns.SurvivalEvent, record.SurvivalEvent, value => record.SurvivalEvent = value);
        if (record is { ProgressionFreeMonths: { } pfs, SurvivalMonths: { } os } && pfs > os) errors.Add($"pfs_months {pfs.ToString(CultureInfo.InvariantCulture)} is longer than os_months {os.ToString(CultureInfo.InvariantCulture)}.");
        if (row.Cells.TryGetValue(ClinicalColumns.Response, out var cell))
        {
            var response = ClinicalValues.Response(cell, out var error);
            if (error is not null) errors.Add(error);
            else if (response != record.Response)
            {
                changes.Add(new FieldChange(ClinicalColumns.Response, record.Response is { } old ? ClinicalValues.ShortName(old) : null, ClinicalValues.ShortName(response!.Value)));
                record.Response = response;
            }
        }

        void Number(string column, double minimum, double maximum, double? old, Action<double?> set)
        {
            if (!row.Cells.TryGetValue(column, out var text)) return;
            var value = ClinicalValues.Number(column, text, minimum, maximum, out var error);
            if (error is not null) errors.Add(error);
            else if (value != old) Change(column, old?.ToString(CultureInfo.InvariantCulture), value!.Value.ToString(CultureInfo.InvariantCulture), () => set(value));
        }

        void Category(string column, string? old, Action<string?> set)
        {
            if (!row.Cells.TryGetValue(column, out var text)) return;
            var value = ClinicalValues.Category(column, text, out var error);
            if (error is not null) errors.Add(error);
            else if (value != old) Change(column, old, value, () => set(value));
        }

        void Event(string column, bool? old, Action<bool?> set)
        {
            if (!row.Cells.TryGetValue(column, out var text)) return;
            var value = ClinicalValues.Event(column, text, out var error);
            if (error is not null) errors.Add(error);
            else if (value != old) Change(column, old is { } was ? was ? "1" : "0" : null, value!.Value ? "1" : "0", () => set(value));
        }

        void Change(string column, string? old, string? value, Action set)
        {
            changes.Add(new FieldChange(column, old, value));
            set();
        }
    }
}
