using RadlPortal.Dicom.Codecs;
using RadlPortal.Dicom.Reading;
using Xunit;

namespace RadlPortal.Dicom.Tests;

public sealed class CodecsTests
{
    private const string Slice = "cs3d_CTImage.dcm_";

    [Theory]
    [InlineData("BigEndianExplicitTransferSyntax_1.2.840.10008.1.2.2")]
    [InlineData("DeflatedExplicitVRLittleEndianTransferSyntax_1.2.840.10008.1.2.1.99")]
    [InlineData("LittleEndianImplicitTransferSyntax_1.2.840.10008.1.2")]
    [InlineData("RLELosslessTransferSyntax_1.2.840.10008.1.2.5")]
    [InlineData("JPEGProcess14TransferSyntax_1.2.840.10008.1.2.4.57")]
    [InlineData("JPEGProcess14SV1TransferSyntax_1.2.840.10008.1.2.4.70")]
    [InlineData("JPEGLSLosslessTransferSyntax_1.2.840.10008.1.2.4.80")]
    public void A_slice_has_the_same_pixels_in_every_lossless_syntax(string syntax) =>
        Assert.Equal(Pixels("LittleEndianExplicitTransferSyntax_1.2.840.10008.1.2.1"), Pixels(syntax));

    [Fact]
    public void A_small_picture_is_the_same_in_every_syntax()
    {
        foreach (var (syntax, bytes) in SmallStreams.Files())
        {
            if (!PixelFrames.CanDecode(syntax)) continue;
            var frames = PixelFrames.Of(DicomFile.Read(bytes).Dataset);
            var samples = frames.Decode(0);
            // 8 bits hold the upper part of the 12; dcmtk moves values to zero before it codes them with loss.
            var differences = Enumerable.Range(0, SmallStreams.Rows * SmallStreams.Columns).Select(i => (frames.Layout.SampleBytes == 1 ? samples[i] << 4 : BitConverter.ToUInt16(samples, i * 2)) - SmallStreams.Sample(i % SmallStreams.Columns, i / SmallStreams.Columns)).ToList();
            if (IsLossy(syntax)) Assert.InRange(differences.Average(d => Math.Abs(d - differences.Average())), 1, 120);
            else Assert.InRange(differences.Max(Math.Abs), 0, syntax == TransferSyntax.JpegLsNearLossless ? 2 : 0);
        }
    }

    [Fact]
    public void RLE_gives_back_what_was_encoded()
    {
        var file = DicomFile.Read(Phantom.Files()[0]).Dataset;
        var frames = PixelFrames.Of(file);
        Assert.Equal(frames.Decode(0), RleCodec.Decode(RleCodec.Encode(frames.Decode(0), frames.Layout), frames.Layout));
    }

    [Fact]
    public void Damaged_compressed_pixels_are_decoded_or_refused_and_nothing_else_escapes()
    {
        var random = new Random(3);
        foreach (var path in Directory.EnumerateFiles(SharedData.Folder("dicom/transfer-syntaxes"), Slice + "*").Where(p => p.Contains("RLE") || p.Contains("JPEGProcess14") || p.Contains("JPEGLS")))
        {
            var good = File.ReadAllBytes(path);
            for (var i = 0; i < 25; i++)
            {
                var bytes = good.ToArray();
                for (var n = 0; n < 4; n++) bytes[random.Next(bytes.Length * 3 / 4, bytes.Length)] = (byte)random.Next(256);
                try
                {
                    PixelFrames.Of(DicomFile.Read(bytes).Dataset).Decode(0);
                }
                catch (DicomException)
                {
                    // Refused: as it should be.
                }
            }
        }
    }

    private static bool IsLossy(string syntax) => syntax is TransferSyntax.JpegBaseline or TransferSyntax.JpegExtended or TransferSyntax.JpegSpectral or TransferSyntax.JpegProgressive or TransferSyntax.Jpeg2000 or TransferSyntax.HighThroughputJpeg2000;

    private static byte[] Pixels(string syntax) =>
        PixelFrames.Of(DicomFile.Read(File.ReadAllBytes(Path.Combine(SharedData.Folder("dicom/transfer-syntaxes"), $"{Slice}{syntax}.dcm"))).Dataset).Decode(0);
}
