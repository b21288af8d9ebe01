using RadlPortal.Dicom.Codecs;
using RadlPortal.Dicom.Json;
using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Writing;
using Xunit;

namespace RadlPortal.Dicom.Tests;

public sealed class FormsTests
{
    [Theory]
    [InlineData(TransferSyntax.ImplicitLittleEndian)]
    [InlineData(TransferSyntax.ExplicitLittleEndian)]
    [InlineData(TransferSyntax.ExplicitBigEndian)]
    [InlineData(TransferSyntax.Deflated)]
    public void Every_native_form_comes_back_the_same(string syntax)
    {
        var dataset = Everything();
        var file = DicomFile.Read(DicomWriter.WriteAs(dataset, syntax).Bytes);
        Assert.Equal(syntax, file.TransferSyntaxUid);
        Assert.Equal(DicomWriter.Write(dataset, syntax).Bytes, DicomWriter.Write(file.Dataset, syntax).Bytes);
    }

    [Theory]
    [InlineData(TransferSyntax.ImplicitLittleEndian)]
    [InlineData(TransferSyntax.ExplicitBigEndian)]
    [InlineData(TransferSyntax.Deflated)]
    public void Dcmtk_reads_every_native_form(string syntax)
    {
        using var scratch = new Scratch();
        var said = Outside.Run("/usr/bin/dcmdump", "-q", scratch.File("file.dcm", DicomWriter.WriteAs(Everything(), syntax).Bytes));
        Assert.Contains("[-10\\20\\-30]", said);
        Assert.DoesNotContain("E: ", said);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(12)]
    [InlineData(16)]
    [InlineData(32)]
    public void Samples_of_every_width_come_back(int bits)
    {
        var random = new Random(bits);
        var packed = new byte[(35 * bits + 7) / 8];
        random.NextBytes(packed);
        if (35 * bits % 8 != 0) packed[^1] &= (byte)((1 << (35 * bits % 8)) - 1);
        var dataset = Everything().Set(DicomTags.BitsAllocated, bits).Set(DicomTags.BitsStored, bits).Set(DicomTags.HighBit, bits - 1).Set(new DicomElement(DicomTags.PixelData, "OW", packed));
        var samples = PixelFrames.Of(dataset).Decode(0);
        var size = PixelFrames.Of(dataset).Layout.SampleBytes;
        for (var i = 0; i < 35 * bits; i++) Assert.Equal((packed[i / 8] >> (i % 8)) & 1, (samples[i / bits * size + i % bits / 8] >> (i % bits % 8)) & 1);
        var bigEndian = DicomFile.Read(DicomWriter.WriteAs(dataset, TransferSyntax.ExplicitBigEndian).Bytes).Dataset;
        Assert.Equal(samples, PixelFrames.Of(bigEndian).Decode(0));
    }

    [Fact]
    public void Colour_planes_and_halved_chrominance_come_out_by_pixel()
    {
        var dataset = Everything().Set(DicomTags.Rows, 1).Set(DicomTags.Columns, 2).Set(DicomTags.SamplesPerPixel, 3).Set(DicomTags.BitsAllocated, 8).Set(DicomTags.BitsStored, 8).Set(DicomTags.HighBit, 7)
            .Set(DicomTags.PhotometricInterpretation, "RGB").Set(DicomTags.PlanarConfiguration, 1).Set(new DicomElement(DicomTags.PixelData, "OB", new byte[] { 1, 2, 3, 4, 5, 6 }));
        Assert.Equal([1, 3, 5, 2, 4, 6], PixelFrames.Of(dataset).Decode(0));
        dataset.Set(DicomTags.PhotometricInterpretation, "YBR_FULL_422").Set(DicomTags.PlanarConfiguration, 0).Set(new DicomElement(DicomTags.PixelData, "OB", new byte[] { 1, 2, 8, 9 }));
        Assert.Equal([1, 8, 9, 2, 8, 9], PixelFrames.Of(dataset).Decode(0));
    }

