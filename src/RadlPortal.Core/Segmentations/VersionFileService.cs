using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Database;
using RadlPortal.Core.Imaging;
using RadlPortal.Core.People;
using RadlPortal.Core.Reads;
using RadlPortal.Core.Storage;
using RadlPortal.Dicom;
using RadlPortal.Dicom.Segmentations;
using RadlPortal.Dicom.Structures;
using RadlPortal.Dicom.Volumes;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Core.Segmentations;

/// <summary>A save of a case: its number, when and why, and the structures as they were then.</summary>
public sealed record SavedCase(int Number, DateTimeOffset SavedAt, string Reason, IReadOnlyList<SavedStructure> Structures, string? Adjudicated = null);

/// <summary>A structure in a save.</summary>
public sealed record SavedStructure(byte Label, string Name, int VoxelCount, double VolumeMl, double? LongestAxialMm, double? ShortAxisMm);

/// <summary>A file made of a save.</summary>
public sealed record VersionFile(byte[] Bytes, string ContentType, string Name);

/// <summary>Gives every save of a case back: as labelmap, SEG, RTSTRUCT, NIfTI and NRRD, made of the stored voxels.</summary>
public sealed class VersionFileService(IDbContextFactory<PortalDb> databases, IBlobStore blobs, SeriesLoader loader, AuditLog audit, TimeProvider clock)
{
    public static readonly IReadOnlyList<string> Formats = ["seg", "rtstruct", "nifti", "nrrd"];

    public static string ReaderCode(Guid personId) => $"reader-{personId.ToString("N")[^8..]}";

    /// <summary>The saves, newest first.</summary>
    public async Task<IReadOnlyList<SavedCase>> ListAsync(StudyAccess access, Guid readId, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var versions = await VersionsAsync(db, access, readId, cancellation);
        return [.. versions.GroupBy(v => v.Number).OrderByDescending(g => g.Key).Select(g => new SavedCase(
            g.Key, g.First().CreatedAt, g.First().Reason,
            [.. At(versions, g.Key).Select(v => new SavedStructure(v.Voi!.Label, v.Voi.Name, v.VoxelCount, v.VolumeMl, v.LongestAxialMm, v.ShortAxisMm))],
            g.Select(v => v.Adjudicated).FirstOrDefault(a => a is not null)?.Word()))];
    }

    /// <summary>The labelmap of the newest save, with all its structures; null if nothing was saved.</summary>
    public async Task<NumberedLabelmap?> NewestAsync(StudyAccess access, Guid readId, CancellationToken cancellation)
    {
        access.Demand(Right.ReadCases);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var versions = (await VersionsAsync(db, access, readId, cancellation)).Where(v => v.Voi!.ReaderId == access.PersonId).ToList();
        if (versions.Count == 0) return null;
        var number = versions.Max(v => v.Number);
        var current = At(versions, number).Where(v => v.Voi!.WithdrawnAt is null).ToList();
        if (current is [var only]) return new NumberedLabelmap(number, await blobs.ReadAllAsync(only.LabelmapBlobKey, cancellation));
        var geometry = await GeometryAsync(db, current[0].Voi!.ImagingSeriesId, cancellation);
        return new NumberedLabelmap(number, LabelmapCodec.Encode((await UnitedAsync(current, geometry, cancellation)).Labels));
    }

    /// <summary>A save as a file; the newest one if no number is given. Null if there is no such save.</summary>
    public async Task<VersionFile?> FileAsync(StudyAccess access, Guid readId, int? number, string format, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var versions = await VersionsAsync(db, access, readId, cancellation);
        var wanted = number ?? (versions.Count == 0 ? 0 : versions.Max(v => v.Number));
        if (!Formats.Contains(format) || !versions.Any(v => v.Number == wanted)) return null;
        var shown = At(versions, wanted);
        var voi = shown[0].Voi!;
        var geometry = await GeometryAsync(db, voi.ImagingSeriesId, cancellation);
        var subject = await db.Subjects.Where(s => s.Id == voi.SubjectId).Select(s => s.Code).SingleAsync(cancellation);
        var bytes = await BytesAsync(shown, geometry, wanted, format, cancellation);
        audit.Add(db, access.PersonId, access.ResearchStudyId, "downloaded", nameof(ReadingAssignment), readId, new { Version = wanted, Format = format });
        await db.SaveChangesAsync(cancellation);
        var (type, ending) = format switch
        {
            "seg" or "rtstruct" => ("application/dicom", $"{format}.dcm"),
            "nifti" => ("application/gzip", "nii.gz"),
            _ => ("application/octet-stream", "nrrd"),
        };
        return new VersionFile(bytes, type, $"{subject}-voi-v{wanted}.{ending}");
    }

