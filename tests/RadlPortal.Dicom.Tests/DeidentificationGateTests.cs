using System.Text;
using RadlPortal.Dicom.Deidentification;
using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Writing;
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
        Assert.Equal(GateVerdict.Accept, DeidentificationGate.Check(DicomFile.Read(bytes), identityRemovedWaived: true).Verdict);
    }

    [Fact]
    public void Drops_free_text_and_private_attributes_from_the_stored_copy()
    {
        var result = Check(d => d.Set(DicomTags.SeriesDescription, "Dr House").Set(new DicomElement(new DicomTag(0x0099, 0x1001), "LO", "JANE"u8.ToArray())));
        Assert.Equal(GateVerdict.AcceptWithWarnings, result.Verdict);
        Assert.Equal("Left out of the stored copy: SeriesDescription, private attributes.", Assert.Single(result.Notes));
        var stored = Encoding.Latin1.GetString(DicomWriter.Write(result.Cleaned!, TransferSyntax.ExplicitLittleEndian).Bytes);
        Assert.DoesNotContain("House", stored);
        Assert.DoesNotContain("JANE", stored);
    }

    [Theory]
    [InlineData("SOP class", "no CT image")]
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
    public void No_planted_value_of_a_header_reaches_the_store()
    {
        var folder = SharedData.Folder("dicom/phi");
        foreach (var planted in File.ReadAllLines(Path.Combine(folder, "planted.csv")).Skip(1).Select(line => line.Split(',')).Where(p => p[^2] != "pixels").GroupBy(p => p[0]))
        {
            var result = DeidentificationGate.Check(DicomFile.Read(File.ReadAllBytes(Path.Combine(folder, planted.Key))));
            if (result.Verdict == GateVerdict.Quarantine) continue;
            Assert.NotNull(result.Cleaned);
            var stored = Encoding.Latin1.GetString(DicomWriter.Write(result.Cleaned, TransferSyntax.ExplicitLittleEndian).Bytes);
            foreach (var value in planted) Assert.DoesNotContain(value[^1], stored);
        }
    }

    [Fact]
    public void Accepts_the_real_chest_CT()
    {
        foreach (var path in Directory.EnumerateFiles(SharedData.Folder("dicom/chest-ct/ct")).Take(10))
        {
            var result = DeidentificationGate.Check(DicomFile.Read(File.ReadAllBytes(path)));
            Assert.Equal("Left out of the stored copy: SeriesDescription.", Assert.Single(result.Notes).Replace(", StudyID", ""));
        }
    }

    private static GateResult Check(Action<DicomDataset> change) => DeidentificationGate.Check(DicomFile.Read(File_(change)));

    private static byte[] File_(Action<DicomDataset> change)
    {
        var dataset = DicomFile.Read(Phantom.Files()[0]).Dataset;
        change(dataset);
        return DicomWriter.Write(dataset, TransferSyntax.ExplicitLittleEndian).Bytes;
    }
}
