using RadlPortal.Core.Database;
using RadlPortal.Core.People;

namespace RadlPortal.Core.Reads;

/// <summary>The one place that says which reads a reader may see into. Labelmap, draft, versions, files, features and tools all ask here.</summary>
public static class ReadGate
{
    /// <summary>
    /// The reader's own reads, without a repeat read before its time, and without a first read that is done while the reader has a repeat read of the case, or of any
    /// case of the same plan, still to do: were only those closed that are read again, the reader could tell which. Another reader's read is never among them.
    /// </summary>
    public static IQueryable<ReadingAssignment> ReadsOpenTo(this PortalDb db, StudyAccess access, DateTimeOffset now) =>
        db.ReadingAssignments.Where(r => r.ResearchStudyId == access.ResearchStudyId && r.ReaderId == access.PersonId
            && (r.Purpose != ReadPurpose.Repeat || r.NotBefore <= now)
            && !(r.Purpose == ReadPurpose.First && r.State == ReadState.Done
                && db.ReadingAssignments.Any(repeat => repeat.Purpose == ReadPurpose.Repeat && repeat.State != ReadState.Done
                    && (repeat.ImagingSeriesId == r.ImagingSeriesId || (repeat.ReadingPlanId == r.ReadingPlanId && repeat.ReaderId == r.ReaderId)))));

    /// <summary>Every read of the reader, to sign it or to ask for its unlocking: what was drawn is not shown by that.</summary>
    public static IQueryable<ReadingAssignment> ReadsOf(this PortalDb db, StudyAccess access) =>
        db.ReadingAssignments.Where(r => r.ResearchStudyId == access.ResearchStudyId && r.ReaderId == access.PersonId);

    /// <summary>Cases that nobody has and that are in no plan's cohort: whoever opens one first reads it.</summary>
    public static IQueryable<ReadingAssignment> ReadsFreeTo(this PortalDb db, StudyAccess access) =>
        db.ReadingAssignments.Where(r => r.ResearchStudyId == access.ResearchStudyId && r.ReaderId == null
            && !db.ReadingAssignments.Any(other => other.ImagingSeriesId == r.ImagingSeriesId && other.ReaderId == access.PersonId)
            && !db.Subjects.Any(s => s.Id == r.SubjectId && db.ReadingPlans.Any(p => p.CohortId == s.CohortId)));

    /// <summary>A read of a plan that was said done stays as it is until it is given back.</summary>
    public static bool IsClosed(this ReadingAssignment read) => read.ReadingPlanId is not null && read.State == ReadState.Done;
}
