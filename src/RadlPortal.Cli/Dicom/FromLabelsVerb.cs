using System.CommandLine;
using System.Globalization;
using RadlPortal.Dicom;
using RadlPortal.Dicom.Segmentations;
using RadlPortal.Dicom.Structures;
using RadlPortal.Dicom.Volumes;

namespace RadlPortal.Cli.Dicom;

/// <summary>`radl dicom seg` and `radl dicom rtstruct`: labels as DICOM objects on their series.</summary>
internal static class FromLabelsVerb
{
    private const int LongestName = 64;

    public static Command CreateSegmentation() => Create("seg", "Write labels (NRRD, NIfTI, RTSTRUCT, SEG) as DICOM Segmentation on the series they were drawn on", WriteSegmentation);

    public static Command CreateStructureSet() => Create("rtstruct", "Write labels (NRRD, NIfTI, SEG, RTSTRUCT) as RT Structure Set on the series they were drawn on", WriteStructureSet);

    private static Command Create(string name, string description, Func<IReadOnlyList<NamedLabelmap>, InputSeries, string, byte[]> write)
    {
        var paths = new Argument<string[]>("PATH") { Arity = ArgumentArity.OneOrMore, Description = "Label files and the folder of their series; the last is the output, unless --out names it" };
        var output = new Option<string?>("--out") { Description = "A file (.dcm) for one label file, or a folder" };
        var series = new Option<string[]>("--series") { Description = "Folder of the images that the labels were drawn on" };
        var roi = new Option<string?>("--roi") { Description = "Name or number of one region, segment or label" };
        var title = new Option<string?>("--name") { Description = "Name of the region in the object; several get numbers" };
        var command = new Command(name, $"{description}: one line for each file written, tab-separated: path, regions, voxels in them") { paths, output, series, roi, title };
        command.SetAction((parsed, cancellation) =>
        {
            var (given, target) = DicomPaths.Output(parsed.GetValue(paths)!, parsed.GetValue(output));
            var inputs = DicomInputs.Of([.. given, .. parsed.GetValue(series) ?? []], cancellation);
            if (inputs.Files.Files.Count == 0) return Task.FromResult(VerbRunner.Refused);
            if (inputs.Labels.Count == 0) throw new VerbRefusedException("No labels were given.");
            var outputs = Outputs.FileOrFolder(target, inputs.Files, path => path.EndsWith(".dcm", StringComparison.OrdinalIgnoreCase), ".dcm");
            if (!outputs.IsFolder && inputs.Labels.Count > 1) throw new VerbRefusedException($"{inputs.Labels.Count} label files give as many objects: name a folder.");
            foreach (var path in inputs.Labels)
            {
                cancellation.ThrowIfCancellationRequested();
                inputs.Try(path, () => WriteObject(path, inputs, parsed.GetValue(roi), parsed.GetValue(title), outputs.IsFolder ? outputs.Claim(DicomPaths.Stem(path), $".{name}.dcm") : target, write));
            }

            return Task.FromResult(inputs.HasFailed ? VerbRunner.Refused : VerbRunner.Done);
        });
        return command;
    }

    private static void WriteObject(string path, DicomInputs inputs, string? roi, string? title, string target, Func<IReadOnlyList<NamedLabelmap>, InputSeries, string, byte[]> write)
    {
        var regions = LabelSource.Read(path, inputs, roi).ToList();
        if (regions.Count == 0) throw new VerbRefusedException("There is no region to write.");
        if (title is not null) regions = [.. regions.Select((r, i) => r with { Name = regions.Count == 1 ? title : $"{title} {i + 1}" })];
        regions = [.. regions.Select(r => r with { Name = r.Name.Length <= LongestName ? r.Name : r.Name[..LongestName] })];
        var grid = regions[0].Labelmap.Geometry;
        var series = inputs.Series.Values.FirstOrDefault(s => s.Geometry.Geometry?.DifferenceFrom(grid) is null && s.Geometry.Geometry is not null) ?? inputs.OnlySeries();
        Outputs.Write(target, write(regions, series, path));
        PrintedText.WriteRow(target, string.Join(", ", regions.Select(r => r.Name)), regions.Sum(r => r.Labelmap.Count(1)).ToString(CultureInfo.InvariantCulture));
    }

    private static byte[] WriteSegmentation(IReadOnlyList<NamedLabelmap> regions, InputSeries series, string path)
    {
        var facts = new SegmentationFacts { SopInstanceUid = DicomUid.New(), SeriesInstanceUid = DicomUid.New(), Label = regions[0].Name, ReaderCode = "radl", Version = 1, SavedAt = File.GetLastWriteTimeUtc(path) };
        return SegmentationWriter.Write([.. regions.Select(r => new NamedMask(r.Name, r.Labelmap))], series.Geometry.Slices, series.First, facts);
    }

    private static byte[] WriteStructureSet(IReadOnlyList<NamedLabelmap> regions, InputSeries series, string path)
    {
        var facts = new StructureSetFacts { SopInstanceUid = DicomUid.New(), SeriesInstanceUid = DicomUid.New(), ReaderCode = "radl", Version = 1, SavedAt = File.GetLastWriteTimeUtc(path), InterpretedType = TargetOf(regions) };
        return StructureSetWriter.Write([.. regions.Select(r => new NamedMask(r.Name, r.Labelmap))], series.Geometry.Slices, series.First, facts);
    }

    // GTV, CTV and PTV are both the usual names and the standard's terms.
    private static string TargetOf(IReadOnlyList<NamedLabelmap> regions) =>
        regions[0].Name.Length >= 3 && regions[0].Name[..3].ToUpperInvariant() is "GTV" or "CTV" or "PTV"
            ? regions[0].Name[..3].ToUpperInvariant() : "";
}
