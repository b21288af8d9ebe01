using RadlPortal.Dicom;
using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Segmentations;
using RadlPortal.Dicom.Volumes;
using RadlPortal.Dicom.Writing;
using RadlPortal.Numerics.Volumes;
using Xunit;

namespace RadlPortal.Cli.Tests;

/// <summary>`radl dicom` as a process of its own: what stands on its two outputs, and its exit status, with good and bad files in one call.</summary>
public sealed class DicomVerbTests : IDisposable
{
    // 5 × 7 pixels of 16 bits, value 124 + 11 × index, coded losslessly.
    private const string Jpeg2000 = "/0//UQApAAAAAAAHAAAABQAAAAAAAAAAAAAABwAAAAUAAAAAAAAAAAABDwEB/1IADAAAAAEAAgQEAAH/XAAKQICIiJCIiJD/ZAAlAAFDcmVhdGVkIGJ5IE9wZW5KUEVHIHZlcnNpb24gMi41LjD/kAAKAAAAAAAjAAH/k8/8MCAIgocYrauNv8AB84MADQBPgP/Z";
    private readonly string root = Directory.CreateTempSubdirectory("radl-dicom-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Frames_tells_of_a_missing_library_in_one_line_and_goes_on()
    {
        Write("1.dcm", Slice());
        Write("2.dcm", Compressed());
        Write("3.dcm", Slice());
        var (output, error, status) = RadlProcess.RunWith(("RADL_OPENJPEG", "libopenjp2-absent.so"), "dicom", "frames", root);
        Assert.Equal(2, output.Length);
        Assert.All(output, line => Assert.Matches(@"^\S+[13]\.dcm\t0\t5\t7\tuint16\t[0-9a-f]{64}$", line));
        Assert.Matches(@"2\.dcm: JPEG 2000 needs the library libopenjp2, which this machine does not have\. Install it .*apt-get install libopenjp2-7.*\[\(0002,0010\)\]$", Assert.Single(error));
        Assert.Equal(1, status);
    }

    [Fact]
    public void Dump_prints_what_stands_before_the_damage_and_goes_on()
    {
        var good = Slice();
        Write("1.dcm", good[..^20]);
        Write("2.dcm", Damaged());
        Write("3.dcm", good);
        File.WriteAllText(Path.Combine(root, "4.txt"), "no DICOM file");
        var (output, error, status) = RadlProcess.Run("dicom", "dump", root);
        Assert.Equal(1, status);
        Assert.Equal(["# 1.dcm", "# 2.dcm", "# 3.dcm"], output.Where(l => l.StartsWith('#')).Select(l => "# " + Path.GetFileName(l[2..])));
        var (first, second) = (Part(output, 0), Part(output, 1));
        Assert.Contains("(0028,0011) US Columns 7", first);
        Assert.DoesNotContain(first, l => l.Contains("PixelData"));
        Assert.Contains("    (0008,1155) UI ReferencedSOPInstanceUID 1.2.3", second);
        Assert.DoesNotContain(second, l => l.Contains("(0028,0011)"));
        Assert.Equal(3, error.Length);
        Assert.Matches(@"1\.dcm: The value is said to have 70 bytes, but only 50 are left.*\[byte \d+, \(7FE0,0010\)\]$", error[0]);
        Assert.Matches(@"2\.dcm: .*\[byte \d+, \(0008,2112\)\]$", error[1]);
        Assert.Matches(@"4\.txt: This is no DICOM file", error[2]);
    }

    [Fact]
    public void Check_gives_a_line_for_every_file_with_a_tab_between_path_verdict_and_reasons()
    {
        Write("1.dcm", Slice());
        Write("2.dcm", Slice()[..^20]);
        File.WriteAllText(Path.Combine(root, "3.txt"), "no DICOM file");
        var (output, error, status) = RadlProcess.Run("dicom", "check", root, Path.Combine(root, "absent.dcm"), "--store-to", root + "-stored");
        Directory.Delete(root + "-stored", recursive: true);
        Assert.Equal(1, status);
        Assert.Matches(@"absent\.dcm: There is no such file", Assert.Single(error));
        Assert.Equal(["accept", "refuse", "refuse"], output.Select(l => l.Split('\t')[1]));
        Assert.All(output, l => Assert.Equal(3, l.Split('\t').Length));
    }

    [Fact]
    public void Objects_of_the_same_name_and_objects_named_by_their_UIDs_do_not_overwrite_each_other()
    {
        var geometry = new VolumeGeometry(7, 5, 4, new Vector3(0.7, 0.9, 2.5), new Vector3(-10, 20, -30));
        var slices = CtSeriesWriter.Write(Volume.Of(geometry, new short[140]), new CtSeriesFacts { SubjectCode = "A-001", StudyInstanceUid = "2.25.1", SeriesInstanceUid = "2.25.2", FrameOfReferenceUid = "2.25.3" }).ToList();
        Directory.CreateDirectory(Path.Combine(root, "ct"));
        for (var i = 0; i < slices.Count; i++) Write($"ct/{i}.dcm", slices[i]);
        var headers = SeriesGeometry.Examine(slices.Select(s => SliceHeader.Of(DicomFile.Read(s).Dataset))).Slices;
        foreach (var path in (string[])["a/2.25.7.dcm", "a/2.25.8.dcm", "b/2.25.7.dcm"])
        {
            Directory.CreateDirectory(Path.Combine(root, path[..1]));
            var facts = new SegmentationFacts { SopInstanceUid = DicomUid.New(), SeriesInstanceUid = DicomUid.New(), Label = "GTV", ReaderCode = "r", Version = 1, SavedAt = DateTimeOffset.UnixEpoch };
            Write(path, SegmentationWriter.Write(new Labelmap(geometry, Enumerable.Repeat((byte)1, 140).ToArray()), 1, headers, DicomFile.Read(slices[0]).Dataset, facts));
        }

        var (output, _, status) = RadlProcess.Run("dicom", "to-nrrd", root, "--out", root + "-out");
        var names = Directory.GetFiles(root + "-out").Select(Path.GetFileName).Order(StringComparer.Ordinal).ToArray();
        Directory.Delete(root + "-out", recursive: true);
        Assert.Equal(0, status);
        Assert.Equal(4, output.Length);
        Assert.Equal(["2.25.2.nrrd", "2.25.7.1.GTV-2.nrrd", "2.25.7.1.GTV.nrrd", "2.25.8.1.GTV.nrrd"], names);
    }

    private static string[] Part(string[] output, int index)
    {
        var starts = output.Index().Where(l => l.Item.StartsWith('#')).Select(l => l.Index).Append(output.Length).ToList();
        return output[starts[index]..starts[index + 1]];
    }

    private void Write(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(root, name), bytes);

    private static byte[] Slice()
    {
        var geometry = new VolumeGeometry(7, 5, 1, new Vector3(0.7, 0.9, 2.5), new Vector3(-10, 20, -30));
        return CtSeriesWriter.Write(Volume.Of(geometry, new short[35]), new CtSeriesFacts { SubjectCode = "A-001", StudyInstanceUid = "2.25.1", SeriesInstanceUid = "2.25.2", FrameOfReferenceUid = "2.25.3" }).First();
    }

    private static byte[] Compressed()
    {
        var dataset = DicomFile.Read(Slice()).Dataset.Set(new DicomElement(DicomTags.PixelData, "OB", [ReadOnlyMemory<byte>.Empty, Convert.FromBase64String(Jpeg2000)]));
        return DicomWriter.Write(dataset, TransferSyntax.Jpeg2000Lossless).Bytes;
    }

    /// <summary>A sequence whose second item is longer than the file.</summary>
    private static byte[] Damaged()
    {
        var item = new DicomDataset().Set(DicomTags.ReferencedSopInstanceUid, "1.2.3");
        var bytes = DicomWriter.Write(DicomFile.Read(Slice()).Dataset.Set(DicomTags.SourceImageSequence, item, item), TransferSyntax.ExplicitLittleEndian).Bytes;
        var second = bytes.AsSpan().LastIndexOf<byte>([0xFE, 0xFF, 0x00, 0xE0]);
        bytes[second + 6] = 0x7F;
        return bytes;
    }
}
