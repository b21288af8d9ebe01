using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Database;
using RadlPortal.Core.People;
using RadlPortal.Core.Reads;

namespace RadlPortal.Core.Segmentations;

/// <summary>The lesions of a case: adds, names and removes them. The server gives the labels, so that two windows never use one label for two lesions.</summary>
public sealed class StructureService(IDbContextFactory<PortalDb> databases, AuditLog audit, TimeProvider clock)
{
    private const int MostStructures = 40;

    /// <summary>The structures of a case in the order of their labels; a case that has none yet begins with the primary tumour.</summary>
    public static async Task<List<ReadStructure>> OfAsync(PortalDb db, Guid readId, CancellationToken cancellation)
    {
        var vois = await db.Vois.AsNoTracking().Where(v => v.ReadingAssignmentId == readId && v.WithdrawnAt == null).OrderBy(v => v.Label).ToListAsync(cancellation);
        var versions = await db.VoiVersions.AsNoTracking().Where(v => v.Voi!.ReadingAssignmentId == readId).ToListAsync(cancellation);
        if (vois.Count == 0) return [Of(null, StructureCode.Primary, StructureCode.Primary.Name(1), 1, null)];
        return [.. vois.Select(voi => Of(voi.Id, voi.Code, voi.Name, voi.Label, versions.Where(v => v.VoiId == voi.Id).MaxBy(v => v.Number)))];
    }

    public Task<Outcome<List<ReadStructure>>> AddAsync(StudyAccess access, Guid readId, StructureCode code, CancellationToken cancellation) =>
        ChangeAsync(access, readId, "added structure", (db, read, vois) =>
        {
            if (!code.IsDefined) return StructureRefusals.UnknownCode;
            if (vois.Count(v => v.WithdrawnAt is null) >= MostStructures || vois.Count >= LabelmapCodec.LastLabel) return StructureRefusals.TooMany;
            if (code.Kind == LesionKind.Primary && PrimaryOf(vois) is not null) return StructureRefusals.PrimaryThere;
            var label = (byte)(vois.Count == 0 ? 1 : vois.Max(v => v.Label) + 1);
            var voi = New(read, access.PersonId, label);
            voi.NameAs(code, NumberOf(vois, code.Kind));
            db.Vois.Add(voi);
            return null;
        }, cancellation);

    /// <summary>Names a structure anew. One that becomes the primary tumour makes the one before an other lesion.</summary>
    public Task<Outcome<List<ReadStructure>>> NameAsync(StudyAccess access, Guid readId, byte label, StructureCode code, CancellationToken cancellation) =>
        ChangeAsync(access, readId, "named structure", (_, _, vois) =>
        {
            if (!code.IsDefined) return StructureRefusals.UnknownCode;
            if (vois.Find(v => v.Label == label && v.WithdrawnAt is null) is not { } voi) return OperationRefusals.NoSuchStructure;
            var primary = PrimaryOf(vois);
            if (primary == voi && code.Kind != LesionKind.Primary) return StructureRefusals.PrimaryStays;
            if (primary is not null && primary != voi && code.Kind == LesionKind.Primary)
                primary.NameAs(primary.Code with { Kind = LesionKind.Other }, NumberOf(vois, LesionKind.Other));
            voi.NameAs(code, voi.Kind == code.Kind ? NumberIn(voi.Name) : NumberOf(vois, code.Kind));
            return null;
        }, cancellation);

    /// <summary>Takes a structure off the case. What was saved of it stays; what was never saved is gone.</summary>
    public Task<Outcome<List<ReadStructure>>> RemoveAsync(StudyAccess access, Guid readId, byte label, CancellationToken cancellation) =>
        ChangeAsync(access, readId, "removed structure", (_, _, vois) =>
        {
            if (vois.Find(v => v.Label == label && v.WithdrawnAt is null) is not { } voi) return OperationRefusals.NoSuchStructure;
            if (voi.IsPrimary) return StructureRefusals.PrimaryStays;
            voi.WithdrawnAt = clock.GetUtcNow();
            return null;
        }, cancellation);

