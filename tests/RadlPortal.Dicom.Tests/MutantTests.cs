using System.Diagnostics;
using RadlPortal.Dicom.Codecs;
using RadlPortal.Dicom.Json;
using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Segmentations;
using RadlPortal.Dicom.Structures;
using RadlPortal.Dicom.Writing;
using Xunit;

namespace RadlPortal.Dicom.Tests;

/// <summary>Damaged files of every transfer syntax: each is read and decoded or refused by a DicomException, within time and memory. RADL_SOAK says how many of a syntax (100,000 by `./test.sh --soak`).</summary>
public sealed class MutantTests(ITestOutputHelper output)
{
    private const long MostBytes = 256L * 1024 * 1024;
    private static readonly int Mutants = int.TryParse(Environment.GetEnvironmentVariable("RADL_SOAK"), out var many) ? many : 150;

    // On a machine that does much other work, seconds of the clock say little; a hang is longer still.
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(40);

    [Fact]
    public void Mutants_of_native_and_run_length_coded_files_are_read_or_refused()
    {
        foreach (var (name, bytes) in OwnFiles()) Try(name, bytes, Mutants * 3);
    }

    [Fact]
    public void Mutants_of_every_transfer_syntax_are_read_or_refused()
    {
        var smallest = Directory.EnumerateFiles(SharedData.Folder("dicom/transfer-syntaxes"))
            .Select(p => (Path: p, File: DicomFile.Read(File.ReadAllBytes(p))))
            .Where(f => f.File.Dataset[DicomTags.PixelData] is not null)
            .GroupBy(f => f.File.TransferSyntaxUid)
            .Select(g => g.MinBy(f => new FileInfo(f.Path).Length)).ToList();
        Assert.True(smallest.Count >= 17);
        foreach (var (path, file) in smallest) Try($"{file.TransferSyntaxUid} {Path.GetFileName(path)}", File.ReadAllBytes(path), Mutants);
    }

    [Theory]
    [InlineData("dicom/malformed")]
    [InlineData("dicom/phi")]
    [InlineData("dicom/seg-rtstruct")]
    public void Every_hostile_file_is_read_or_refused(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(SharedData.Folder(folder), "*", SearchOption.AllDirectories)) Try(Path.GetFileName(path), File.ReadAllBytes(path), 0);
    }

    [Fact]
    public void Every_hostile_segmentation_and_structure_set_is_read_or_refused()
    {
        var folder = SharedData.Folder("dicom/seg-rtstruct");
        foreach (var name in (string[])["dcmqi/segmentations/sparse-labelmap-ppv5.dcm", "dcmqi/segmentations/liver.dcm", "dcmqi/sr-example/seg.dcm"]) Try(name, File.ReadAllBytes(Path.Combine(folder, name)), Mutants);
    }

    private void Try(string name, byte[] good, int mutants)
    {
        var random = new Random(20260101);
        var slowest = TimeSpan.Zero;
        for (var i = 0; i <= mutants; i++)
        {
            var bytes = i == 0 ? good : Mutated(good, random);
            var (began, allocated) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
            UseOrRefuse(bytes, $"{name}, mutant {i}");
            var took = Stopwatch.GetElapsedTime(began);
            if (took > slowest) slowest = took;
            Assert.True(took < Hang, $"{name}, mutant {i} took {took}.");
            var used = GC.GetAllocatedBytesForCurrentThread() - allocated;
            Assert.True(used < MostBytes, $"{name}, mutant {i} used {used} bytes.");
        }

        output.WriteLine($"{name}: {mutants} mutants, the slowest {slowest.TotalMilliseconds:0} ms");
    }

    /// <summary>Bytes overwritten, cut off, left out or repeated; half of the time in the attributes, half anywhere.</summary>
    private static byte[] Mutated(byte[] good, Random random)
    {
        var bytes = good.ToArray();
        var end = random.Next(2) == 0 ? Math.Min(bytes.Length, 2000) : bytes.Length;
        for (var n = random.Next(1, 8); n > 0; n--) bytes[random.Next(132, end)] = random.Next(4) == 0 ? (byte)0xFF : (byte)random.Next(256);
        var at = random.Next(132, bytes.Length);
        return random.Next(6) switch
        {
            0 => bytes[..at],
            1 => [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + random.Next(1, 64))..]],
            2 => [.. bytes[..at], .. bytes[random.Next(132, bytes.Length)..]],
            _ => bytes,
        };
    }

    private static void UseOrRefuse(byte[] bytes, string what)
    {
        try
        {
            var file = DicomFile.Read(bytes);
            DicomJson.Write(file.Dataset);
            OrRefuse(() => DicomWriter.Write(file.Dataset, file.TransferSyntaxUid));
            OrRefuse(() => DicomFile.ReadHeader(new MemoryStream(bytes)));
            OrRefuse(() => Decode(file.Dataset));
            if (file.Dataset.Text(DicomTags.SopClassUid) is SopClass.Segmentation or SopClass.LabelMapSegmentation) OrRefuse(() => Segmentation.Read(file.Dataset).OnOwnGrid());
            if (file.Dataset.Text(DicomTags.SopClassUid) == SopClass.RtStructureSet) OrRefuse(() => ContourRasteriser.Rasterise(StructureSet.Read(file.Dataset).Rois[0], Phantom.Geometry));
        }
        catch (DicomException)
        {
            // Refused: as it should be.
        }
        catch (Exception escaped)
        {
            Assert.Fail($"{what}: {escaped}");
        }
    }

    private static void Decode(DicomDataset dataset)
    {
        var frames = PixelFrames.Of(dataset);
        for (var i = 0; i < Math.Min(frames.Count, 2); i++) frames.Decode(i);
    }

    private static void OrRefuse(Action work)
    {
        try
        {
            work();
        }
        catch (DicomException)
        {
            // Refused: as it should be.
        }
    }

    private static IEnumerable<(string Name, byte[] Bytes)> OwnFiles()
    {
        var native = Phantom.Files()[0];
        yield return ("native", native);
        var dataset = DicomFile.Read(native).Dataset;
        var frames = PixelFrames.Of(dataset);
        dataset.Set(new DicomElement(DicomTags.PixelData, "OB", [ReadOnlyMemory<byte>.Empty, RleCodec.Encode(frames.Decode(0), frames.Layout)]));
        dataset.TransferSyntaxUid = TransferSyntax.Rle;
        yield return ("RLE", DicomWriter.Write(dataset, TransferSyntax.Rle).Bytes);
    }
}
