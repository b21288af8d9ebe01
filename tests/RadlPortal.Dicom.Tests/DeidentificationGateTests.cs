using System.Text;
using RadlPortal.Dicom.Deidentification;
using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Writing;
using RadlPortal.Numerics.Volumes;
using Xunit;

namespace RadlPortal.Dicom.Tests;

public sealed class DeidentificationGateTests
{
    private const string Planted = "DOE^JANE";

    [Fact]
    public void Accepts_a_clean_file() => Assert.Equal(GateVerdict.Accept, Check(_ => { }).Verdict);

    [Fact]
    public void Quarantines_a_name_and_never_repeats_it()
    {
        var result = Check(d => d.Set(DicomTags.PatientName, Planted));
        Assert.Equal(GateVerdict.Quarantine, result.Verdict);
        var finding = Assert.Single(result.Findings);
        Assert.Equal(("(0010,0010)", "PatientName", "8 characters"), (finding.Tag, finding.Keyword, finding.MaskedValue));
        Assert.DoesNotContain("DOE", string.Concat(result.Findings));
        Assert.Null(result.Cleaned);
    }

    [Theory]
    [InlineData("00100030", "19610319")]
    [InlineData("00080050", "ACC1")]
    [InlineData("00080080", "St. Hospital")]
    [InlineData("00080090", "HOUSE^GREG")]
    [InlineData("00101040", "1 Road")]
    [InlineData("00101000", "OTHER-1")]
    [InlineData("00181000", "SN-1")]
    public void Quarantines_what_shows_that_deidentification_failed(string tag, string value) =>
        Assert.Equal(GateVerdict.Quarantine, Check(d => d.Set(DicomTag.Parse(tag), value)).Verdict);

    [Fact]
    public void Quarantines_a_name_inside_a_sequence_that_would_be_dropped() =>
        Assert.Equal("(0008,1111)[1](0010,0010)", Assert.Single(Check(d => d.Set(new DicomTag(0x0008, 0x1111), new DicomDataset().Set(DicomTags.PatientName, Planted))).Findings).Tag);

    [Fact]
    public void Quarantines_a_file_that_does_not_claim_to_be_deidentified_unless_the_study_waives_it()
    {
        var bytes = File_(d => d.Remove(DicomTags.PatientIdentityRemoved));
        Assert.Equal(GateVerdict.Quarantine, DeidentificationGate.Check(DicomFile.Read(bytes)).Verdict);
        Assert.Equal(GateVerdict.Accept, DeidentificationGate.Check(DicomFile.Read(bytes), new GateOptions { IdentityRemovedWaived = true }).Verdict);
    }

    [Fact]
    public void Drops_free_text_and_private_attributes_from_the_stored_copy()
    {
        var result = Check(d => d.Set(DicomTags.SeriesDescription, "Dr House").Set(new DicomElement(new DicomTag(0x0099, 0x1001), "LO", "JANE"u8.ToArray())));
        Assert.Equal(GateVerdict.AcceptWithWarnings, result.Verdict);
        Assert.Equal("Left out of the stored copy: SeriesDescription, private attributes.", Assert.Single(result.Notes));
        Assert.False(result.DropsOnlyDescriptions);
        var stored = Encoding.Latin1.GetString(DicomWriter.Write(result.Cleaned!, TransferSyntax.ExplicitLittleEndian).Bytes);
        Assert.DoesNotContain("House", stored);
        Assert.DoesNotContain("JANE", stored);
    }

    [Theory]
    [InlineData("SOP class", "no CT image, segmentation")]
    [InlineData("subject", "subject code is missing")]
    [InlineData("uid", "no valid UID")]
    [InlineData("pixels", "no pixels")]
    public void Refuses_what_it_does_not_take(string fault, string part)
    {
        var result = Check(d =>
        {
            if (fault == "SOP class") d.Set(DicomTags.SopClassUid, "1.2.840.10008.5.1.4.1.1.4");
            if (fault == "subject") d.Set(DicomTags.PatientId, "");
            if (fault == "uid") d.Set(DicomTags.SeriesInstanceUid, "1.02.abc");
            if (fault == "pixels") d.Remove(DicomTags.PixelData);
        });
        Assert.Equal(GateVerdict.Refuse, result.Verdict);
        Assert.Contains(part, Assert.Single(result.Notes));
    }

