using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Database;
using RadlPortal.Core.Imaging;
using RadlPortal.Core.People;

namespace RadlPortal.Core.Sites;

/// <summary>A line of the subjects' list.</summary>
public sealed record SubjectLine(string Code, string Site, string? Cohort, int Series, int Slices, bool HasVoi, bool HasFeatures);

/// <summary>A page of the list and how many there are.</summary>
public sealed record SubjectLines(IReadOnlyList<SubjectLine> Lines, int Total);

/// <summary>A CT series of a subject.</summary>
public sealed record SubjectSeries(string? StudyDate, string Scanner, string? Kernel, double? Kvp, double? SliceThicknessMm, double? PixelSpacingMm, int Slices, SeriesGeometry Geometry, string? GeometryMessage);

/// <summary>The latest version of a VOI of a subject.</summary>
public sealed record SubjectVoi(Guid ReadId, string Name, int ReadNumber, string Reader, int Version, int VoxelCount, double VolumeMl, DateTimeOffset SavedAt);

/// <summary>A subject with images and VOIs.</summary>
public sealed record SubjectDetails(string Code, string Site, IReadOnlyList<SubjectSeries> Series, IReadOnlyList<SubjectVoi> Vois);

/// <summary>Subjects as their pages show them; a coordinator sees those of the own site, VOIs only who may see every reader's.</summary>
public sealed class SubjectService(IDbContextFactory<PortalDb> databases)
{
    public const int PageSize = 25;

    public async Task<SubjectLines> PageAsync(StudyAccess access, string codeBegins, int skip, CancellationToken cancellation)
    {
        access.Demand(Right.ViewSubjects);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var prefix = codeBegins.Trim().ToUpperInvariant();
        var subjects = Visible(db, access).Where(s => prefix == "" || s.Code.ToUpper().StartsWith(prefix));
        var (vois, cohorts) = (access.May(Right.ViewAllVois), access.May(Right.ViewCohorts));
        var lines = await (from subject in subjects
                           join site in db.Sites on subject.SiteId equals site.Id
                           orderby subject.Code
                           select new SubjectLine(
                               subject.Code,
                               site.Name,
                               cohorts ? db.Cohorts.Where(c => c.Id == subject.CohortId).Select(c => c.Name).FirstOrDefault() : null,
                               db.ImagingSeries.Count(s => s.SubjectId == subject.Id),
                               db.ImagingSeries.Where(s => s.SubjectId == subject.Id).Sum(s => s.InstanceCount),
                               vois && db.VoiVersions.Any(v => v.Voi!.SubjectId == subject.Id),
                               vois && db.FeatureSets.Any(f => db.VoiVersions.Any(v => v.Id == f.VoiVersionId && v.Voi!.SubjectId == subject.Id)))).Skip(skip).Take(PageSize).ToListAsync(cancellation);
        return new SubjectLines(lines, await subjects.CountAsync(cancellation));
    }

    public async Task<SubjectDetails?> FindAsync(StudyAccess access, string code, CancellationToken cancellation)
    {
        access.Demand(Right.ViewSubjects);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var subject = await Visible(db, access).SingleOrDefaultAsync(s => s.Code == code, cancellation);
        if (subject is null) return null;
        var site = await db.Sites.Where(s => s.Id == subject.SiteId).Select(s => s.Name).SingleAsync(cancellation);
        var series = await db.ImagingSeries.Where(s => s.SubjectId == subject.Id).OrderBy(s => s.CreatedAt)
            .Select(s => new SubjectSeries(s.ImagingStudy!.StudyDate, (s.Manufacturer + " " + s.ManufacturerModelName).Trim(), s.ConvolutionKernel, s.Kvp, s.SliceThicknessMm, s.PixelSpacingMm, s.InstanceCount, s.Geometry, s.GeometryMessage)).ToListAsync(cancellation);
        return new SubjectDetails(subject.Code, site, series, access.May(Right.ViewAllVois) ? await VoisAsync(db, subject, cancellation) : []);
    }

    private static async Task<List<SubjectVoi>> VoisAsync(PortalDb db, Subject subject, CancellationToken cancellation) =>
        await (from voi in db.Vois
               where voi.SubjectId == subject.Id && voi.WithdrawnAt == null
               join read in db.ReadingAssignments on voi.ReadingAssignmentId equals read.Id
               join reader in db.Users on voi.ReaderId equals reader.Id
               from version in db.VoiVersions.Where(v => v.VoiId == voi.Id).OrderByDescending(v => v.Number).Take(1)
               orderby read.ReadNumber, voi.Label
               select new SubjectVoi(read.Id, voi.Name, read.ReadNumber, reader.DisplayName, version.Number, version.VoxelCount, version.VolumeMl, version.CreatedAt)).ToListAsync(cancellation);

    private static IQueryable<Subject> Visible(PortalDb db, StudyAccess access) =>
        db.Subjects.AsNoTracking().Where(s => s.ResearchStudyId == access.ResearchStudyId && (access.SiteId == null || s.SiteId == access.SiteId));
}
