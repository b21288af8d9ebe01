using FsCheck;
using FsCheck.Fluent;
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
