using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Database;
using RadlPortal.Core.Imaging;
using RadlPortal.Core.Reads;
using RadlPortal.Core.ResearchStudies;
using RadlPortal.Dicom;
using SeriesGeometry = RadlPortal.Core.Imaging.SeriesGeometry;

namespace RadlPortal.Core.Uploads;

/// <summary>Finds out whether the slices of a series make a regular volume, opens it for reading, and makes its metadata ready to be sent.</summary>
public sealed class SeriesExaminer(IDbContextFactory<PortalDb> databases, SeriesLoader loader, SeriesMetadataStore metadata, TimeProvider clock)
{
    private const int MostAtOnce = 100;

    /// <summary>Examines the series; once more is harmless.</summary>
    public async Task ExamineAsync(Guid seriesId, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var series = await db.ImagingSeries.SingleAsync(s => s.Id == seriesId, cancellation);
        var study = await db.ResearchStudies.AsNoTracking().SingleAsync(s => s.Id == series.ResearchStudyId, cancellation);
        if (series.Modality != "CT")
        {
            // Segmentations and structure sets have no slices of their own.
            (series.ExaminedInstances, series.Geometry) = (series.InstanceCount, SeriesGeometry.Stack);
            await db.SaveChangesAsync(cancellation);
            await metadata.MakeAsync(series.Id, cancellation);
            return;
        }

        var counted = await loader.SlicesAsync(series.Id, cancellation);
        var examined = Dicom.Volumes.SeriesGeometry.Examine(counted);
        series.ExaminedInstances = counted.Count;
        series.Geometry = examined.Geometry is null ? SeriesGeometry.Stack : SeriesGeometry.Volume;
        series.GridJson = examined.Geometry is null ? null : SeriesGrid.Of(examined.Slices.Select(s => s.SopInstanceUid), examined.Geometry).ToJson();
        series.GeometryMessage = examined.Message ?? ProtocolWarning(series, study.Settings);
        // A volume can be read; a stack waits for its missing slices.
        if (examined.Geometry is not null && !await db.ReadingAssignments.AnyAsync(r => r.ImagingSeriesId == series.Id, cancellation))
            db.ReadingAssignments.Add(new ReadingAssignment { ResearchStudyId = series.ResearchStudyId, SubjectId = series.SubjectId, ImagingSeriesId = series.Id, CreatedAt = clock.GetUtcNow() });
        await db.SaveChangesAsync(cancellation);
        await metadata.MakeAsync(series.Id, cancellation);
    }

    /// <summary>Examines series to which nothing came for a while: DICOMweb senders do not say when they have ended, and others are cut off.</summary>
    /// <returns>How many were examined.</returns>
    public async Task<int> ExamineQuietAsync(TimeSpan quietFor, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var before = clock.GetUtcNow() - quietFor;
        var quiet = await db.ImagingSeries.Where(s => s.ExaminedInstances < s.InstanceCount && s.LastStoredAt < before).OrderBy(s => s.LastStoredAt).Select(s => s.Id).Take(MostAtOnce).ToListAsync(cancellation);
        foreach (var series in quiet) await ExamineAsync(series, cancellation);
        return quiet.Count;
    }

    private static string? ProtocolWarning(ImagingSeries series, StudySettings settings)
    {
        if (series.SliceThicknessMm > settings.MaximumSliceThicknessMm) return FormattableString.Invariant($"The slices are {series.SliceThicknessMm} mm thick; the study asks for at most {settings.MaximumSliceThicknessMm} mm.");
        return series.InstanceCount < settings.MinimumSlices ? $"The series has {series.InstanceCount} slices; the study asks for at least {settings.MinimumSlices}." : null;
    }
}
