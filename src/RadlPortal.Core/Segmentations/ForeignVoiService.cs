using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Database;
using RadlPortal.Core.Imaging;
using RadlPortal.Core.People;
using RadlPortal.Core.Reads;
using RadlPortal.Dicom;
using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Segmentations;
using RadlPortal.Dicom.Structures;
using RadlPortal.Dicom.Volumes;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Core.Segmentations;

/// <summary>A region of a file that was drawn elsewhere, on the grid of the case.</summary>
public sealed record ForeignRegion(string Name, int VoxelCount, double VolumeMl, byte[] Runs);

/// <summary>What was read of a file, and what was passed over.</summary>
public sealed record ForeignVois(string Kind, IReadOnlyList<ForeignRegion> Regions, IReadOnlyList<string> Notes);

/// <summary>Reads a SEG or RTSTRUCT that somebody drew elsewhere. Nothing of it is kept: it becomes the reader's own only by being adopted and saved.</summary>
public sealed class ForeignVoiService(IDbContextFactory<PortalDb> databases, SeriesLoader loader, TimeProvider clock)
{
    private const int MostRegions = 60;

    public async Task<Outcome<ForeignVois>> ReadAsync(StudyAccess access, Guid readId, byte[] file, CancellationToken cancellation)
    {
        access.Demand(Right.ReadCases);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var series = await (from read in db.ReadsOpenTo(access, clock.GetUtcNow())
                            where read.Id == readId
                            join s in db.ImagingSeries on read.ImagingSeriesId equals s.Id
                            select s).AsNoTracking().SingleOrDefaultAsync(cancellation);
        if (series is null) return ReadRefusals.NoSuchRead;
        if (series.GridJson is null) return ReadRefusals.NotAVolume;
        try
        {
            var dataset = DicomFile.Read(file).Dataset;
            var geometry = Dicom.Volumes.SeriesGeometry.Examine((await loader.DatasetsAsync(series.Id, cancellation)).Select(SliceHeader.Of));
            var found = dataset.Text(DicomTags.SopClassUid) == SopClass.RtStructureSet
                ? OfStructures(StructureSet.Read(dataset), geometry, series.SeriesInstanceUid)
                : OfSegmentation(Segmentation.Read(dataset), geometry);
            return found.Regions.Count > 0 ? found : ForeignRefusals.NoRegion(found.Notes);
        }
        catch (DicomException unusable)
        {
            return ForeignRefusals.Unusable(unusable.Message);
        }
    }

    private static ForeignVois OfStructures(StructureSet structures, Dicom.Volumes.SeriesGeometry series, string seriesUid)
    {
        var notes = new List<string>(structures.Notes);
        var regions = new List<ForeignRegion>();
        foreach (var roi in structures.Rois.Take(MostRegions))
        {
            // One region that cannot be placed leaves the others usable.
            try
            {
                var rasterised = ContourRasteriser.Rasterise(roi, structures, series, seriesUid);
                notes.AddRange(rasterised.Notes);
                regions.Add(RegionOf(roi.Name, rasterised.Labelmap, 1));
            }
            catch (DicomException unusable)
            {
                notes.Add(unusable.Message);
            }
        }

        return new ForeignVois("RTSTRUCT", regions, notes);
    }

    private static ForeignVois OfSegmentation(Segmentation segmentation, Dicom.Volumes.SeriesGeometry series)
    {
        var regions = new List<ForeignRegion>();
        foreach (var segment in segmentation.Segments.Where(s => s.Number > 0).Take(MostRegions))
            regions.Add(RegionOf(segment.Label, segmentation.On(series, segment.Number), 1));
        return new ForeignVois("SEG", [.. regions.Where(r => r.VoxelCount > 0)], []);
    }

    private static ForeignRegion RegionOf(string name, Labelmap labelmap, byte label)
    {
        var count = labelmap.Count(label);
        return new ForeignRegion(name, count, count * labelmap.Geometry.VoxelVolume / 1000, LabelmapCodec.Encode(labelmap.Labels));
    }
}

/// <summary>Why a VOI from elsewhere is not shown.</summary>
public static class ForeignRefusals
{
    public static Refusal NoRegion(IReadOnlyList<string> notes) => new("no-region", notes.Count > 0 ? $"The file holds no region that lies on these images. {notes[0]}" : "The file holds no region.");

    public static Refusal Unusable(string why) => new("unusable-voi", $"This file cannot be shown on these images. {why}");
}