    internal static Voi New(ReadingAssignment read, Guid readerId, byte label) => new()
    {
        ResearchStudyId = read.ResearchStudyId,
        SubjectId = read.SubjectId,
        ImagingSeriesId = read.ImagingSeriesId,
        ReadingAssignmentId = read.Id,
        ReaderId = readerId,
        Label = label,
    };

    private async Task<Outcome<List<ReadStructure>>> ChangeAsync(StudyAccess access, Guid readId, string what, Func<PortalDb, ReadingAssignment, List<Voi>, Refusal?> change, CancellationToken cancellation)
    {
        access.Demand(Right.ReadCases);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var read = await db.ReadsOpenTo(access, clock.GetUtcNow()).SingleOrDefaultAsync(r => r.Id == readId, cancellation);
        if (read is null) return ReadRefusals.NoSuchRead;
        if (await ReadLock.IsLockedAsync(db, readId, cancellation)) return ApprovalRefusals.Locked;
        if (read.IsClosed()) return ReadRefusals.Closed;
        var vois = await db.Vois.Where(v => v.ReadingAssignmentId == readId).OrderBy(v => v.Label).ToListAsync(cancellation);
        if (vois.Count == 0)
        {
            // The primary tumour is on the list from the beginning; its row is made with the first change.
            vois.Add(New(read, access.PersonId, 1));
            db.Vois.Add(vois[0]);
        }

        if (change(db, read, vois) is { } refusal) return refusal;
        audit.Add(db, access.PersonId, access.ResearchStudyId, what, nameof(ReadingAssignment), readId);
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException met) when (met.IsUniqueViolation())
        {
            return StructureRefusals.ChangedElsewhere;
        }

        return await OfAsync(db, readId, cancellation);
    }

    internal static ReadStructure Of(Guid? id, StructureCode code, string name, byte label, VoiVersion? last) =>
        new(id, name, Word(code.Kind), Word(code.Side), Word(code.Lobe), Voi.ColourOf(label), label, last?.Number ?? 0, last?.VoxelCount ?? 0, last?.VolumeMl ?? 0, last?.CreatedAt);

    private static string Word<T>(T code) where T : struct, Enum => code.ToString().ToLowerInvariant();

    private static Voi? PrimaryOf(List<Voi> vois) => vois.Find(v => v.IsPrimary && v.WithdrawnAt is null);

    private static int NumberOf(List<Voi> vois, LesionKind kind) => vois.Where(v => v.Kind == kind).Select(v => NumberIn(v.Name)).DefaultIfEmpty(0).Max() + 1;

    /// <summary>The number in a name such as "Lymph node 2, left"; 1 if there is none.</summary>
    private static int NumberIn(string name) => int.TryParse(name.Split(',')[0].Split(' ')[^1], out var number) ? number : 1;
}

/// <summary>Why the list of structures stays as it is.</summary>
public static class StructureRefusals
{
    public static readonly Refusal UnknownCode = new("unknown-code", "Choose kind, side and lobe from the lists.");

    public static readonly Refusal TooMany = new("too-many-structures", "A case holds at most 40 structures. Remove one that is not needed.");

    public static readonly Refusal PrimaryThere = new("primary-there", "The case has a primary tumour already. Add the new one under another name, or name it primary afterwards.");

    public static readonly Refusal PrimaryStays = new("primary-stays", "A case has one primary tumour. Name another structure the primary one first.");

    public static readonly Refusal ChangedElsewhere = new("changed-elsewhere", "The structures were changed in another window meanwhile. Load the page again; your draft is kept.");

    public static readonly Refusal Unconfirmed = new("unconfirmed", "Some voxels are still provisional. Confirm or drop them, then save.");

    public static readonly Refusal UnknownLabel = new("unknown-label", "The labelmap holds a structure that is not on the list, perhaps removed in another window. Load the page again; your draft is kept.");

    public static Refusal Emptied(string name) => new("emptied", $"{name} was saved before and is empty now. Remove it from the list, or draw it again.");
}