    [Theory]
    [InlineData(1, 8)]
    [InlineData(3, 8)]
    [InlineData(1, 16)]
    [InlineData(3, 16)]
    [InlineData(1, 32)]
    public void Dcmtk_decodes_what_is_coded_in_runs(int samples, int bits)
    {
        var native = new byte[35 * samples * bits / 8];
        new Random(bits).NextBytes(native);
        native.AsSpan(0, native.Length / 2).Fill(7);
        var dataset = Everything().Set(DicomTags.SamplesPerPixel, samples).Set(DicomTags.BitsAllocated, bits).Set(DicomTags.BitsStored, bits).Set(DicomTags.HighBit, bits - 1).Set(new DicomElement(DicomTags.PixelData, bits == 8 ? "OB" : "OW", native));
        if (samples == 3) dataset.Set(DicomTags.PhotometricInterpretation, "RGB").Set(DicomTags.PlanarConfiguration, 0);
        var frames = PixelFrames.Of(dataset);
        var coded = RleCodec.Encode(frames.Decode(0), frames.Layout);
        Assert.Equal(frames.Decode(0), RleCodec.Decode(coded, frames.Layout));
        using var scratch = new Scratch();
        dataset.Set(new DicomElement(DicomTags.PixelData, "OB", [ReadOnlyMemory<byte>.Empty, coded])).TransferSyntaxUid = TransferSyntax.Rle;
        var target = Path.Combine(scratch.Folder, "native.dcm");
        Outside.Run("/usr/bin/dcmdrle", scratch.File("rle.dcm", DicomWriter.Write(dataset, TransferSyntax.Rle).Bytes), target);
        Assert.Equal(frames.Decode(0), PixelFrames.Of(DicomFile.Read(File.ReadAllBytes(target)).Dataset).Decode(0));
    }

