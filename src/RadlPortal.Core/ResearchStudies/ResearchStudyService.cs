using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Cohorts;
using RadlPortal.Core.Database;
using RadlPortal.Core.DemoStudy;
using RadlPortal.Core.People;
using RadlPortal.Core.Reads;
using RadlPortal.Core.Sites;

namespace RadlPortal.Core.ResearchStudies;

/// <summary>Research studies and their settings.</summary>
public sealed partial class ResearchStudyService(IDbContextFactory<PortalDb> databases, AuditLog audit, TimeProvider clock)
{
    /// <summary>Creates a research study with the cohorts of the usual design; the creator becomes its administrator.</summary>
    public async Task<Outcome<ResearchStudy>> CreateAsync(Guid creatorId, string code, string title, bool isSynthetic, CancellationToken cancellation)
    {
        code = code.Trim();
        if (!CodePattern().IsMatch(code)) return ResearchStudyRefusals.CodeNotValid;
        if (string.IsNullOrWhiteSpace(title)) return ResearchStudyRefusals.TitleMissing;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (!await db.Users.AnyAsync(p => p.Id == creatorId && (p.IsPortalAdministrator || isSynthetic), cancellation)) return PeopleRefusals.NotPortalAdministrator;
        if (await db.ResearchStudies.AnyAsync(s => s.Code == code, cancellation)) return ResearchStudyRefusals.CodeTaken(code);
        var study = new ResearchStudy { Code = code, Title = title.Trim(), IsSynthetic = isSynthetic, CreatedAt = clock.GetUtcNow() };
        db.ResearchStudies.Add(study);
        db.Memberships.Add(new Membership { PersonId = creatorId, ResearchStudyId = study.Id, Role = StudyRole.Administrator });
        db.Cohorts.AddRange(
            new Cohort { ResearchStudyId = study.Id, Code = "training", Name = "Training", Kind = CohortKind.Training },
            new Cohort { ResearchStudyId = study.Id, Code = "validation", Name = "Validation", Kind = CohortKind.Validation },
            new Cohort { ResearchStudyId = study.Id, Code = "immunotherapy", Name = "Immunotherapy", Kind = CohortKind.Immunotherapy },
            new Cohort { ResearchStudyId = study.Id, Code = "tcia", Name = "TCIA", Kind = CohortKind.Expression });
        audit.Add(db, creatorId, study.Id, "created", nameof(ResearchStudy), study.Id, new { code });
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException conflict) when (conflict.IsUniqueViolation())
        {
            return ResearchStudyRefusals.CodeTaken(code);
        }

