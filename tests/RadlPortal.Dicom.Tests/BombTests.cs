using System.Globalization;
using System.Text;
using RadlPortal.Dicom.Codecs;
using RadlPortal.Dicom.Deidentification;
using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Segmentations;
using RadlPortal.Dicom.Structures;
using RadlPortal.Dicom.Writing;
using Xunit;

namespace RadlPortal.Dicom.Tests;

/// <summary>Small files made to take much time or memory: each step with one ends within a second of processor time and 256 MB.</summary>
public sealed class BombTests
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(1);
    private const long MostBytes = 256L * 1024 * 1024;
    private const int Side = 4000;

    [Fact]
    public void A_progressive_JPEG_of_twenty_thousand_scans_is_stopped()
    {
        var frames = Frames(Progressive(20_000), TransferSyntax.JpegProgressive, 8);
        var refusal = Assert.Throws<DicomException>(() => Cheap(() => frames.Decode(0)));
        Assert.Contains("was not decoded within 0.75 s", refusal.Message);
    }

    [Fact]
    public void A_frame_that_may_take_less_time_is_stopped_earlier()
    {
        var dataset = Dataset(Progressive(20_000), TransferSyntax.JpegProgressive, 8);
        var frames = PixelFrames.Of(dataset, new DicomReadLimits { TimePerFrame = TimeSpan.FromSeconds(0.05) });
        Assert.Contains("within 0.05 s", Assert.Throws<DicomException>(() => Cheap(() => frames.Decode(0))).Message);
    }

    [Theory]
    [InlineData(TransferSyntax.JpegBaseline)]
    [InlineData(TransferSyntax.JpegLosslessFirstOrder)]
    [InlineData(TransferSyntax.JpegLsLossless)]
    [InlineData(TransferSyntax.Jpeg2000Lossless)]
    [InlineData(TransferSyntax.HighThroughputJpeg2000Lossless)]
    public void A_small_stream_that_claims_a_large_frame_is_refused(string syntax)
    {
        Assert.SkipUnless(PixelFrames.CanDecode(syntax), "libopenjp2 is not installed.");
        var stream = Convert.FromBase64String(SmallStreams.Base64[syntax]);
        // JPEG gives rows before columns in two bytes, JPEG 2000 columns before rows in four.
        ReadOnlySpan<byte> size = [0, SmallStreams.Rows, 0, SmallStreams.Columns];
        var (rows, columns) = TransferSyntax.IsJpeg2000(syntax) ? (14, 10) : (stream.AsSpan().IndexOf(size), stream.AsSpan().IndexOf(size) + 2);
        (stream[rows], stream[rows + 1], stream[columns], stream[columns + 1]) = (Side >> 8, Side & 255, Side >> 8, Side & 255);
        var frames = Frames(stream, syntax, syntax == TransferSyntax.JpegBaseline ? 8 : 16);
        Assert.Throws<DicomException>(() => Cheap(() => frames.Decode(0)));
    }

    [Fact]
    public void A_run_length_coded_frame_cannot_be_larger_than_its_runs()
    {
        var stream = new byte[200];
        (stream[0], stream[4], stream[8]) = (2, 64, 100);
        Assert.Contains("too short", Assert.Throws<DicomException>(() => Cheap(() => Frames(stream, TransferSyntax.Rle, 16, 4000).Decode(0))).Message);
    }

    [Fact]
    public void A_deflated_data_set_is_inflated_up_to_a_limit_only()
    {
        var file = DicomWriter.WriteAs(SmallStreams.Native().Set(new DicomElement(new DicomTag(0x0009, 0x1001), "UN", new byte[80_000_000])), TransferSyntax.Deflated).Bytes;
        Assert.Contains("grows beyond", Assert.Throws<DicomException>(() => Cheap(() => DicomFile.Read(file))).Message);
    }

    [Fact]
    public void An_empty_segmentation_may_deflate_to_a_thousandth()
    {
        var empty = SmallStreams.Native().Set(DicomTags.NumberOfFrames, 5).Set(DicomTags.Rows, 1000).Set(DicomTags.Columns, 1000).Set(new DicomElement(DicomTags.PixelData, "OW", new byte[10_000_000]));
        Assert.Equal(2_000_000, PixelFrames.Of(DicomFile.Read(DicomWriter.WriteAs(empty, TransferSyntax.Deflated).Bytes).Dataset).Decode(4).Length);
    }

    [Fact]
    public void Outlines_that_cross_every_row_a_million_times_are_refused()
    {
        var data = new StringBuilder();
        for (var i = 0; i < 100_000; i++) data.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : "\\")}{i % 9}\\{(i % 2 == 0 ? -9999 : 9999)}\\0");
        var contour = new StructureContour("CLOSED_PLANAR", Points(data.ToString()), null);
        var grid = new RadlPortal.Numerics.Volumes.VolumeGeometry(512, 512, 1, new RadlPortal.Numerics.Volumes.Vector3(1, 1, 1), new RadlPortal.Numerics.Volumes.Vector3(0, 0, 0));
        var refusal = Assert.Throws<DicomException>(() => Cheap(() => ContourRasteriser.Rasterise(new StructureRoi(1, "R", null, null, null, [contour]), grid)));
        Assert.Contains("cross its rows", refusal.Message);
    }

    [Fact]
    public void A_list_of_eight_million_numbers_is_read_and_a_longer_one_is_none()
    {
        var text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("1\\", 4_000_000)) + "1");
        var dataset = new DicomDataset().Set(new DicomElement(DicomTags.ContourData, "DS", text));
        Cheap(() => Assert.Equal(4_000_001, dataset.Numbers(DicomTags.ContourData).Length));
        dataset.Set(new DicomElement(DicomTags.ContourData, "DS", (byte[])[.. text, .. text, .. text]));
        Cheap(() => Assert.Empty(dataset.Numbers(DicomTags.ContourData)));
    }

    [Fact]
    public void A_segmentation_of_millions_of_frames_of_one_pixel_is_refused()
    {
        var file = new DeidentificationCorpus(1).Files.First(f => f.Kind == "SEG").Bytes;
        var dataset = DicomFile.Read(file).Dataset.Set(DicomTags.Rows, 1).Set(DicomTags.Columns, 1).Set(DicomTags.NumberOfFrames, 80_000_000)
            .Set(new DicomElement(DicomTags.PixelData, "OB", new byte[10_000_000]));
        dataset.Remove(DicomTags.PerFrameFunctionalGroupsSequence);
        Assert.Contains("more than 100000", Assert.Throws<DicomException>(() => Cheap(() => Segmentation.Read(dataset).OnOwnGrid())).Message);
    }

    [Theory]
    [InlineData(199_000, 0)]
    [InlineData(0, 60_000)]
    public void Many_elements_and_items_are_read_and_judged_in_time(int elements, int items)
    {
        var dataset = SmallStreams.Native();
        for (var i = 0; i < elements; i++) dataset.Set(new DicomElement(new DicomTag((ushort)(0x4001 + i / 60000 * 2), (ushort)(0x1000 + i % 60000)), "LO", "A^B "u8.ToArray()));
        if (items > 0) dataset.Set(DicomTags.SourceImageSequence, [.. Enumerable.Range(0, items).Select(i => new DicomDataset().Set(DicomTags.ReferencedSopInstanceUid, $"1.2.{i}"))]);
        var bytes = DicomWriter.WriteAs(dataset, TransferSyntax.ExplicitLittleEndian).Bytes;
        Judge(bytes);
    }

    private static void Judge(DicomDataset dataset) => Judge(DicomWriter.WriteAs(dataset, TransferSyntax.ExplicitLittleEndian).Bytes);

    private static void Judge(byte[] bytes)
    {
        DicomFile? file = null;
        Cheap(() => file = DicomFile.Read(bytes));
        Cheap(() => DeidentificationGate.Check(file!));
        Cheap(() => new Deidentifier(new DeidentificationKey(new byte[32]), DeidentificationProfile.Study).Apply(file!));
    }

    [Fact]
    public void A_header_without_end_is_refused_before_all_of_it_is_held()
    {
        var file = DicomWriter.WriteAs(SmallStreams.Native().Set(new DicomElement(new DicomTag(0x0009, 0x1001), "UN", new byte[90_000_000])), TransferSyntax.ExplicitLittleEndian).Bytes;
        Assert.Contains("longer than 67108864 bytes", Assert.Throws<DicomException>(() => Cheap(() => DicomFile.ReadHeader(new MemoryStream(file)))).Message);
    }

    [Fact]
    public void A_hundred_thousand_private_creators_are_judged_in_time()
    {
        var dataset = SmallStreams.Native();
        for (var i = 0; i < 100_000; i++) dataset.Set(new DicomElement(new DicomTag((ushort)(0x1001 + i / 240 * 2), (ushort)(0x10 + i % 240)), "LO", "GEMS_PARM_01"u8.ToArray()));
        Judge(dataset);
    }

    [Fact]
    public void Twenty_thousand_names_are_looked_for_in_as_many_texts_in_time()
    {
        var items = Enumerable.Range(0, 20_000).Select(i => new DicomDataset().Set(DicomTags.PatientName, $"NAME{i:x}Q^GIVEN{i:x}P").Set(DicomTags.CodeMeaning, "LEFT LUNG, UPPER LOBE").Set(DicomTags.CodeValue, "12345").Set(DicomTags.CodingSchemeDesignator, "DCM"));
        Judge(SmallStreams.Native().Set(DicomDictionary.TagOf("AnatomicRegionSequence"), [.. items]));
    }

    [Fact]
    public void A_text_of_thirty_megabytes_is_refused()
    {
        var file = DicomWriter.WriteAs(Texts("SeriesDescription", "LO", 30_000_000), TransferSyntax.ImplicitLittleEndian).Bytes;
        var refusal = Assert.Throws<DicomException>(() => Cheap(() => DicomFile.Read(file)));
        Assert.Equal(DicomTags.SeriesDescription, refusal.Tag);
    }

    [Theory]
    [InlineData("PatientName", "PN", 4_000_000)]
    [InlineData("SeriesDescription", "LO", 4_000_000)]
    [InlineData("ManufacturerModelName", "LO", 4_000_000)]
    [InlineData("ImageType", "CS", 4_000_000)]
    [InlineData("PatientID", "LO", 4_000_000)]
    [InlineData("PatientName", "UN", 30_000_000)]
    [InlineData("SeriesDescription", "UN", 30_000_000)]
    public void A_text_of_megabytes_is_judged_in_time(string keyword, string vr, int length)
    {
        var file = DicomFile.Read(DicomWriter.WriteAs(Texts(keyword, vr, length), vr == "UN" ? TransferSyntax.ExplicitLittleEndian : TransferSyntax.ImplicitLittleEndian).Bytes);
        Cheap(() => DeidentificationGate.Check(file));
        Cheap(() => new Deidentifier(new DeidentificationKey(new byte[32]), DeidentificationProfile.Study).Apply(file));
        Cheap(() => Json.DicomJson.Write(file.Dataset));
    }

    private static DicomDataset Texts(string keyword, string vr, int length) =>
        SmallStreams.Native().Set(new DicomElement(DicomDictionary.TagOf(keyword), vr, Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("CT\\CHEST^SMITH 1 ", length / 17)))));

    private static void Cheap(Action work)
    {
        DicomException? refusal = null;
        var cost = Once();
        // A core that two threads share counts more for the same work, and the first time the code itself is made ready: what is too much three times is too much.
        for (var again = 0; again < 2 && cost.Time > Most; again++) cost = Once();
        Assert.True(cost.Time <= Most, $"It took {cost.Time.TotalSeconds:0.00} s of processor time.");
        Assert.True(cost.Bytes <= MostBytes, $"It allocated {cost.Bytes} bytes.");
        if (refusal is not null) throw refusal;

        Cost Once() => Cost.Of(() =>
        {
            try
            {
                work();
            }
            catch (DicomException refused)
            {
                refusal = refused;
            }
        }, hasDecodeProcess: false);
    }

    private static RadlPortal.Numerics.Volumes.Vector3[] Points(string data) =>
        [.. data.Split('\\').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).Chunk(3).Select(p => new RadlPortal.Numerics.Volumes.Vector3(p[0], p[1], p[2]))];

    private static PixelFrames Frames(byte[] stream, string syntax, int bits, int side = Side) => PixelFrames.Of(Dataset(stream, syntax, bits, side));

    private static DicomDataset Dataset(byte[] stream, string syntax, int bits, int side = Side)
    {
        var dataset = SmallStreams.Native().Set(DicomTags.Rows, side).Set(DicomTags.Columns, side).Set(DicomTags.BitsAllocated, bits).Set(DicomTags.BitsStored, 8).Set(DicomTags.HighBit, 7)
            .Set(new DicomElement(DicomTags.PixelData, "OB", [ReadOnlyMemory<byte>.Empty, stream]));
        dataset.TransferSyntaxUid = syntax;
        return dataset;
    }

    // One bit says "no difference" (DC), fifteen say "the next 27,306 blocks are empty" (AC).
    private static byte[] Progressive(int scans)
    {
        var blocks = (Side + 7) / 8 * ((Side + 7) / 8);
        using var stream = new MemoryStream();
        stream.Write([0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0, .. Enumerable.Repeat((byte)1, 64)]);
        stream.Write([0xFF, 0xC2, 0, 11, 8, Side >> 8, Side & 255, Side >> 8, Side & 255, 1, 1, 0x11, 0]);
        stream.Write([0xFF, 0xC4, 0, 20, 0x00, 1, .. new byte[15], 0, 0xFF, 0xC4, 0, 20, 0x10, 1, .. new byte[15], 0xE0]);
        stream.Write([0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0, 0, .. new byte[blocks / 8 + 2]]);
        var skip = EmptyBlocks(blocks);
        for (var i = 0; i < scans; i++) stream.Write([0xFF, 0xDA, 0, 8, 1, 1, 0, 1, 63, 0, .. skip]);
        stream.Write([0xFF, 0xD9]);
        return stream.ToArray();
    }

    private static byte[] EmptyBlocks(int blocks)
    {
        var bits = string.Concat(Enumerable.Repeat("010101010101010", blocks / 27306 + 1)) + "1111111";
        return [.. bits.Chunk(8).Where(b => b.Length == 8).Select(b => Convert.ToByte(new string(b), 2))];
    }
}
