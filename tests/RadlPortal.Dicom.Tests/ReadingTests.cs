using System.Text;
using FsCheck;
using FsCheck.Fluent;
using RadlPortal.Dicom.Deidentification;
using RadlPortal.Dicom.Json;
using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Writing;
using Xunit;

namespace RadlPortal.Dicom.Tests;

public sealed class ReadingTests
{
    [Fact]
    public void Writing_what_was_read_gives_the_same_bytes()
    {
        foreach (var bytes in Phantom.Files())
            Assert.Equal(bytes, DicomWriter.Write(DicomFile.Read(bytes).Dataset, TransferSyntax.ExplicitLittleEndian).Bytes);
    }

    [Fact]
    public void Frame_ranges_point_at_the_pixels()
    {
        var file = DicomFile.Read(Phantom.Files()[2]);
        var written = DicomWriter.Write(file.Dataset, TransferSyntax.ExplicitLittleEndian);
        Assert.Equal([written.FrameRanges[0], 7 * 5 * 2], written.FrameRanges);
        Assert.Equal(file.Dataset[DicomTags.PixelData]!.Value.ToArray(), written.Bytes.AsSpan((int)written.FrameRanges[0], (int)written.FrameRanges[1]).ToArray());
    }

    [Fact]
    public void Text_keeps_its_character_set()
    {
        var utf8 = new DicomDataset { Encoding = System.Text.Encoding.UTF8 }
            .Set(DicomTags.SpecificCharacterSet, "ISO_IR 192").Set(DicomTags.SopClassUid, "1.2").Set(DicomTags.SopInstanceUid, "1.3").Set(DicomTags.SeriesDescription, "Größe 胸部");
        var read = DicomFile.Read(DicomWriter.Write(utf8, TransferSyntax.ExplicitLittleEndian).Bytes);
        Assert.Equal("Größe 胸部", read.Dataset.Text(DicomTags.SeriesDescription));
    }

    [Fact]
    public void Any_damage_is_read_or_refused_and_nothing_else_escapes()
    {
        var good = Phantom.Files()[0];
        var random = new Random(7);
        for (var i = 0; i < 3000; i++)
        {
            var bytes = good.ToArray();
            for (var n = random.Next(1, 6); n > 0; n--) bytes[random.Next(132, bytes.Length)] = (byte)random.Next(256);
            if (i % 3 == 0) bytes = bytes[..random.Next(bytes.Length)];
            ReadsOrRefuses(bytes);
        }
    }

