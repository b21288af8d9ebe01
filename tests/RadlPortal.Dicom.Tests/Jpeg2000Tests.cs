using System.Diagnostics;
using System.Runtime.InteropServices;
using RadlPortal.Dicom.Codecs;
using RadlPortal.Dicom.Codecs.Jpeg2000;
using RadlPortal.Dicom.Reading;
using Xunit;

namespace RadlPortal.Dicom.Tests;

public sealed class Jpeg2000Tests
{
    // 5 × 7 pixels of 16 bits, value 124 + 11 × index, coded losslessly.
    private const string Stream = "/0//UQApAAAAAAAHAAAABQAAAAAAAAAAAAAABwAAAAUAAAAAAAAAAAABDwEB/1IADAAAAAEAAgQEAAH/XAAKQICIiJCIiJD/ZAAlAAFDcmVhdGVkIGJ5IE9wZW5KUEVHIHZlcnNpb24gMi41LjD/kAAKAAAAAAAjAAH/k8/8MCAIgocYrauNv8AB84MADQBPgP/Z";

    [Fact]
    public void A_frame_is_decoded_by_another_process()
    {
        Assert.SkipUnless(PixelFrames.CanDecode(TransferSyntax.Jpeg2000), "libopenjp2 is not installed.");
        var samples = MemoryMarshal.Cast<byte, ushort>(Frames(Convert.FromBase64String(Stream)).Decode(0)).ToArray();
        Assert.Equal(Enumerable.Range(0, 35).Select(i => (ushort)(124 + 11 * i)), samples);
        Assert.DoesNotContain(Process.GetCurrentProcess().Modules.Cast<ProcessModule>(), m => m.ModuleName.Contains("openjp2"));
    }

    [Fact]
    public void Refuses_a_stream_of_another_size_before_decoding()
    {
        Assert.SkipUnless(PixelFrames.CanDecode(TransferSyntax.Jpeg2000), "libopenjp2 is not installed.");
        var dataset = Dataset(Convert.FromBase64String(Stream)).Set(DicomTags.Rows, 6);
        Assert.Contains("has 5×7 pixels of 1 samples, but the object says 6×7", Assert.Throws<DicomException>(() => PixelFrames.Of(dataset).Decode(0)).Message);
    }

    [Fact]
    public void Refuses_a_damaged_stream_and_decodes_the_next()
    {
        Assert.SkipUnless(PixelFrames.CanDecode(TransferSyntax.Jpeg2000), "libopenjp2 is not installed.");
        var good = Convert.FromBase64String(Stream);
        Assert.Contains("cannot be decoded", Assert.Throws<DicomException>(() => Frames(good[..60]).Decode(0)).Message);
        Assert.Equal(70, Frames(good).Decode(0).Length);
    }

    [Fact]
    public void Samples_that_the_object_calls_signed_are_sign_extended_whatever_the_stream_says()
    {
        Assert.SkipUnless(PixelFrames.CanDecode(TransferSyntax.Jpeg2000), "libopenjp2 is not installed.");
        var dataset = Dataset(Convert.FromBase64String(Stream)).Set(DicomTags.PixelRepresentation, 1).Set(DicomTags.BitsStored, 9).Set(DicomTags.HighBit, 8);
        var samples = MemoryMarshal.Cast<byte, short>(PixelFrames.Of(dataset).Decode(0)).ToArray();
        Assert.Equal(Enumerable.Range(0, 35).Select(i => 124 + 11 * i).Select(v => (short)(v >= 256 ? v - 512 : v)), samples);
    }

    [Fact]
    public void A_machine_without_the_library_gets_a_refusal_that_says_what_to_install()
    {
        var frames = Frames(Convert.FromBase64String(Stream));
        var decoder = new Jpeg2000Decoder("libopenjp2-absent.so");
        Assert.False(decoder.IsAvailable);
        for (var turn = 0; turn < 2; turn++)
        {
            var refusal = Assert.Throws<DicomException>(() => decoder.Decode(Convert.FromBase64String(Stream), frames.Layout, TimeSpan.FromSeconds(1)));
            Assert.Contains("Install it (Debian and Ubuntu: apt-get install libopenjp2-7)", refusal.Message);
            Assert.Equal(DicomTags.TransferSyntaxUid, refusal.Tag);
        }
    }

    [Fact]
    public void Many_frames_at_once_are_decoded_each_for_itself()
    {
        Assert.SkipUnless(PixelFrames.CanDecode(TransferSyntax.Jpeg2000), "libopenjp2 is not installed.");
        var frames = Frames(Convert.FromBase64String(Stream));
        var expected = frames.Decode(0);
        Parallel.For(0, 60, _ => Assert.Equal(expected, frames.Decode(0)));
    }

    private static PixelFrames Frames(byte[] stream) => PixelFrames.Of(Dataset(stream));

    private static DicomDataset Dataset(byte[] stream)
    {
        var dataset = DicomFile.Read(Phantom.Files()[0]).Dataset;
        dataset.Set(new DicomElement(DicomTags.PixelData, "OB", [ReadOnlyMemory<byte>.Empty, stream])).TransferSyntaxUid = TransferSyntax.Jpeg2000Lossless;
        return dataset;
    }
}
