using RadlPortal.Dicom;
using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Volumes;

namespace RadlPortal.Cli.Dicom;

/// <summary>The images of one series, by file.</summary>
internal sealed record InputSeries(string Uid, List<(string Path, SliceHeader Header)> Slices)
{
    private SeriesGeometry? geometry;

    public SeriesGeometry Geometry => geometry ??= SeriesGeometry.Examine(Slices.Select(s => s.Header));

    public DicomDataset First => DicomFile.Read(File.ReadAllBytes(Slices[0].Path)).Dataset;

    public IReadOnlyList<DicomDataset> Datasets() => [.. Slices.Select(s => DicomFile.Read(File.ReadAllBytes(s.Path)).Dataset)];
}

/// <summary>What the files on a command line are: images by series, segmentations and structure sets, label volumes. A bad file is told on standard error and passed over.</summary>
internal sealed class DicomInputs
{
    public Dictionary<string, InputSeries> Series { get; } = [];

    /// <summary>Segmentations, structure sets, NRRD and NIfTI files.</summary>
    public List<string> Labels { get; } = [];

    public bool HasFailed { get; private set; }

    private readonly HashSet<string> written = new(StringComparer.OrdinalIgnoreCase);

    public static bool IsVolume(string path) => RadlPortal.Numerics.Volumes.VolumeFile.IsKnown(path);

    /// <summary>Sorts files into what they are.</summary>
    public static DicomInputs Of(IEnumerable<string> paths, CancellationToken cancellation)
    {
        var inputs = new DicomInputs();
        var done = 0;
        foreach (var (path, _) in DicomPaths.Expand(paths))
        {
            cancellation.ThrowIfCancellationRequested();
            inputs.Try(path, () => inputs.Add(path));
            DicomPaths.Progress(++done);
        }

        return inputs;
    }

    /// <summary>Does something for one input; a refusal is told and work goes on.</summary>
    public void Try(string name, Action work)
    {
        try
        {
            work();
        }
        catch (DicomException refusal)
        {
            Fail(name, DumpVerb.Sentence(refusal));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or RadlPortal.Numerics.Volumes.VolumeFormatException or VerbRefusedException)
        {
            Fail(name, problem.Message);
        }
    }

    /// <summary>The series that an object was drawn on: the one that it refers to, the one of its frame of reference, or the only one.</summary>
    public InputSeries? SeriesOf(IReadOnlyList<string> referenced, string? frameOfReferenceUid)
    {
        foreach (var uid in referenced)
            if (Series.TryGetValue(uid, out var series)) return series;
        var sameFrame = Series.Values.Where(s => s.Slices[0].Header.FrameOfReferenceUid == frameOfReferenceUid).ToList();
        if (sameFrame.Count > 1) throw new VerbRefusedException("Several series have its frame of reference: give only the one that it was drawn on.");
        return sameFrame.Count == 1 ? sameFrame[0] : Series.Count == 1 ? Series.Values.First() : null;
    }

    /// <summary>A file in a folder that nothing was written to in this call: files of the same name from several folders get numbers.</summary>
    public string Target(string folder, string name, string ending)
    {
        var target = Path.Combine(folder, name + ending);
        for (var number = 2; !written.Add(target); number++) target = Path.Combine(folder, $"{name}-{number}{ending}");
        return target;
    }

    /// <summary>The only series.</summary>
    public InputSeries OnlySeries() => Series.Count switch
    {
        1 => Series.Values.First(),
        0 => throw new VerbRefusedException("No image series was given: name the folder of the series that the labels were drawn on."),
        _ => throw new VerbRefusedException($"{Series.Count} image series were given: name one."),
    };

    private void Fail(string name, string reason)
    {
        Console.Error.WriteLine($"{name}: {reason}");
        HasFailed = true;
    }

    private void Add(string path)
    {
        if (IsVolume(path))
        {
            Labels.Add(path);
            return;
        }

        DicomDataset dataset;
        using (var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0)) dataset = DicomFile.ReadHeader(stream).Dataset;
        if (dataset.Text(DicomTags.SopClassUid) is SopClass.Segmentation or SopClass.LabelMapSegmentation or SopClass.RtStructureSet)
        {
            Labels.Add(path);
            return;
        }

        var uid = dataset.Text(DicomTags.SeriesInstanceUid) is { Length: > 0 } given ? given : throw new DicomException("The image names no series.", tag: DicomTags.SeriesInstanceUid);
        var header = SliceHeader.Of(dataset);
        if (!Series.TryGetValue(uid, out var series)) Series[uid] = series = new InputSeries(uid, []);
        if (header.SopInstanceUid.Length > 0 && series.Slices.FirstOrDefault(s => s.Header.SopInstanceUid == header.SopInstanceUid) is { Path: { } other })
        {
            // The same file twice does no harm; two different ones of one UID would.
            if (!File.ReadAllBytes(path).AsSpan().SequenceEqual(File.ReadAllBytes(other))) throw new DicomException($"It has the SOP Instance UID of {other}, but is another image.", tag: DicomTags.SopInstanceUid);
            Console.Error.WriteLine($"{path}: the same as {other}; passed over.");
            return;
        }

        series.Slices.Add((path, header));
    }
}
