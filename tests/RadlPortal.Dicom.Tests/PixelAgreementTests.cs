using System.Globalization;
using System.Security.Cryptography;
using RadlPortal.Dicom.Codecs;
using RadlPortal.Dicom.Reading;
using Xunit;

namespace RadlPortal.Dicom.Tests;

/// <summary>Decoded pixels against other people's decoders, on every transfer syntax of the reference data.</summary>
public sealed class PixelAgreementTests
{
    private static readonly string[] Lossy = [TransferSyntax.JpegBaseline, TransferSyntax.JpegExtended, TransferSyntax.JpegSpectral, TransferSyntax.JpegProgressive];

    [Fact]
    public void Every_frame_that_pydicom_decodes_has_the_same_hash()
    {
        // Big-endian bytes in words: the standard, dcmtk and this library turn them, pydicom does not.
        var files = Files().Where(f => !Path.GetFileName(f.Path).Contains("odd_big_endian")).ToList();
        var said = Outside.Pydicom("""
            import sys, pydicom, hashlib, numpy
            for p in sys.argv[1:]:
                try:
                    d = pydicom.dcmread(p)
                    a = d.pixel_array
                    n = int(d.get('NumberOfFrames') or 1)
                    for i, f in enumerate(a if n > 1 else [a]):
                        print(p, i, hashlib.sha256(numpy.ascontiguousarray(f.astype(f.dtype.newbyteorder('<'))).tobytes()).hexdigest(), sep='\t')
                except Exception:
                    pass
            """, [.. files.Select(f => f.Path)]);
        var theirs = said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('\t')).ToList();
        Assert.True(theirs.Count > 40);
        var ours = files.ToDictionary(f => f.Path, f => PixelFrames.Of(f.File.Dataset));
        Assert.All(theirs, t => Assert.Equal(t[2], Convert.ToHexStringLower(SHA256.HashData(ours[t[0]].Decode(int.Parse(t[1], CultureInfo.InvariantCulture))))));
    }

    [Fact]
    public void Every_frame_that_dcmtk_decodes_is_the_same()
    {
        using var scratch = new Scratch();
        var compared = 0;
        foreach (var (path, file) in Files())
        {
            // 32-bit big-endian doses are turned by words only in dcmtk; pydicom agrees with this library.
            if (Path.GetFileName(path).Contains("rtdose_expb")) continue;
            var target = Path.Combine(scratch.Folder, "out.dcm");
            File.Delete(target);
            var syntax = file.TransferSyntaxUid;
            if (syntax == TransferSyntax.Rle) Outside.Run("/usr/bin/dcmdrle", path, target);
            else if (syntax.StartsWith("1.2.840.10008.1.2.4.8", StringComparison.Ordinal)) Outside.Run("/usr/bin/dcmdjpls", path, target);
            else if (Lossy.Contains(syntax) || syntax is TransferSyntax.JpegLossless or TransferSyntax.JpegLosslessFirstOrder) Outside.Run("/usr/bin/dcmdjpeg", "+cn", path, target);
            else if (TransferSyntax.IsNative(syntax)) Outside.Run("/usr/bin/dcmconv", "+te", path, target);
            if (!File.Exists(target)) continue;
            var (ours, theirs) = (PixelFrames.Of(file.Dataset), PixelFrames.Of(DicomFile.Read(File.ReadAllBytes(target)).Dataset));
            for (var i = 0; i < ours.Count; i++) Assert.True(ours.Decode(i).AsSpan().SequenceEqual(theirs.Decode(i)), Path.GetFileName(path));
            compared++;
        }

        Assert.True(compared > 50);
    }

    [Fact]
    public void High_throughput_JPEG_2000_is_decoded_by_a_library_that_can()
    {
        Assert.SkipUnless(PixelFrames.CanDecode(TransferSyntax.HighThroughputJpeg2000), "libopenjp2 is not installed.");
        var folder = SharedData.Folder("dicom/transfer-syntaxes");
        var lossless = PixelFrames.Of(DicomFile.Read(File.ReadAllBytes(Path.Combine(folder, "pydd_HTJ2KLossless_08_RGB.dcm"))).Dataset).Decode(0);
        var lossy = PixelFrames.Of(DicomFile.Read(File.ReadAllBytes(Path.Combine(folder, "pydd_HTJ2K_08_RGB.dcm"))).Dataset).Decode(0);
        Assert.True(lossless.Zip(lossy, (a, b) => Math.Abs(a - b)).Average() < 3, "The lossy picture is another one.");
    }

    private static IEnumerable<(string Path, DicomFile File)> Files()
    {
        foreach (var path in Directory.EnumerateFiles(SharedData.Folder("dicom/transfer-syntaxes")).Order(StringComparer.Ordinal))
        {
            var file = DicomFile.Read(File.ReadAllBytes(path));
            if (file.Dataset[DicomTags.PixelData] is not null && PixelFrames.CanDecode(file.TransferSyntaxUid)) yield return (path, file);
        }
    }
}
