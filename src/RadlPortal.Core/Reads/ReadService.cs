using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Database;
using RadlPortal.Core.Imaging;
using RadlPortal.Core.People;
using RadlPortal.Core.Segmentations;

namespace RadlPortal.Core.Reads;

/// <summary>A line of the worklist. No outcome, label, score or other reader's VOI.</summary>
/// <param name="IsOpen">Whether it can be opened now.</param>
public sealed record WorklistItem(Guid Id, Guid SeriesId, string Subject, int Slices, ReadState State, DateTimeOffset CreatedAt, DateTimeOffset? DoneAt, string? Cohort, string? ReturnReason, int ActiveSeconds, bool IsOpen)
{
    public bool IsNext => IsOpen && State != ReadState.Done;
}

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
    int Version,
    DraftState? Draft,
    bool ReadOnly,
    int MinimumVoxels,
    string? FrameOfReferenceUid,
    string Purpose,
    string ReadState,
    bool IsPlanned,
    string? ReturnReason,
    ApprovalState? Approval);

/// <summary>The radiologist's worklist and cases.</summary>
public sealed class ReadService(IDbContextFactory<PortalDb> databases, AuditLog audit, TimeProvider clock)
{
    /// <summary>
    /// The reader's own reads and those that whoever opens them takes: returned, in progress, then in the order of the plan, done. A repeat read comes when its day has
    /// come, looks like any other, and stands for the first read of its case from then on, so that the list never tells which case was read before. What is to be
    /// adjudicated has a list of its own.
    /// </summary>
    public async Task<IReadOnlyList<WorklistItem>> WorklistAsync(StudyAccess access, CancellationToken cancellation)
    {
        access.Demand(Right.ReadCases);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var (open, free) = (db.ReadsOpenTo(access, clock.GetUtcNow()), db.ReadsFreeTo(access));
        var lines = await (from read in db.ReadingAssignments.AsNoTracking()
                           where (read.ResearchStudyId == access.ResearchStudyId && read.ReaderId == access.PersonId && read.Purpose != ReadPurpose.Adjudication
                                   && (read.Purpose != ReadPurpose.Repeat || open.Any(o => o.Id == read.Id))
                                   && !(read.Purpose == ReadPurpose.First && open.Any(o => o.ImagingSeriesId == read.ImagingSeriesId && o.Purpose == ReadPurpose.Repeat)))
                               || free.Any(f => f.Id == read.Id)
                           join series in db.ImagingSeries on read.ImagingSeriesId equals series.Id
                           join subject in db.Subjects on read.SubjectId equals subject.Id
                           let cohort = db.ReadingPlans.Where(p => p.Id == read.ReadingPlanId).Select(p => db.Cohorts.First(c => c.Id == p.CohortId).Name).FirstOrDefault()
                           let planned = db.ReadingPlans.Where(p => p.Id == read.ReadingPlanId).Select(p => (DateTimeOffset?)p.CreatedAt).FirstOrDefault()
                           orderby read.ReadingPlanId, read.Position, read.CreatedAt, subject.Code
                           select new WorklistItem(read.Id, series.Id, subject.Code, series.InstanceCount, read.State, planned ?? read.CreatedAt, read.DoneAt, cohort, read.ReturnReason, read.ActiveSeconds,
                               read.ReaderId == null || open.Any(o => o.Id == read.Id))).ToListAsync(cancellation);
        return [.. lines.OrderBy(OrderOf)];
    }

    private static int OrderOf(WorklistItem item) => item.State switch
    {
        ReadState.Returned => 0,
        ReadState.InProgress => 1,
        ReadState.Assigned => 2,
        _ => 3,
    };

    /// <summary>Opens a case; one that nobody has becomes the reader's. A second reader gets the second read, never the first one's VOI.</summary>
    public async Task<Outcome<CaseState>> OpenAsync(StudyAccess access, Guid readId, CancellationToken cancellation)
    {
        access.Demand(Right.ReadCases);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = clock.GetUtcNow();
        await db.ReadsFreeTo(access).Where(r => r.Id == readId)
            .ExecuteUpdateAsync(r => r.SetProperty(x => x.ReaderId, access.PersonId).SetProperty(x => x.State, ReadState.InProgress).SetProperty(x => x.OpenedAt, now), cancellation);
        var read = await db.ReadingAssignments.SingleOrDefaultAsync(r => r.Id == readId && r.ResearchStudyId == access.ResearchStudyId, cancellation);
        if (read is null) return ReadRefusals.NoSuchRead;
        if (read.ReaderId != access.PersonId) return ReadRefusals.NotYours;
        if (!await db.ReadsOpenTo(access, now).AnyAsync(r => r.Id == readId, cancellation))
            return read.Purpose == ReadPurpose.First ? ReadRefusals.ClosedWhilePlanGoesOn : ReadRefusals.NoSuchRead;
        if (read.State is ReadState.Assigned or ReadState.Returned) read.Open(now);
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
        var approval = await ReadLock.StateAsync(db, read.Id, cancellation);
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
            await db.VoiVersions.Where(v => v.Voi!.ReadingAssignmentId == read.Id).MaxAsync(v => (int?)v.Number, cancellation) ?? 0,
            draft,
            grid is null || read.IsClosed() || approval is not null,
            minimum,
            series.FrameOfReferenceUid,
            read.Purpose == ReadPurpose.Adjudication ? read.Purpose.Word() : "read",
            read.State.Word(),
            read.ReadingPlanId is not null,
            read.State == ReadState.Done ? null : read.ReturnReason,
            approval);
    }
}
