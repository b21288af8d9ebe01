using System.Text.Json;
using RadlPortal.Dicom;
using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Segmentations;
using RadlPortal.Dicom.Structures;
using RadlPortal.Dicom.Volumes;
using RadlPortal.Dicom.Writing;
using RadlPortal.Numerics.Volumes;
using Xunit;

namespace RadlPortal.Cli.Tests;

/// <summary>`radl deidentify` over a folder: files out, a log, and one key for CT, SEG and RTSTRUCT.</summary>
public sealed class DeidentifyVerbTests : IDisposable
{
    private const string Name = "DOE^JANE";
    private static readonly VolumeGeometry Geometry = new(8, 6, 4, new Vector3(0.7, 0.9, 2.5), new Vector3(-10, 20, -30));
    private readonly string root = Directory.CreateTempSubdirectory("radl-deidentify-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public async Task A_folder_of_CT_SEG_and_RTSTRUCT_stays_one_study_and_names_nobody()
    {
        WriteCase();
        Assert.Equal(0, await RunAsync("out"));
        var files = Directory.EnumerateFiles(Path.Combine(root, "out"), "*.dcm", SearchOption.AllDirectories).Select(p => DicomFile.Read(File.ReadAllBytes(p)).Dataset).ToLookup(d => d.Text(DicomTags.Modality));
        Assert.Equal((4, 1, 1), (files["CT"].Count(), files["SEG"].Count(), files["RTSTRUCT"].Count()));
        var everything = files.SelectMany(f => f).ToList();
        foreach (var tag in (DicomTag[])[DicomTags.StudyInstanceUid, DicomTags.PatientId]) Assert.Single(everything.Select(d => d.Text(tag)).Distinct());
        Assert.DoesNotContain(everything, d => d.Text(DicomTags.StudyInstanceUid) == "2.25.1" || d.Text(DicomTags.PatientName) == Name);

        // What refers to the slices by their old UIDs refers to them by their new ones.
        var (segmentation, structures) = (Segmentation.Read(files["SEG"].Single()), StructureSet.Read(files["RTSTRUCT"].Single()));
        Assert.Equal(files["CT"].Select(d => d.Text(DicomTags.SopInstanceUid)).Order(), segmentation.Frames.Select(f => f.SourceSopInstanceUid).Order());
        var (series, frame) = (files["CT"].First().Text(DicomTags.SeriesInstanceUid), files["CT"].First().Text(DicomTags.FrameOfReferenceUid));
        Assert.Equal((series, series), (Assert.Single(segmentation.ReferencedSeriesUids), Assert.Single(structures.ReferencedSeriesUids)));
        Assert.Equal((frame, frame), (segmentation.FrameOfReferenceUid, structures.FrameOfReferenceUid));
        Assert.NotEqual("2.25.3", frame);
    }

    [Fact]
    public async Task The_same_key_gives_the_same_files_in_every_run_and_another_key_others()
    {
        WriteCase();
        Assert.Equal(0, await RunAsync("first"));
        Assert.Equal(0, await RunAsync("second"));
        Assert.Equal(0, await RunAsync("third", key: "other.key"));
        Assert.Equal(Tree("first"), Tree("second"));
        Assert.Empty(Tree("first").Keys.Intersect(Tree("third").Keys));
    }

    [Fact]
    public async Task The_log_has_a_line_for_each_file_and_a_bad_one_does_not_stop_the_others()
    {
        WriteCase();
        File.WriteAllText(Path.Combine(root, "in", "notes.txt"), "no DICOM file");
        Assert.Equal(1, await RunAsync("out"));
        var lines = File.ReadLines(Path.Combine(root, "out.log.jsonl")).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal(7, lines.Count);
        var refused = Assert.Single(lines, l => l.GetProperty("output").ValueKind == JsonValueKind.Null);
        Assert.EndsWith("notes.txt", refused.GetProperty("path").GetString());
        Assert.Contains("no DICOM file", refused.GetProperty("refusal").GetString());
        Assert.All(lines.Where(l => l.GetProperty("output").ValueKind == JsonValueKind.String), l => Assert.NotEmpty(l.GetProperty("actions").EnumerateArray()));
        Assert.DoesNotContain(Name, File.ReadAllText(Path.Combine(root, "out.log.jsonl")));
    }

    [Fact]
    public void Two_patients_under_one_code_and_files_of_patients_not_listed_are_told_without_their_ids()
    {
        WriteCase();
        var list = Path.Combine(root, "subjects.csv");
        string[] arguments = ["deidentify", Path.Combine(root, "in"), Path.Combine(root, "out"), "--key-file", Path.Combine(root, "site.key"), "--create-key", "--subjects", list];
        File.WriteAllText(list, "H-4711,S-1\nH-4712,S-2\nH-4713,S-1\n");
        var (_, error, status) = RadlProcess.Run(arguments);
        Assert.Equal(0, status);
        Assert.Contains(error, line => line.Contains("rows 1 and 3: two patient ids have the same subject code"));
        Assert.DoesNotContain(error, line => line.Contains("H-47") || line.Contains("not in the list"));

        File.WriteAllText(list, "H-4712,S-2\n");
        (_, error, status) = RadlProcess.Run(arguments);
        Assert.Equal(0, status);
        Assert.Contains(error, line => line.StartsWith("6 of the files are of patients who are not in the list", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_its_key_nothing_is_written()
    {
        WriteCase();
        Assert.Equal(1, await VerbRunner.RunAsync(RadlCommand.Create(), ["deidentify", Path.Combine(root, "in"), Path.Combine(root, "out"), "--key-file", Path.Combine(root, "absent.key")]));
        Assert.False(Directory.Exists(Path.Combine(root, "out")));
    }

    private Task<int> RunAsync(string target, string key = "site.key") =>
        VerbRunner.RunAsync(RadlCommand.Create(), ["deidentify", Path.Combine(root, "in"), Path.Combine(root, target), "--key-file", Path.Combine(root, key), "--create-key"]);

    private SortedDictionary<string, string> Tree(string folder) => new(Directory.EnumerateFiles(Path.Combine(root, folder), "*", SearchOption.AllDirectories)
        .ToDictionary(p => Path.GetRelativePath(Path.Combine(root, folder), p), p => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(p)))), StringComparer.Ordinal);

    private void WriteCase()
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, "in")).FullName;
        var slices = CtSeriesWriter.Write(Volume.Of(Geometry, new short[Geometry.VoxelCount]), new CtSeriesFacts { SubjectCode = "H-4711", StudyInstanceUid = "2.25.1", SeriesInstanceUid = "2.25.2", FrameOfReferenceUid = "2.25.3" })
            .Select(b => DicomFile.Read(b).Dataset.Set(DicomTags.PatientName, Name)).ToList();
        var headers = SeriesGeometry.Examine(slices.Select(SliceHeader.Of)).Slices;
        var labels = new byte[Geometry.VoxelCount];
        for (var k = 0; k < 4; k++) labels[Geometry.Offset(3, 2, k)] = labels[Geometry.Offset(4, 2, k)] = labels[Geometry.Offset(3, 3, k)] = labels[Geometry.Offset(4, 3, k)] = 1;
        NamedMask[] masks = [new("GTV-1", new Labelmap(Geometry, labels))];
        for (var i = 0; i < slices.Count; i++) File.WriteAllBytes(Path.Combine(folder, $"{i}.dcm"), DicomWriter.Write(slices[i], TransferSyntax.ExplicitLittleEndian).Bytes);
        File.WriteAllBytes(Path.Combine(folder, "seg.dcm"), SegmentationWriter.Write(masks, headers, slices[0], new SegmentationFacts { SopInstanceUid = "2.25.5", SeriesInstanceUid = "2.25.6", Label = "GTV-1", ReaderCode = "R1", Version = 1, SavedAt = DateTimeOffset.UnixEpoch }));
        File.WriteAllBytes(Path.Combine(folder, "rtstruct.dcm"), StructureSetWriter.Write(masks, headers, slices[0], new StructureSetFacts { SopInstanceUid = "2.25.7", SeriesInstanceUid = "2.25.8", ReaderCode = "R1", Version = 1, SavedAt = DateTimeOffset.UnixEpoch }));
    }
}