    [Fact]
    public void Any_bytes_are_read_or_refused() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => ReadsOrRefuses([.. new byte[128], .. "DICM"u8, .. bytes])).QuickCheckThrowOnFailure();

    [Fact]
    public void Refuses_sequences_nested_too_deep()
    {
        var inner = new DicomDataset();
        for (var i = 0; i < 100; i++) inner = new DicomDataset().Set(DicomTags.SourceImageSequence, inner);
        inner.Set(DicomTags.SopClassUid, "1.2").Set(DicomTags.SopInstanceUid, "1.3");
        var bytes = DicomWriter.Write(inner, TransferSyntax.ExplicitLittleEndian).Bytes;
        Assert.Contains("nested deeper", Assert.Throws<DicomException>(() => DicomFile.Read(bytes)).Message);
    }

    [Theory]
    [InlineData(TransferSyntax.ExplicitLittleEndian)]
    [InlineData(TransferSyntax.ImplicitLittleEndian)]
    public void Reads_a_data_set_without_file_meta_information_and_says_so(string syntax)
    {
        var bare = Bare(syntax);
        var file = DicomFile.Read(bare);
        Assert.True(file.IsBare);
        Assert.Equal(syntax, file.TransferSyntaxUid);
        Assert.Equal(DicomWriter.Write(DicomFile.Read(Phantom.Files()[0]).Dataset, syntax).Bytes, DicomWriter.Write(file.Dataset, syntax).Bytes);
        Assert.True(DicomFile.ReadHeader(new MemoryStream(bare)).IsHeaderOnly);
        var checkedByGate = DeidentificationGate.Check(file);
        Assert.Equal(GateVerdict.AcceptWithWarnings, checkedByGate.Verdict);
        Assert.Contains("The file has no preamble and no file meta information; the stored copy has them.", checkedByGate.Notes);
    }

    [Fact]
    public void Refuses_what_only_begins_like_a_data_set()
    {
        var bare = Bare(TransferSyntax.ExplicitLittleEndian);
        Assert.Throws<DicomException>(() => DicomFile.Read(bare.AsMemory(0, bare.Length - 5)));
        Assert.Contains("no DICOM file", Assert.Throws<DicomException>(() => DicomFile.Read(Bare(TransferSyntax.ExplicitBigEndian))).Message);
        Assert.Contains("no DICOM file", Assert.Throws<DicomException>(() => DicomFile.Read(Encoding.ASCII.GetBytes(new string('A', 500)))).Message);
        Assert.Contains("no DICOM file", Assert.Throws<DicomException>(() => DicomFile.Read((byte[])[0x08, 0, 0x05, 0, (byte)'C', (byte)'S', 0, 0])).Message);
    }

    [Fact]
    public void Says_of_an_empty_file_that_it_is_empty()
    {
        Assert.Contains("The file is empty", Assert.Throws<DicomException>(() => DicomFile.Read(Array.Empty<byte>())).Message);
        Assert.Contains("The file is empty", Assert.Throws<DicomException>(() => DicomFile.ReadHeader(new MemoryStream())).Message);
    }

    [Theory]
    [InlineData("1.2.3.4.5.6", false)]
    [InlineData("1.2.840.113619.5.2", false)]
    [InlineData("1.2.840.10008.1.2.9", false)]
    [InlineData("1.2.840.10008.1.2.4.102", true)]
    [InlineData(TransferSyntax.Rle, true)]
    public void Refuses_a_transfer_syntax_that_is_none_of_the_standards_and_names_it(string syntax, bool isTaken)
    {
        var dataset = DicomFile.Read(Phantom.Files()[0]).Dataset;
        var bytes = DicomWriter.WriteAs(dataset, syntax).Bytes;
        if (isTaken)
        {
            Assert.Equal(syntax, DicomFile.Read(bytes).TransferSyntaxUid);
            return;
        }

        var refusal = Assert.Throws<DicomException>(() => DicomFile.Read(bytes));
        Assert.Contains($"The transfer syntax {syntax} is none of the standard's", refusal.Message);
        Assert.Equal(DicomTags.TransferSyntaxUid, refusal.Tag);
        // To look at it, what can be made out is still shown.
        Assert.Equal(dataset.Count, DicomFile.ReadBeforeDamage(bytes, out var damage).Dataset.Count);
        Assert.NotNull(damage);
    }

    [Fact]
    public void Reads_the_bare_structure_set_of_the_reference_data()
    {
        var file = DicomFile.Read(File.ReadAllBytes(Path.Combine(SharedData.Folder("dicom/seg-rtstruct"), "pydicom", "rtstruct.dcm")));
        Assert.Equal((true, SopClass.RtStructureSet, 34), (file.IsBare, file.Dataset.Text(DicomTags.SopClassUid), file.Dataset.Count));
    }

    /// <summary>A slice without preamble and group 2.</summary>
    private static byte[] Bare(string syntax)
    {
        var whole = DicomWriter.WriteAs(DicomFile.Read(Phantom.Files()[0]).Dataset, syntax).Bytes;
        // Group length: at byte 140 the length of the rest of group 2.
        return whole[(144 + BitConverter.ToInt32(whole, 140))..];
    }

    [Fact]
    public void Reads_or_refuses_every_file_of_the_reference_data()
    {
        var read = 0;
        foreach (var path in Directory.EnumerateFiles(SharedData.Folder("dicom"), "*", SearchOption.AllDirectories).Where(p => !p.Contains("chest-ct")))
            if (ReadsOrRefuses(File.ReadAllBytes(path))) read++;
        Assert.True(read > 50);
    }

    private static bool ReadsOrRefuses(byte[] bytes)
    {
        try
        {
            var file = DicomFile.Read(bytes);
            DicomJson.Write(file.Dataset);
            DicomWriter.Write(file.Dataset, file.TransferSyntaxUid);
            return true;
        }
        catch (DicomException)
        {
            return true;
        }
    }
}
