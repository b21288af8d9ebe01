using System.Diagnostics;
using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Segmentations;
using RadlPortal.Dicom.Volumes;
using RadlPortal.Numerics.Volumes;
using Xunit;

namespace RadlPortal.Dicom.Tests;

public sealed class SegmentationWriterTests
{
    [Fact]
    public void Frames_carry_the_voxels_and_positions_of_their_slices()
    {
        var segmentation = DicomFile.Read(Write()).Dataset;
        Assert.Equal(2, segmentation.Integer(DicomTags.NumberOfFrames));
        var positions = segmentation.Items(DicomTags.PerFrameFunctionalGroupsSequence).Select(f => f.Items(DicomTags.PlanePositionSequence)[0].Numbers(DicomTags.ImagePositionPatient)[2]);
        Assert.Equal([-27.5, -22.5], positions);
        var bits = segmentation[DicomTags.PixelData]!.Value.Span;
        var set = Enumerable.Range(0, 70).Where(i => (segmentation[DicomTags.PixelData]!.Value.Span[i / 8] >> (i % 8) & 1) == 1);
        Assert.Equal([1 * 7 + 2, 1 * 7 + 3, 35 + 4 * 7 + 6], set);
        Assert.Equal(0, bits.Length % 2);
    }

    [Fact]
    public void Refuses_a_label_without_voxel() =>
        Assert.Throws<DicomException>(() => Write(label: 2));

    [Fact]
    public void Dciodvfy_finds_no_error()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/dciodvfy"), "dciodvfy is not installed.");
        var path = Path.GetTempFileName();
        File.WriteAllBytes(path, Write());
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/dciodvfy", path) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var output = process.StandardError.ReadToEnd() + process.StandardOutput.ReadToEnd();
        File.Delete(path);
        Assert.DoesNotContain("Error", output);
    }

    [Fact]
    public void Pydicom_reads_the_voxels_at_their_places_in_the_patient()
    {
        Assert.SkipUnless(File.Exists("/usr/lib/python3/dist-packages/pydicom/__init__.py"), "pydicom is not installed.");
        var path = Path.GetTempFileName();
        File.WriteAllBytes(path, Write());
        const string script = """
            import sys, pydicom, numpy as np
            d = pydicom.dcmread(sys.argv[1])
            row, column = d.PixelMeasuresSequence if 'PixelMeasuresSequence' in d else d.SharedFunctionalGroupsSequence[0].PixelMeasuresSequence[0].PixelSpacing
            bits = np.unpackbits(np.frombuffer(d.PixelData, np.uint8), bitorder='little')[: d.NumberOfFrames * d.Rows * d.Columns].reshape(d.NumberOfFrames, d.Rows, d.Columns)
            for f, r, c in np.argwhere(bits):
                p = d.PerFrameFunctionalGroupsSequence[f].PlanePositionSequence[0].ImagePositionPatient
                print('%.2f %.2f %.2f' % (p[0] + c * column, p[1] + r * row, p[2]))
            """;
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", script, path]) { RedirectStandardOutput = true })!;
        var places = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        File.Delete(path);
        Assert.Equal(["-8.60 20.90 -27.50", "-7.90 20.90 -27.50", "-5.80 23.60 -22.50"], places);
    }

    private static byte[] Write(byte label = 1)
    {
        var labels = new byte[Phantom.Geometry.VoxelCount];
        labels[Phantom.Geometry.Offset(2, 1, 1)] = labels[Phantom.Geometry.Offset(3, 1, 1)] = labels[Phantom.Geometry.Offset(6, 4, 3)] = 1;
        var slices = Phantom.Files().Select(f => DicomFile.Read(f).Dataset).ToList();
        var series = SeriesGeometry.Examine(slices.Select(SliceHeader.Of));
        return SegmentationWriter.Write(new Labelmap(Phantom.Geometry, labels), label, series.Slices, slices[0], new SegmentationFacts
        {
            SopInstanceUid = DicomUid.New(),
            SeriesInstanceUid = DicomUid.New(),
            Label = "Primary tumour",
            ReaderCode = "reader-1",
            Version = 1,
            SavedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        });
    }
}
