using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Database;
using RadlPortal.Core.Imaging;
using RadlPortal.Core.People;
using RadlPortal.Core.Reads;
using RadlPortal.Core.ResearchStudies;

namespace RadlPortal.Core.Sites;

/// <summary>A line of the subjects' list.</summary>
public sealed record SubjectLine
{
    public required string Code { get; init; }

    public required string Site { get; init; }

    public string? Cohort { get; init; }

    public int Series { get; init; }

    public int Slices { get; init; }

    /// <summary>A CT series of even slices, which can be contoured.</summary>
    public bool HasVolume { get; init; }

    public bool HasVoi { get; init; }

    public bool HasClinicalData { get; init; }

    public bool HasFeatures { get; init; }
}

/// <summary>The columns by which the list is sorted.</summary>
public enum SubjectSort
{
    Code,
    Site,
    Cohort,
    Series,
    Slices,
    Volume,
    Voi,
    Clinical,
    Features,
}

/// <summary>A page of the list and how many there are.</summary>
public sealed record SubjectLines(IReadOnlyList<SubjectLine> Lines, int Total);

/// <summary>A series of a subject: CT, or contours and segments that the site sent with it.</summary>
/// <param name="Geometry">Null for segmentations and structure sets, which have no slices of their own.</param>
public sealed record SubjectSeries(string Modality, string? StudyDate, string Scanner, string? Kernel, double? Kvp, double? SliceThicknessMm, double? PixelSpacingMm, int Slices, SeriesGeometry? Geometry, string? GeometryMessage);

/// <summary>A version of a VOI of a subject.</summary>
/// <param name="IsLatest">What features and scores are computed from.</param>
public sealed record SubjectVoi(Guid ReadId, string Name, ReadPurpose Purpose, string Reader, int Version, int VoxelCount, double VolumeMl, string Reason, DateTimeOffset SavedAt, bool IsLatest);

/// <summary>A subject with images and VOIs.</summary>
public sealed record SubjectDetails(string Code, string Site, IReadOnlyList<SubjectSeries> Series, IReadOnlyList<SubjectVoi> Vois);

/// <summary>Subjects as their pages show them; a coordinator sees those of the own site, VOIs only who may see every reader's.</summary>
public sealed class SubjectService(IDbContextFactory<PortalDb> databases, AuditLog audit)
{
    public const int PageSize = 25;

    /// <param name="sort">Descending where asked for; equal lines by code.</param>
    /// <param name="gap">Only those of whom this is missing; null = all.</param>
    public async Task<SubjectLines> PageAsync(StudyAccess access, string codeBegins, int skip, CancellationToken cancellation, SubjectSort sort = SubjectSort.Code, bool descending = false, SubjectGap? gap = null)
    {
        access.Demand(Right.ViewSubjects);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var prefix = codeBegins.Trim().ToUpperInvariant();
        var subjects = Visible(db, access).Where(s => prefix == "" || s.Code.ToUpper().StartsWith(prefix));
        if (gap is { } missing) subjects = subjects.Where(SubjectGaps.With(db, missing));
        var (vois, cohorts) = (access.May(Right.ViewAllVois), access.May(Right.ViewCohorts));
        var lines = (from subject in subjects
                     join site in db.Sites on subject.SiteId equals site.Id
                     select new SubjectLine
                     {
                         Code = subject.Code,
                         Site = site.Name,
                         Cohort = cohorts ? db.Cohorts.Where(c => c.Id == subject.CohortId).Select(c => c.Name).FirstOrDefault() : null,
                         Series = db.ImagingSeries.Count(s => s.SubjectId == subject.Id && s.Modality == "CT"),
                         Slices = db.ImagingSeries.Where(s => s.SubjectId == subject.Id && s.Modality == "CT").Sum(s => s.InstanceCount),
                         HasVolume = db.ImagingSeries.Any(s => s.SubjectId == subject.Id && s.Modality == "CT" && s.Geometry == SeriesGeometry.Volume),
                         HasVoi = db.VoiVersions.Any(v => v.Voi!.SubjectId == subject.Id),
                         HasClinicalData = db.ClinicalRecords.Any(r => r.SubjectId == subject.Id),
                         HasFeatures = vois && db.FeatureSets.Any(f => db.VoiVersions.Any(v => v.Id == f.VoiVersionId && v.Voi!.SubjectId == subject.Id)),
                     });
        return new SubjectLines(await Sorted(lines, sort, descending).Skip(skip).Take(PageSize).ToListAsync(cancellation), await subjects.CountAsync(cancellation));
    }

    private static IQueryable<SubjectLine> Sorted(IQueryable<SubjectLine> lines, SubjectSort sort, bool descending)
    {
        return sort switch
        {
            SubjectSort.Site => By(l => l.Site),
            SubjectSort.Cohort => By(l => l.Cohort),
            SubjectSort.Series => By(l => l.Series),
            SubjectSort.Slices => By(l => l.Slices),
            SubjectSort.Volume => By(l => l.HasVolume),
            SubjectSort.Voi => By(l => l.HasVoi),
            SubjectSort.Clinical => By(l => l.HasClinicalData),
            SubjectSort.Features => By(l => l.HasFeatures),
            _ => descending ? lines.OrderByDescending(l => l.Code) : lines.OrderBy(l => l.Code),
        };

        IQueryable<SubjectLine> By<T>(Expression<Func<SubjectLine, T>> column) => (descending ? lines.OrderByDescending(column) : lines.OrderBy(column)).ThenBy(l => l.Code);
    }

