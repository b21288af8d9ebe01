using System.Globalization;
using RadlPortal.Dicom;
using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Segmentations;
using RadlPortal.Dicom.Structures;
using RadlPortal.Dicom.Volumes;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Cli.Dicom;

/// <summary>One named region of a file, as voxels.</summary>
internal sealed record NamedLabelmap(int Number, string Name, Labelmap Labelmap);

/// <summary>The regions of a segmentation, a structure set or a label volume.</summary>
internal static class LabelSource
{
    /// <summary>Each region by itself with label 1, on the grid of its series, or a segmentation's own if no series was given.</summary>
    /// <param name="path">The file.</param>
    /// <param name="inputs">Where its series is looked for.</param>
    /// <param name="only">Name or number of one region; null for all.</param>
    public static IEnumerable<NamedLabelmap> Read(string path, DicomInputs inputs, string? only)
    {
        if (DicomInputs.IsVolume(path)) return OfVolume(path, inputs, only);
        var dataset = DicomFile.Read(File.ReadAllBytes(path)).Dataset;
        return dataset.Text(DicomTags.SopClassUid) == SopClass.RtStructureSet ? OfStructures(path, dataset, inputs, only) : OfSegmentation(dataset, inputs, only);
    }

    private static IEnumerable<NamedLabelmap> OfVolume(string path, DicomInputs inputs, string? only)
    {
        var labelmap = VolumeFile.ReadLabelmap(path);
        if (inputs.Series.Count > 0) labelmap = LabelmapGrid.Onto(labelmap, inputs.OnlySeries().Geometry is { Geometry: { } grid } ? grid : throw new DicomException(inputs.OnlySeries().Geometry.Message!));
        var present = labelmap.PresentLabels();
        if (present.Count == 0) throw new DicomException("The labelmap has no label.");
        var name = DicomPaths.Stem(path);
        foreach (var label in present)
        {
            if (only is not null && only != label.ToString(CultureInfo.InvariantCulture) && !(present.Count == 1 && only == name)) continue;
            yield return new NamedLabelmap(label, present.Count == 1 ? name : $"{name} {label}", new Labelmap(labelmap.Geometry, Array.ConvertAll(labelmap.Labels, l => l == label ? (byte)1 : (byte)0)));
        }
    }

    private static IEnumerable<NamedLabelmap> OfSegmentation(DicomDataset dataset, DicomInputs inputs, string? only)
    {
        var segmentation = Segmentation.Read(dataset);
        var series = inputs.SeriesOf(segmentation.ReferencedSeriesUids, segmentation.FrameOfReferenceUid);
        var wanted = segmentation.Segments.Where(s => s.Number > 0 && (only is null || string.Equals(s.Label, only, StringComparison.OrdinalIgnoreCase) || only == s.Number.ToString(CultureInfo.InvariantCulture))).ToList();
        if (wanted.Count == 0) throw new DicomException($"There is no segment \"{only}\"; there are: {string.Join(", ", segmentation.Segments.Select(s => s.Label))}.", tag: DicomTags.SegmentLabel);
        foreach (var segment in wanted)
            yield return new NamedLabelmap(segment.Number, segment.Label, series is null ? segmentation.OnOwnGrid(segment.Number) : segmentation.On(series.Geometry, segment.Number));
    }

    private static IEnumerable<NamedLabelmap> OfStructures(string path, DicomDataset dataset, DicomInputs inputs, string? only)
    {
        var structures = StructureSet.Read(dataset);
        foreach (var note in structures.Notes) PrintedText.Tell(path, note);
        var series = inputs.SeriesOf(structures.ReferencedSeriesUids, structures.FrameOfReferenceUid) ?? throw new VerbRefusedException("The series of the structure set was not given: name its folder as well.");
        foreach (var roi in only is null ? structures.Rois : [structures.Find(only)])
        {
            NamedLabelmap? region = null;
            inputs.Try($"{path} ({roi.Name})", () =>
            {
                var rasterised = ContourRasteriser.Rasterise(roi, structures, series.Geometry, series.Uid);
                foreach (var note in rasterised.Notes) PrintedText.Tell(path, note);
                region = new NamedLabelmap(roi.Number, roi.Name, rasterised.Labelmap);
            });
            if (region is not null) yield return region;
        }
    }

    /// <summary>Regions as one labelmap, each with its number.</summary>
    /// <exception cref="DicomException">Two regions share a voxel, or a number is above 255.</exception>
    public static Labelmap United(IReadOnlyList<NamedLabelmap> regions)
    {
        if (regions is [var one]) return one.Labelmap;
        var labels = new byte[regions[0].Labelmap.Labels.Length];
        foreach (var region in regions)
        {
            if (region.Number is < 1 or > byte.MaxValue) throw new DicomException($"The number {region.Number} of {region.Name} is no label from 1 to 255: name one region with --roi.");
            for (var i = 0; i < labels.Length; i++)
            {
                if (region.Labelmap.Labels[i] == 0) continue;
                if (labels[i] != 0) throw new DicomException($"{regions.First(r => r.Number == labels[i]).Name} and {region.Name} overlap: name one region with --roi, or write to a folder.");
                labels[i] = (byte)region.Number;
            }
        }

        return new Labelmap(regions[0].Labelmap.Geometry, labels);
    }
}