    [Fact]
    public void The_JSON_model_comes_back_the_same()
    {
        var dataset = Everything();
        dataset.Remove(DicomTags.PixelData);
        var json = DicomJson.Write(dataset);
        Assert.Equal(json, DicomJson.Write(DicomJson.Read(json)));
        Assert.Contains("""{"vr":"CS","Value":["A",null,"B"]}""", json);
        Assert.Contains("""{"vr":"UV","Value":[18446744073709551615]}""", json);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"0010":{"vr":"LO"}}""")]
    [InlineData("""{"00100020":{}}""")]
    [InlineData("""{"00280010":{"vr":"US","Value":[99999]}}""")]
    [InlineData("""{"00280010":{"vr":"US","Value":["x"]}}""")]
    [InlineData("""{"00280010":{"vr":"OB","InlineBinary":"?"}}""")]
    [InlineData("""{"7FE00010":{"vr":"OW","BulkDataURI":"http://elsewhere/"}}""")]
    public void Refuses_what_is_no_JSON_model(string json) => Assert.Throws<DicomException>(() => DicomJson.Read(json));

    [Fact]
    public void A_header_is_read_without_the_pixels()
    {
        var bytes = Phantom.Files()[0];
        using var stream = new MemoryStream([.. bytes[..^70], .. new byte[10_000_000]]);
        var header = DicomFile.ReadHeader(stream);
        Assert.True(header.IsHeaderOnly);
        Assert.Null(header.Dataset[DicomTags.PixelData]);
        Assert.Equal(DicomFile.Read(bytes).Dataset.Count - 1, header.Dataset.Count);
        Assert.True(stream.Position < 100_000);
    }

    [Fact]
    public void A_header_longer_than_the_first_part_is_read_to_its_end()
    {
        var long_ = Everything().Set(new DicomElement(new DicomTag(0x0009, 0x1001), "OB", new byte[300_000]));
        var header = DicomFile.ReadHeader(new MemoryStream(DicomWriter.Write(long_, TransferSyntax.ExplicitLittleEndian).Bytes));
        Assert.True(header.IsHeaderOnly);
        Assert.Equal(5, header.Dataset.Integer(DicomTags.Rows));
    }

    [Fact]
    public void A_structure_set_in_the_wrong_form_is_recognised_by_its_first_attribute()
    {
        var bytes = DicomWriter.WriteAs(Everything(), TransferSyntax.ImplicitLittleEndian).Bytes;
        var at = bytes.AsSpan().IndexOf("1.2.840.10008.1.2\0"u8);
        Assert.Equal(5, DicomFile.Read(bytes).Dataset.Integer(DicomTags.Rows));
        // An explicit syntax is named, two bytes longer, and the data set stays implicit.
        byte[] named = [.. bytes[..at], .. "1.2.840.10008.1.2.1\0"u8, .. bytes[(at + 18)..]];
        named[at - 2] += 2;
        named[140] += 2;
        Assert.Equal(5, DicomFile.Read(named).Dataset.Integer(DicomTags.Rows));
    }

    [Theory]
    [InlineData("ZZ", new byte[] { 0, 0, 4, 0, 0, 0, 1, 2, 3, 4 })]
    [InlineData("ZZ", new byte[] { 4, 0, 1, 2, 3, 4 })]
    public void An_unknown_representation_is_read_in_the_form_that_leads_on(string vr, byte[] rest)
    {
        var bytes = Phantom.Files()[0];
        var at = bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x08, 0, 0x18, 0, (byte)'U', (byte)'I']);
        byte[] element = [0x08, 0, 0x17, 0, (byte)vr[0], (byte)vr[1], .. rest];
        var read = DicomFile.Read((byte[])[.. bytes[..at], .. element, .. bytes[at..]]).Dataset;
        Assert.Equal([1, 2, 3, 4], read[new DicomTag(8, 0x17)]!.Value.ToArray());
    }

    [Fact]
    public void The_dictionary_has_its_edition_repeating_groups_and_multiplicities()
    {
        Assert.Equal("2025a", DicomDictionary.Edition);
        Assert.True(DicomDictionary.Count > 5100);
        Assert.Equal(("OverlayData", "OW"), (DicomDictionary.Find(new DicomTag(0x6002, 0x3000))!.Keyword, DicomDictionary.VrOf(new DicomTag(0x6002, 0x3000))));
        Assert.Equal("3-3n", DicomDictionary.Find(DicomTags.ContourData)!.Vm);
        Assert.Equal(["US", "SS"], DicomDictionary.Find(DicomTags.PixelPaddingValue)!.Vrs);
    }

    [Fact]
    public void The_sign_of_the_pixels_decides_in_implicit_form()
    {
        var dataset = Everything().Set(DicomTags.PixelRepresentation, 1).Set(new DicomElement(DicomTags.PixelPaddingValue, "SS", BitConverter.GetBytes((short)-2000)));
        Assert.Equal(-2000, DicomFile.Read(DicomWriter.WriteAs(dataset, TransferSyntax.ImplicitLittleEndian).Bytes).Dataset.Integer(DicomTags.PixelPaddingValue));
    }

    private static DicomDataset Everything() => DicomFile.Read(Phantom.Files()[0]).Dataset
        .Set(DicomTags.BitsAllocated, 16)
        .Set(new DicomElement(DicomTags.ImageType, "CS", "A\\\\B"u8.ToArray()))
        .Set(new DicomElement(new DicomTag(0x0018, 0x9361), "CS", "YES "u8.ToArray()))
        .Set(new DicomElement(new DicomTag(0x0008, 0x040C), "UV", BitConverter.GetBytes(ulong.MaxValue)))
        .Set(new DicomElement(new DicomTag(0x0020, 0x9165), "AT", new byte[] { 0x28, 0, 0x10, 0 }))
        .Set(DicomTags.SourceImageSequence, new DicomDataset().Set(DicomTags.ReferencedSopInstanceUid, "1.2.3").Set(DicomTags.SourceImageSequence, new DicomDataset()), new DicomDataset());
}
