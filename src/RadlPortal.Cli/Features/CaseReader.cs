using System.Globalization;
using RadlPortal.Cli.Dicom;
using RadlPortal.Dicom;
using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Structures;
using RadlPortal.Dicom.Volumes;
using RadlPortal.Numerics.Radiomics;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Cli.Features;

/// <summary>Reads image and mask of a case: NRRD, NIfTI, a folder of a DICOM series, SEG, RTSTRUCT.</summary>
internal static class CaseReader
{
    /// <returns>Image, mask, and the settings with the mask's label.</returns>
    public static (Volume Image, Labelmap Mask, ExtractionSettings Settings) Read(FeatureCase @case, ExtractionSettings settings, CancellationToken cancellation)
    {
        if (!Directory.Exists(@case.Image) && !File.Exists(@case.Image)) throw new VerbRefusedException($"{@case.Image}: there is no such image.");
        if (!File.Exists(@case.Mask)) throw new VerbRefusedException($"{@case.Mask}: there is no such mask.");
        if (VolumeFile.IsKnown(@case.Image)) return OfVolume(VolumeFile.Read(@case.Image), @case, settings);
        var inputs = DicomInputs.Of([@case.Image], cancellation);
        if (inputs.HasFailed) throw new VerbRefusedException($"{@case.Image}: not every file of the series can be read.");
        if (VolumeFile.IsKnown(@case.Mask))
        {
            var series = CtVolume.Build(inputs.OnlySeries().Datasets());
            var labels = VolumeFile.ReadLabelmap(@case.Mask);
            // Positions in DICOM are rounded to fewer digits than in the volume file.
            return (series, labels.Geometry.DifferenceFrom(series.Geometry, 1e-4) is null ? new Labelmap(series.Geometry, labels.Labels) : labels, WithLabel(settings, @case));
        }

        var region = Only(LabelSource.Read(@case.Mask, inputs, @case.Label), @case);
        var images = inputs.Series.Count == 1 ? inputs.OnlySeries() : SeriesOn(inputs, region);
        return (CtVolume.Build(images.Datasets()), region, settings with { Label = 1 });
    }

    private static (Volume Image, Labelmap Mask, ExtractionSettings Settings) OfVolume(Volume image, FeatureCase @case, ExtractionSettings settings)
    {
        if (VolumeFile.IsKnown(@case.Mask)) return (image, VolumeFile.ReadLabelmap(@case.Mask), WithLabel(settings, @case));
        var dataset = DicomFile.Read(File.ReadAllBytes(@case.Mask)).Dataset;
        if (dataset.Text(DicomTags.SopClassUid) != SopClass.RtStructureSet) return (image, LabelmapGrid.Onto(Only(LabelSource.Read(@case.Mask, new DicomInputs(), @case.Label), @case), image.Geometry), settings with { Label = 1 });
        var structures = StructureSet.Read(dataset);
        if (@case.Label is null && structures.Rois.Count != 1) throw Several(@case, structures.Rois.Select(r => $"{r.Number} {r.Name}"));
        return (image, ContourRasteriser.Rasterise(@case.Label is { } label ? structures.Find(label) : structures.Rois[0], image.Geometry).Labelmap, settings with { Label = 1 });
    }

    private static Labelmap Only(IEnumerable<NamedLabelmap> regions, FeatureCase @case)
    {
        var all = regions.ToList();
        return all.Count == 1 ? all[0].Labelmap : throw Several(@case, all.Select(r => $"{r.Number} {r.Name}"));
    }

    private static VerbRefusedException Several(FeatureCase @case, IEnumerable<string> regions)
    {
        var names = regions.ToList();
        return new VerbRefusedException($"{@case.Mask}: it has {names.Count} regions ({string.Join(", ", names)}); name one by its label.");
    }

    private static InputSeries SeriesOn(DicomInputs inputs, Labelmap mask) =>
        inputs.Series.Values.FirstOrDefault(s => s.Geometry.Geometry is { } grid && grid.DifferenceFrom(mask.Geometry, 1e-4) is null) ?? throw new VerbRefusedException("None of the series in the folder has the grid of the mask.");

    private static ExtractionSettings WithLabel(ExtractionSettings settings, FeatureCase @case) => @case.Label switch
    {
        null => settings,
        _ when double.TryParse(@case.Label, CultureInfo.InvariantCulture, out var number) && number is >= 1 and < int.MaxValue && number == Math.Floor(number) => settings with { Label = (int)number },
        _ => throw new VerbRefusedException($"{@case.Mask}: the label \"{@case.Label}\" is no whole number above 0."),
    };

    /// <summary>The sentence for a case that cannot be computed; null for a failure that is none of the case.</summary>
    public static string? Refusal(Exception problem, FeatureCase @case) => problem switch
    {
        VerbRefusedException or VolumeFormatException => problem.Message,
        DicomException refusal => $"{@case.Image}, {@case.Mask}: {DumpVerb.Sentence(refusal)}",
        RadiomicsException => $"{@case.Mask}: {problem.Message}",
        IOException or UnauthorizedAccessException => problem.Message,
        OutOfMemoryException => $"{@case.Image}: the case does not fit into memory. Crop the image, set preCrop, or compute fewer cases side by side.",
        _ => null,
    };
}