    private async Task<byte[]> BytesAsync(IReadOnlyList<VoiVersion> shown, VolumeGeometry geometry, int number, string format, CancellationToken cancellation)
    {
        if (format is "nifti" or "nrrd")
        {
            var united = await UnitedAsync(shown, geometry, cancellation);
            using var stream = new MemoryStream();
            if (format == "nifti") NiftiFormat.Write(Volume.Of(geometry, united.Labels), stream);
            else NrrdFormat.Write(Volume.Of(geometry, united.Labels), stream);
            return stream.ToArray();
        }

        var (voi, newest) = (shown[0].Voi!, shown.MaxBy(v => v.Number)!);
        // A save of one structure has its SEG since it was saved.
        if (format == "seg" && shown.Count == 1) return await blobs.ReadAllAsync(shown[0].SegBlobKey, cancellation);
        var masks = new List<NamedMask>();
        foreach (var version in shown) masks.Add(new NamedMask(version.Voi!.Name, await LabelmapAsync(version, geometry, cancellation), version.Voi.Label));
        var datasets = await loader.DatasetsAsync(voi.ImagingSeriesId, cancellation);
        var slices = Dicom.Volumes.SeriesGeometry.Examine(datasets.Select(SliceHeader.Of)).Slices;
        // The same save gives the same object, however often it is asked for.
        var (instance, series) = (DicomUid.From($"{voi.ReadingAssignmentId}/{number}/{format}"), DicomUid.From($"{voi.ReadingAssignmentId}/{format}"));
        var reader = ReaderCode(voi.ReaderId);
        return format == "seg"
            ? SegmentationWriter.Write(masks, slices, datasets[0], new SegmentationFacts { SopInstanceUid = instance, SeriesInstanceUid = series, Label = "VOIs", ReaderCode = reader, Version = number, SavedAt = newest.CreatedAt })
            : StructureSetWriter.Write(masks, slices, datasets[0], new StructureSetFacts { SopInstanceUid = instance, SeriesInstanceUid = series, ReaderCode = reader, Version = number, SavedAt = newest.CreatedAt });
    }

    private Task<List<VoiVersion>> VersionsAsync(PortalDb db, StudyAccess access, Guid readId, CancellationToken cancellation)
    {
        var (seesAll, reads, open) = (access.May(Right.ViewAllVois), access.May(Right.ReadCases), db.ReadsOpenTo(access, clock.GetUtcNow()));
        return db.VoiVersions.AsNoTracking().Include(v => v.Voi)
            .Where(v => v.Voi!.ReadingAssignmentId == readId && v.Voi.ResearchStudyId == access.ResearchStudyId && (seesAll || (reads && open.Any(r => r.Id == readId))))
            .OrderBy(v => v.Voi!.Label).ThenBy(v => v.Number).ToListAsync(cancellation);
    }

    /// <summary>The structures as they were when a save was made: of each its last version until then, unless it was taken off the case before.</summary>
    private static List<VoiVersion> At(List<VoiVersion> versions, int number)
    {
        var savedAt = versions.First(v => v.Number == number).CreatedAt;
        return [.. versions.Where(v => v.Number <= number && (v.Voi!.WithdrawnAt is not { } gone || gone > savedAt)).GroupBy(v => v.VoiId).Select(g => g.MaxBy(v => v.Number)!)];
    }

    private async Task<Labelmap> UnitedAsync(IReadOnlyList<VoiVersion> versions, VolumeGeometry geometry, CancellationToken cancellation)
    {
        var united = new byte[geometry.VoxelCount];
        foreach (var version in versions)
        {
            var labels = (await LabelmapAsync(version, geometry, cancellation)).Labels;
            for (var i = 0; i < labels.Length; i++)
                if (labels[i] == version.Voi!.Label) united[i] = labels[i];
        }

        return new Labelmap(geometry, united);
    }

    private async Task<Labelmap> LabelmapAsync(VoiVersion version, VolumeGeometry geometry, CancellationToken cancellation) =>
        new(geometry, LabelmapCodec.Decode(await blobs.ReadAllAsync(version.LabelmapBlobKey, cancellation), geometry.VoxelCount) ?? throw new InvalidDataException("The stored labelmap does not fit its series."));

    private static async Task<VolumeGeometry> GeometryAsync(PortalDb db, Guid seriesId, CancellationToken cancellation) =>
        SeriesGrid.Parse(await db.ImagingSeries.Where(s => s.Id == seriesId).Select(s => s.GridJson).SingleAsync(cancellation))!.ToGeometry();
}
