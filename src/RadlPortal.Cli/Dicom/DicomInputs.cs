using RadlPortal.Dicom;
using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Volumes;

namespace RadlPortal.Cli.Dicom;

/// <summary>The images of one series, by file.</summary>
internal sealed record InputSeries(string Uid, List<(string Path, SliceHeader Header)> Slices)
{
    private SeriesGeometry? geometry;

    public SeriesGeometry Geometry => geometry ??= SeriesGeometry.Examine(Slices.Select(s => s.Header));

    /// <summary>Where its files lie, and its UID.</summary>
    public string Place
    {
        get
        {
            var folders = Slices.Select(s => Path.GetDirectoryName(s.Path) ?? "").Distinct().ToList();
            var where = Slices.Count == 1 ? Slices[0].Path : folders[0].Length == 0 ? "." : folders[0];
            return $"{where}{(folders.Count > 1 ? $" and {folders.Count - 1} more {(folders.Count == 2 ? "folder" : "folders")}" : "")} (series {Uid})";
        }
    }

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

    /// <summary>All that was given, readable or not.</summary>
    public InputFiles Files { get; private init; } = InputFiles.Of([]);

    public static bool IsVolume(string path) => RadlPortal.Numerics.Volumes.VolumeFile.IsKnown(path);

    /// <summary>Sorts files into what they are.</summary>
    public static DicomInputs Of(IEnumerable<string> paths, CancellationToken cancellation)
    {
        var files = InputFiles.Of(paths);
        var inputs = new DicomInputs { Files = files, HasFailed = files.HasFailed };
        var done = 0;
        foreach (var (path, _) in files.Files)
        {
            cancellation.ThrowIfCancellationRequested();
            inputs.Try(path, () => inputs.Add(path));
            InputFiles.Progress(++done);
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
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            Fail(name, InputFiles.ReasonOf(problem));
        }
        catch (Exception problem) when (problem is RadlPortal.Numerics.Volumes.VolumeFormatException or VerbRefusedException and not OutputRefusedException)
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

    /// <summary>The only series.</summary>
    public InputSeries OnlySeries() => Series.Count switch
    {
        1 => Series.Values.First(),
        0 => throw new VerbRefusedException("No image series was given: name the folder of the series that the labels were drawn on."),
        _ => throw new VerbRefusedException($"{Series.Count} image series were given: name one."),
    };

    private void Fail(string name, string reason)
    {
        PrintedText.Tell(name, reason);
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
            PrintedText.Tell(path, $"the same as {other}; passed over.");
            return;
        }

        series.Slices.Add((path, header));
    }
}