    /// <summary>What is missing of the subjects that the person sees, each gap with the first codes.</summary>
    public async Task<IReadOnlyList<MissingSubjects>> MissingAsync(StudyAccess access, int codes, CancellationToken cancellation)
    {
        access.Demand(Right.ViewSubjects);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var missing = new List<MissingSubjects>();
        foreach (var gap in Enum.GetValues<SubjectGap>())
        {
            var subjects = Visible(db, access).Where(SubjectGaps.With(db, gap));
            if (await subjects.CountAsync(cancellation) is > 0 and var count) missing.Add(new MissingSubjects(gap, count, await subjects.OrderBy(s => s.Code).Take(codes).Select(s => s.Code).ToListAsync(cancellation)));
        }

        return missing;
    }

    public async Task<SubjectDetails?> FindAsync(StudyAccess access, string code, CancellationToken cancellation)
    {
        access.Demand(Right.ViewSubjects);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var subject = await Visible(db, access).SingleOrDefaultAsync(s => s.Code == code, cancellation);
        if (subject is null) return null;
        var site = await db.Sites.Where(s => s.Id == subject.SiteId).Select(s => s.Name).SingleAsync(cancellation);
        var series = await db.ImagingSeries.Where(s => s.SubjectId == subject.Id).OrderBy(s => s.CreatedAt)
            .Select(s => new SubjectSeries(s.Modality, s.ImagingStudy!.StudyDate, (s.Manufacturer + " " + s.ManufacturerModelName).Trim(), s.ConvolutionKernel, s.Kvp, s.SliceThicknessMm, s.PixelSpacingMm, s.InstanceCount, s.Modality == "CT" ? s.Geometry : null, s.Modality == "CT" ? s.GeometryMessage : null)).ToListAsync(cancellation);
        return new SubjectDetails(subject.Code, site, series, access.May(Right.ViewAllVois) ? await VoisAsync(db, subject, cancellation) : []);
    }

    /// <summary>Removes a code that was registered by mistake: only one of which nothing was collected.</summary>
    public async Task<Outcome<Done>> RemoveAsync(StudyAccess access, string code, string reason, CancellationToken cancellation)
    {
        access.Demand(Right.ManageStudy);
        if (string.IsNullOrWhiteSpace(reason)) return ResearchStudyRefusals.ReasonMissing;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (await db.Subjects.SingleOrDefaultAsync(s => s.ResearchStudyId == access.ResearchStudyId && s.Code == code, cancellation) is not { } subject) return ResearchStudyRefusals.NoSuchSubject;
        if (await db.ImagingStudies.AnyAsync(s => s.SubjectId == subject.Id, cancellation)) return ResearchStudyRefusals.SubjectHasData(code, "images");
        if (await db.ClinicalRecords.AnyAsync(r => r.SubjectId == subject.Id, cancellation)) return ResearchStudyRefusals.SubjectHasData(code, "clinical data");
        if (await db.ReadingAssignments.AnyAsync(r => r.SubjectId == subject.Id, cancellation)) return ResearchStudyRefusals.SubjectHasData(code, "reads");
        db.Subjects.Remove(subject);
        audit.Add(db, access.PersonId, access.ResearchStudyId, "removed", nameof(Subject), subject.Id, new { code, reason = reason.Trim() });
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException met) when (met.IsForeignKeyViolation())
        {
            return ResearchStudyRefusals.SubjectHasData(code, "data that arrived just now");
        }

        return new Done();
    }

    private static async Task<List<SubjectVoi>> VoisAsync(PortalDb db, Subject subject, CancellationToken cancellation) =>
        await (from voi in db.Vois
               where voi.SubjectId == subject.Id && voi.WithdrawnAt == null
               join read in db.ReadingAssignments on voi.ReadingAssignmentId equals read.Id
               join reader in db.Users on voi.ReaderId equals reader.Id
               join version in db.VoiVersions on voi.Id equals version.VoiId
               orderby read.Purpose, voi.Label, version.Number descending
               select new SubjectVoi(read.Id, voi.Name, read.Purpose, reader.DisplayName, version.Number, version.VoxelCount, version.VolumeMl, version.Reason, version.CreatedAt, !db.VoiVersions.Any(later => later.VoiId == voi.Id && later.Number > version.Number))).ToListAsync(cancellation);

    private static IQueryable<Subject> Visible(PortalDb db, StudyAccess access) =>
        db.Subjects.AsNoTracking().Where(s => s.ResearchStudyId == access.ResearchStudyId && (access.SiteId == null || s.SiteId == access.SiteId));
}