        return study;
    }

    public async Task<ResearchStudy> GetAsync(StudyAccess access, CancellationToken cancellation)
    {
        access.Demand(Right.ViewStudy);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await db.ResearchStudies.AsNoTracking().SingleAsync(s => s.Id == access.ResearchStudyId, cancellation);
    }

    /// <summary>What a new PD-L1 threshold would unsettle; null when it is the old one or no signature is locked.</summary>
    public async Task<ThresholdConsequences?> ConsequencesAsync(StudyAccess access, double newPercent, CancellationToken cancellation)
    {
        access.Demand(Right.ManageStudy);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var study = await db.ResearchStudies.AsNoTracking().SingleAsync(s => s.Id == access.ResearchStudyId, cancellation);
        return await ConsequencesAsync(db, study, newPercent, cancellation);
    }

    private static async Task<ThresholdConsequences?> ConsequencesAsync(PortalDb db, ResearchStudy study, double after, CancellationToken cancellation)
    {
        var before = study.Settings.PdL1PositiveFromPercent;
        if (before == after) return null;
        var signatures = await db.SignatureVersions.CountAsync(v => v.Signature!.ResearchStudyId == study.Id, cancellation);
        if (signatures == 0) return null;
        var subjects = await db.ClinicalRecords.CountAsync(r => db.Subjects.Any(s => s.Id == r.SubjectId && s.ResearchStudyId == study.Id) && r.PdL1TpsPercent >= before != r.PdL1TpsPercent >= after && r.PdL1TpsPercent != null, cancellation);
        return new ThresholdConsequences(before, after, signatures, subjects, await db.Reports.CountAsync(r => db.Cohorts.Any(c => c.Id == r.CohortId && c.ResearchStudyId == study.Id), cancellation));
    }

    /// <param name="reason">Asked for when the PD-L1 threshold changes under locked signatures; kept in the audit.</param>
    public async Task<Outcome<Done>> ChangeSettingsAsync(StudyAccess access, string title, StudySettings settings, CancellationToken cancellation, string? reason = null)
    {
        access.Demand(Right.ManageStudy);
        if (string.IsNullOrWhiteSpace(title)) return ResearchStudyRefusals.TitleMissing;
        if (settings.PdL1PositiveFromPercent is not (> 0 and <= 100)) return ResearchStudyRefusals.SettingOutOfRange("The PD-L1 threshold", "above 0 and at most 100 percent");
        if (settings.MinimumVoiVoxels is not (>= 1 and <= 100_000)) return ResearchStudyRefusals.SettingOutOfRange("The smallest VOI", "1 to 100,000 voxels");
        if (settings.AdjudicateDiceBelow is not (>= 0 and <= 1)) return ResearchStudyRefusals.SettingOutOfRange("The lowest Dice of readers that agree", "0 to 1");
        if (settings.AdjudicateHausdorff95AboveMm is not (> 0 and <= 200)) return ResearchStudyRefusals.SettingOutOfRange("The largest HD95 of readers that agree", "above 0 and at most 200 mm");
        if (settings.AdjudicateVolumeDifferenceAbovePercent is not (> 0 and <= 200)) return ResearchStudyRefusals.SettingOutOfRange("The largest difference of volumes of readers that agree", "above 0 and at most 200 percent");
        if (settings.MaximumSliceThicknessMm is not (> 0 and <= 50)) return ResearchStudyRefusals.SettingOutOfRange("The slice thickness", "above 0 and at most 50 mm");
        if (settings.MinimumSlices is not (>= 1 and <= 5000)) return ResearchStudyRefusals.SettingOutOfRange("The number of slices", "1 to 5,000");
        if (settings.QuarantineDays is not (>= 1 and <= 365)) return ResearchStudyRefusals.SettingOutOfRange("The time in quarantine", "1 to 365 days");
        if (settings.KeptDescriptions.Length > 500 || settings.KeptDescriptions.Any(d => d.Length is 0 or > 256)) return ResearchStudyRefusals.SettingOutOfRange("The list of descriptions", "at most 500 lines of at most 256 characters");
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var study = await db.ResearchStudies.SingleAsync(s => s.Id == access.ResearchStudyId, cancellation);
        if (string.IsNullOrWhiteSpace(reason) && await ConsequencesAsync(db, study, settings.PdL1PositiveFromPercent, cancellation) is { } consequences) return ResearchStudyRefusals.ThresholdNeedsReason(consequences);
        audit.Add(db, access.PersonId, study.Id, "changed settings", nameof(ResearchStudy), study.Id, new { before = study.Settings, after = settings, reason = reason?.Trim() });
        (study.Title, study.Settings) = (title.Trim(), settings);
        await db.SaveChangesAsync(cancellation);
        return new Done();
    }

    /// <summary>The figures of the first page, those of the role's own rights only.</summary>
    public async Task<StudyState> StateAsync(StudyAccess access, CancellationToken cancellation)
    {
        access.Demand(Right.ViewStudy);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var (study, site) = (access.ResearchStudyId, access.SiteId);
        var figures = new List<StudyFigure>();
        if (access.May(Right.ReadCases))
        {
            var own = db.ReadsOpenTo(access, clock.GetUtcNow());
            var open = await db.ReadsFreeTo(access).CountAsync(cancellation) + await own.CountAsync(r => r.State == ReadState.Assigned || r.State == ReadState.Returned, cancellation);
            var begun = await own.CountAsync(r => r.State == ReadState.InProgress, cancellation);
            figures.Add(new StudyFigure("To read", open, open == 0 ? "nothing is waiting" : "waiting for a reader", open > 0, "reads"));
            figures.Add(new StudyFigure("In progress", begun, begun == 0 ? "none begun" : "begun by you", begun > 0, "reads"));
        }

        var making = access.StudyCode == DemoStudyPlan.StudyCode ? await db.Jobs.Where(j => j.Kind == DemoStudyJob.Kind && (j.State == Jobs.JobState.Queued || j.State == Jobs.JobState.Running)).Select(j => j.Message).FirstOrDefaultAsync(cancellation) : null;
        if (!access.May(Right.ViewSubjects)) return new StudyState(figures, [], null, making);
        var subjects = db.Subjects.Where(s => s.ResearchStudyId == study && (site == null || s.SiteId == site));
        var all = await subjects.CountAsync(cancellation);
        var missing = await subjects.CountAsync(SubjectGaps.With(db, SubjectGap.Ct), cancellation);
        figures.Add(new StudyFigure("Subjects", all, all == 0 ? "none registered" : missing == 0 ? "all have CT" : $"{missing} without CT", missing > 0, missing > 0 ? "subjects?missing=ct" : "subjects"));
        if (access.May(Right.ViewQuarantine))
        {
            var held = await db.QuarantinedFiles.CountAsync(q => q.ResearchStudyId == study && q.ResolvedAt == null && (site == null || q.SiteId == site), cancellation);
            figures.Add(new StudyFigure("Quarantine", held, held == 0 ? "nothing is held" : "files may name a person", held > 0, "quarantine"));
        }

        if (access.May(Right.ViewCohorts))
        {
            var failed = await db.Jobs.CountAsync(j => j.ResearchStudyId == study && j.State == Jobs.JobState.Failed, cancellation);
            figures.Add(new StudyFigure("Failed jobs", failed, failed == 0 ? "none" : "look and retry", failed > 0, "jobs"));
        }

        var progress = await db.Sites.Where(s => s.ResearchStudyId == study && (site == null || s.Id == site)).OrderBy(s => s.Name)
            .Select(s => new SiteProgress(
                s.Name,
                db.Subjects.Count(x => x.SiteId == s.Id),
                db.Subjects.Count(x => x.SiteId == s.Id && db.ImagingSeries.Any(i => i.SubjectId == x.Id && i.Modality == "CT")),
                db.Subjects.Count(x => x.SiteId == s.Id && db.Vois.Any(v => v.SubjectId == x.Id && v.Versions.Count > 0))))
            .ToListAsync(cancellation);
        return new StudyState(figures, progress, access.May(Right.ManageStudy) ? NextOf(figures, progress.Count, all, missing) : null, making,
            access.May(Right.ManageStudy) && all > 0 ? await NotSetUpAsync(db, study, cancellation) : []);
    }

    private static async Task<List<NextStep>> NotSetUpAsync(PortalDb db, Guid study, CancellationToken cancellation)
    {
        var lacks = new List<NextStep>();
        if (!await db.Memberships.AnyAsync(m => m.ResearchStudyId == study && m.Role == StudyRole.SiteCoordinator, cancellation)) lacks.Add(new("No site coordinator yet", "people"));
        if (!await db.Memberships.AnyAsync(m => m.ResearchStudyId == study && m.Role == StudyRole.Radiologist, cancellation)) lacks.Add(new("No radiologist yet", "people"));
        if (!await db.ReadingPlans.AnyAsync(p => p.ResearchStudyId == study, cancellation)) lacks.Add(new("No reading plan yet", "reading"));
        if (!await db.SignatureVersions.AnyAsync(v => v.Signature!.ResearchStudyId == study, cancellation)) lacks.Add(new("No signature yet", "signatures"));
        return lacks;
    }

    private static NextStep NextOf(List<StudyFigure> figures, int sites, int subjects, int withoutCt)
    {
        int Value(string path) => figures.FirstOrDefault(f => f.Path == path)?.Value ?? 0;
        if (Value("quarantine") is > 0 and var held) return new($"Resolve quarantine ({held})", "quarantine");
        if (Value("jobs") is > 0 and var failed) return new($"Retry failed jobs ({failed})", "jobs");
        if (sites == 0) return new("Add a site", "sites");
        if (subjects == 0) return new("Register subjects", "sites");
        return withoutCt > 0 ? new($"See who lacks CT ({withoutCt})", "subjects?missing=ct") : new("See the cohorts", "cohorts");
    }

    public static bool IsCode(string code) => CodePattern().IsMatch(code);

    [GeneratedRegex("^[a-z][a-z0-9-]{1,31}$")]
    private static partial Regex CodePattern();
}
