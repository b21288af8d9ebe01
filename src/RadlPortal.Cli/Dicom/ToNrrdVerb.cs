using System.CommandLine;
using System.Globalization;
using RadlPortal.Dicom.Volumes;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Cli.Dicom;

/// <summary>`radl dicom to-nrrd`: image series, segmentations and structure sets as NRRD or NIfTI.</summary>
internal static class ToNrrdVerb
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH") { Arity = ArgumentArity.OneOrMore, Description = "Files and folders; the last is the output, unless --out names it" };
        var output = new Option<string?>("--out") { Description = "A file (.nrrd, .nii, .nii.gz) for one result, or a folder" };
        var series = new Option<string[]>("--series") { Description = "Folder of the images that the labels were drawn on; only read as their grid" };
        var roi = new Option<string?>("--roi") { Description = "Name or number of one region or segment" };
        var nifti = new Option<bool>("--nifti") { Description = "Write .nii.gz into the folder" };
        var command = new Command("to-nrrd", "Convert CT series, SEG and RTSTRUCT to NRRD or NIfTI: one line for each file written, tab-separated: path, what it is, voxels in it") { paths, output, series, roi, nifti };
        command.SetAction((parsed, cancellation) =>
        {
            var (given, target) = DicomPaths.Output(parsed.GetValue(paths)!, parsed.GetValue(output));
            var inputs = DicomInputs.Of([.. given, .. parsed.GetValue(series) ?? []], cancellation);
            var ending = parsed.GetValue(nifti) ? ".nii.gz" : ".nrrd";
            if (inputs.Files.Files.Count == 0) return Task.FromResult(VerbRunner.Refused);
            var outputs = Outputs.FileOrFolder(target, inputs.Files, VolumeFile.IsKnown, ".nrrd, .nii or .nii.gz");
            if (!outputs.IsFolder) WriteOne(inputs, target, parsed.GetValue(roi));
            else WriteAll(inputs, outputs, ending, parsed.GetValue(roi), parsed.GetValue(series) is { Length: > 0 }, cancellation);
            return Task.FromResult(inputs.HasFailed ? VerbRunner.Refused : VerbRunner.Done);
        });
        return command;
    }

    private static void WriteOne(DicomInputs inputs, string target, string? roi)
    {
        if (inputs.Labels.Count > 1) throw new VerbRefusedException($"{inputs.Labels.Count} label files do not fit into one volume file: name a folder.");
        if (inputs.Labels.Count == 0)
        {
            var series = inputs.OnlySeries();
            inputs.Try(series.Place, () => WriteSeries(series, target));
            return;
        }

        inputs.Try(inputs.Labels[0], () =>
        {
            var regions = LabelSource.Read(inputs.Labels[0], inputs, roi).ToList();
            if (regions.Count == 0) throw new VerbRefusedException("There is no region to write.");
            Write(Bytes(LabelSource.United(regions)), target, string.Join(", ", regions.Select(r => r.Name)), regions.Sum(r => r.Labelmap.Count(1)));
        });
    }

    private static void WriteAll(DicomInputs inputs, Outputs outputs, string ending, string? roi, bool isGridOnly, CancellationToken cancellation)
    {
        foreach (var series in inputs.Series.Values.Where(_ => !isGridOnly))
        {
            cancellation.ThrowIfCancellationRequested();
            inputs.Try(series.Place, () => WriteSeries(series, outputs.Claim(DicomPaths.UidName(series.Uid), ending)));
        }

        foreach (var path in inputs.Labels)
        {
            cancellation.ThrowIfCancellationRequested();
            inputs.Try(path, () =>
            {
                foreach (var region in LabelSource.Read(path, inputs, roi))
                    Write(Bytes(region.Labelmap), outputs.Claim($"{DicomPaths.Stem(path)}.{region.Number}.{DicomPaths.FileName(region.Name)}", ending), region.Name, region.Labelmap.Count(1));
            });
        }
    }

    private static void WriteSeries(InputSeries series, string path)
    {
        var volume = CtVolume.Build(series.Datasets());
        Write(volume, path, $"series {series.Uid}", volume.Geometry.VoxelCount);
    }

    private static Volume<byte> Bytes(Labelmap labelmap) => Volume.Of(labelmap.Geometry, labelmap.Labels);

    private static void Write(Volume volume, string path, string what, int voxels)
    {
        Outputs.Write(path, stream =>
        {
            if (path.EndsWith(".nrrd", StringComparison.OrdinalIgnoreCase)) NrrdFormat.Write(volume, stream);
            else NiftiFormat.Write(volume, stream, path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase));
        });
        PrintedText.WriteRow(path, what, voxels.ToString(CultureInfo.InvariantCulture));
    }
}