    [Fact]
    public void Quarantines_a_picture_with_letters_in_the_air_but_not_one_with_a_bright_body()
    {
        Assert.Equal(GateVerdict.Quarantine, DeidentificationGate.Check(Slice((x, y) => y is > 4 and < 20 && x is > 4 and < 44 && x % 4 < 2 ? 2000 : -1000)).Verdict);
        Assert.Equal(GateVerdict.Accept, DeidentificationGate.Check(Slice((x, y) => Math.Abs(x - 24) + Math.Abs(y - 24) < 12 ? 60 + x % 5 * 9 : -1000)).Verdict);
    }

    [Theory]
    [InlineData(-300)]
    [InlineData(40)]
    [InlineData(200)]
    public void Quarantines_faint_letters_in_the_air_but_no_flat_body(int hounsfield)
    {
        Assert.Equal(GateVerdict.Quarantine, DeidentificationGate.Check(Slice((x, y) => y is > 4 and < 20 && x is > 4 and < 44 && x % 6 < 2 ? hounsfield : -1000)).Verdict);
        Assert.Equal(GateVerdict.Quarantine, DeidentificationGate.Check(Slice((x, y) => y is > 4 and < 20 && x is > 4 and < 44 ? (x % 6) switch { 0 => -700, 1 => hounsfield, 2 => -600, _ => -1000 } : -1000)).Verdict);
        Assert.Equal(GateVerdict.Accept, DeidentificationGate.Check(Slice((x, y) => ((x - 24) * (x - 24)) + ((y - 24) * (y - 24)) < 300 ? hounsfield : -1000)).Verdict);
    }

    [Fact]
    public void Padding_outside_the_circle_of_the_scanner_is_no_text()
    {
        var padded = Slice((x, y) => ((x - 24) * (x - 24)) + ((y - 24) * (y - 24)) < 500 ? 1000 : -1024);
        padded.Dataset.Set(DicomTags.RescaleIntercept, "-3024");
        Assert.Equal(GateVerdict.Accept, DeidentificationGate.Check(padded).Verdict);
    }

    [Fact]
    public void Refuses_pixels_that_are_cut_off()
    {
        var result = Check(d => d.Set(new DicomElement(DicomTags.PixelData, "OW", d[DicomTags.PixelData]!.Value[..^4])));
        Assert.Equal(GateVerdict.Refuse, result.Verdict);
        Assert.Contains("truncated", Assert.Single(result.Notes));
    }

    [Fact]
    public void No_planted_value_reaches_the_store()
    {
        var folder = SharedData.Folder("dicom/phi");
        foreach (var planted in File.ReadAllLines(Path.Combine(folder, "planted.csv")).Skip(1).Select(line => line.Split(',')).GroupBy(p => p[0]))
        {
            var result = DeidentificationGate.Check(DicomFile.Read(File.ReadAllBytes(Path.Combine(folder, planted.Key))));
            if (result.Verdict == GateVerdict.Quarantine) continue;
            Assert.NotNull(result.Cleaned);
            var stored = Encoding.Latin1.GetString(DicomWriter.Write(result.Cleaned, TransferSyntax.ExplicitLittleEndian).Bytes);
            Assert.DoesNotContain(planted, value => value[^2] == "pixels");
            foreach (var value in planted) Assert.DoesNotContain(value[^1], stored);
        }
    }

    [Fact]
    public void Accepts_the_real_chest_CT()
    {
        foreach (var path in Directory.EnumerateFiles(SharedData.Folder("dicom/chest-ct/ct")))
        {
            var result = DeidentificationGate.Check(DicomFile.Read(File.ReadAllBytes(path)));
            Assert.EndsWith("out of the stored copy: SeriesDescription.", Assert.Single(result.Notes).Replace(", StudyID", ""));
        }
    }

    private static GateResult Check(Action<DicomDataset> change) => DeidentificationGate.Check(DicomFile.Read(File_(change)));

    private static DicomFile Slice(Func<int, int, int> hounsfield)
    {
        var geometry = new VolumeGeometry(48, 48, 1, new Vector3(1, 1, 1));
        var samples = new short[geometry.VoxelCount];
        for (var i = 0; i < samples.Length; i++) samples[i] = (short)hounsfield(i % 48, i / 48);
        return DicomFile.Read(CtSeriesWriter.Write(Volume.Of(geometry, samples), Phantom.Facts).Single());
    }

    private static byte[] File_(Action<DicomDataset> change)
    {
        var dataset = DicomFile.Read(Phantom.Files()[0]).Dataset;
        change(dataset);
        return DicomWriter.Write(dataset, TransferSyntax.ExplicitLittleEndian).Bytes;
    }
}
