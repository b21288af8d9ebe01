using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Database;
using RadlPortal.Core.Imaging;
using RadlPortal.Core.People;
using RadlPortal.Core.Segmentations;

namespace RadlPortal.Core.Reads;

/// <summary>A line of the worklist. No outcome, label, score or other reader's VOI.</summary>
public sealed record WorklistItem(Guid Id, string Subject, int Slices, ReadPurpose Purpose, ReadState State, DateTimeOffset CreatedAt, DateTimeOffset? DoneAt);

/// <summary>A structure of the reader's labelmap.</summary>
public sealed record ReadStructure(Guid? Id, string Name, string Kind, string Side, string Lobe, string Color, byte Label, int Version, int VoxelCount, double VolumeMl, DateTimeOffset? SavedAt);

/// <summary>The reader's autosaved work.</summary>
public sealed record DraftState(int Revision, DateTimeOffset UpdatedAt);

/// <summary>What the reading room needs to open a case.</summary>
public sealed record CaseState(
    string SeriesUid,
    string StudyUid,
    string SubjectCode,
    int[] Dims,
    string[] SopInstanceUids,
    double[] Origin,
    double[] Spacing,
    double[] Direction,
    string Geometry,
    string? GeometryMessage,
    IReadOnlyList<ReadStructure> Structures,
    DraftState? Draft,
    bool ReadOnly,
    int MinimumVoxels,
    string? FrameOfReferenceUid);

/// <summary>The radiologist's worklist and cases.</summary>
public sealed class ReadService(IDbContextFactory<PortalDb> databases, AuditLog audit, TimeProvider clock)
{
    public async Task<IReadOnlyList<WorklistItem>> WorklistAsync(StudyAccess access, CancellationToken cancellation)
    {
        access.Demand(Right.ReadCases);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await (from read in db.ReadingAssignments.AsNoTracking()
                      where read.ResearchStudyId == access.ResearchStudyId && (read.ReaderId == access.PersonId
                          || (read.ReaderId == null && !db.ReadingAssignments.Any(other => other.ImagingSeriesId == read.ImagingSeriesId && other.ReaderId == access.PersonId)))
                      join series in db.ImagingSeries on read.ImagingSeriesId equals series.Id
                      join subject in db.Subjects on read.SubjectId equals subject.Id
                      orderby read.State == ReadState.InProgress ? 0 : read.State == ReadState.Assigned ? 1 : 2, read.CreatedAt, subject.Code
                      select new WorklistItem(read.Id, subject.Code, series.InstanceCount, read.Purpose, read.State, read.CreatedAt, read.DoneAt)).ToListAsync(cancellation);
    }

    /// <summary>Opens a case; an unassigned one becomes the reader's. A second reader gets the second read, never the first one's VOI.</summary>
    public async Task<Outcome<CaseState>> OpenAsync(StudyAccess access, Guid readId, CancellationToken cancellation)
    {
        access.Demand(Right.ReadCases);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = clock.GetUtcNow();
        await db.ReadingAssignments.Where(r => r.Id == readId && r.ResearchStudyId == access.ResearchStudyId && r.ReaderId == null
                && !db.ReadingAssignments.Any(other => other.ImagingSeriesId == r.ImagingSeriesId && other.ReaderId == access.PersonId))
            .ExecuteUpdateAsync(r => r.SetProperty(x => x.ReaderId, access.PersonId).SetProperty(x => x.State, ReadState.InProgress).SetProperty(x => x.OpenedAt, now), cancellation);
        var read = await db.ReadingAssignments.SingleOrDefaultAsync(r => r.Id == readId && r.ResearchStudyId == access.ResearchStudyId, cancellation);
        if (read is null) return ReadRefusals.NoSuchRead;
        if (read.ReaderId != access.PersonId) return ReadRefusals.NotYours;
        if (read.State == ReadState.Assigned) (read.State, read.OpenedAt) = (ReadState.InProgress, now);
        audit.Add(db, access.PersonId, access.ResearchStudyId, "opened", nameof(ReadingAssignment), read.Id);
        await db.SaveChangesAsync(cancellation);
        return await StateAsync(db, read, cancellation);
    }

    private static async Task<CaseState> StateAsync(PortalDb db, ReadingAssignment read, CancellationToken cancellation)
    {
        var series = await db.ImagingSeries.AsNoTracking().Include(s => s.ImagingStudy).SingleAsync(s => s.Id == read.ImagingSeriesId, cancellation);
        var subject = await db.Subjects.Where(s => s.Id == read.SubjectId).Select(s => s.Code).SingleAsync(cancellation);
        var minimum = (await db.ResearchStudies.AsNoTracking().SingleAsync(s => s.Id == read.ResearchStudyId, cancellation)).Settings.MinimumVoiVoxels;
        var draft = await db.VoiDrafts.Where(d => d.ReadingAssignmentId == read.Id).Select(d => new DraftState(d.Revision, d.UpdatedAt)).SingleOrDefaultAsync(cancellation);
        var grid = SeriesGrid.Parse(series.GridJson);
        var order = grid?.SopInstanceUids ?? await db.ImagingInstances.Where(i => i.ImagingSeriesId == series.Id).OrderBy(i => i.PositionMm).Select(i => i.SopInstanceUid).ToArrayAsync(cancellation);
        return new CaseState(
            series.SeriesInstanceUid,
            series.ImagingStudy!.StudyInstanceUid,
            subject,
            grid?.Dims ?? [series.Columns, series.Rows, order.Length],
            order,
            grid?.Origin ?? [0, 0, 0],
            grid?.Spacing ?? [series.PixelSpacingMm ?? 1, series.PixelSpacingMm ?? 1, series.SliceThicknessMm ?? 1],
            grid?.Direction ?? [1, 0, 0, 0, 1, 0, 0, 0, 1],
            grid is null ? "stack" : "volume",
            series.GeometryMessage,
            await StructureService.OfAsync(db, read.Id, cancellation),
            draft,
            grid is null,
            minimum,
            series.FrameOfReferenceUid);
    }
}
