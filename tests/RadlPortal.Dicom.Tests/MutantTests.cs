using System.Diagnostics;
using System.Globalization;
using RadlPortal.Dicom.Codecs;
using RadlPortal.Dicom.Deidentification;
using RadlPortal.Dicom.Json;
using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Segmentations;
using RadlPortal.Dicom.Structures;
using RadlPortal.Dicom.Volumes;
using RadlPortal.Dicom.Writing;
using Xunit;

namespace RadlPortal.Dicom.Tests;

/// <summary>The tests that measure the memory of the whole process run by themselves.</summary>
[CollectionDefinition(nameof(MutantTests), DisableParallelization = true)]
public sealed class MutantCollection;

/// <summary>
/// Damaged files of every transfer syntax: each is read, decoded, checked by the gate and de-identified, or refused by a DicomException, within a second of processor time and 256 MB.
/// RADL_SOAK says how many of a syntax (100,000 by `./test.sh --soak`), RADL_SOAK_ONLY which syntaxes (all; separated by commas), RADL_SOAK_LOG where the figures go.
/// </summary>
[Collection(nameof(MutantTests))]
public sealed class MutantTests(ITestOutputHelper output)
{
    private const long MostBytes = 256L * 1024 * 1024;
    private const int Usual = 150;
    private static readonly int Mutants = int.TryParse(Environment.GetEnvironmentVariable("RADL_SOAK"), out var many) ? many : Usual;
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(1);
    private static readonly DeidentificationKey Key = new("a key of the tests only, 32 bytes"u8);

    private static readonly string[]? Only = Environment.GetEnvironmentVariable("RADL_SOAK_ONLY")?.Split(',');

    public static TheoryData<string> Syntaxes() => [.. SmallStreams.Files().Select(f => f.Syntax).Where(IsWanted)];

    [Theory]
    [MemberData(nameof(Syntaxes))]
    public void Mutants_of_a_small_slice_are_read_or_refused(string syntax) => Try($"{syntax} small slice", SmallStreams.Files().Single(f => f.Syntax == syntax).Bytes, Mutants);

    [Theory]
    [InlineData("SEG")]
    [InlineData("RTSTRUCT")]
    public void Mutants_of_a_segmentation_or_structure_set_are_read_or_refused(string kind) => Try(kind, new DeidentificationCorpus(1).Files.First(f => f.Kind == kind).Bytes, Mutants);

    [Fact]
    public void Mutants_of_other_peoples_files_of_every_transfer_syntax_are_read_or_refused()
    {
        var smallest = Directory.EnumerateFiles(SharedData.Folder("dicom/transfer-syntaxes"))
            .Select(p => (Path: p, File: DicomFile.Read(File.ReadAllBytes(p))))
            .Where(f => f.File.Dataset[DicomTags.PixelData] is not null)
            .GroupBy(f => f.File.TransferSyntaxUid)
            .Select(g => g.MinBy(f => new FileInfo(f.Path).Length)).ToList();
        Assert.True(smallest.Count >= 17);
        foreach (var (path, file) in smallest.Where(f => IsWanted(f.File.TransferSyntaxUid))) Try($"{file.TransferSyntaxUid} {Path.GetFileName(path)}", File.ReadAllBytes(path), Mutants / 2);
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
    public void Mutants_of_other_peoples_segmentations_are_read_or_refused()
    {
        var folder = SharedData.Folder("dicom/seg-rtstruct");
        foreach (var name in (string[])["dcmqi/segmentations/sparse-labelmap-ppv5.dcm", "dcmqi/segmentations/liver.dcm", "dcmqi/sr-example/seg.dcm"]) Try(name, File.ReadAllBytes(Path.Combine(folder, name)), Mutants / 2);
    }

    private static bool IsWanted(string syntax) => Only is null || Only.Contains(syntax);

    private void Try(string name, byte[] good, int mutants)
    {
        var (random, mutator) = (new Random(20260101), mutants > 0 ? new Mutator(good) : null);
        var (slowest, most, decoder, refused, began) = (new Cost(), 0L, 0L, 0, Stopwatch.GetTimestamp());
        var hasDecodeProcess = TransferSyntax.IsJpeg2000(SyntaxOf(good));
        if (hasDecodeProcess) PixelFrames.CanDecode(TransferSyntax.Jpeg2000);
        var held = Cost.ForgetPeak();
        for (var i = 0; i <= mutants; i++)
        {
            var bytes = i == 0 ? good : mutator!.Next(random);
            var cost = Cost.Of(() => refused += UseOrRefuse(bytes, $"{name}, mutant {i}") ? 0 : 1, hasDecodeProcess);
            if (cost.Time > slowest.Time) slowest = cost;
            most = Math.Max(most, cost.Bytes);
            decoder = Math.Max(decoder, cost.DecodeProcessBytes);
            if (cost.Time > MostTime || cost.Bytes > MostBytes) Keep(bytes, name, i);
            Assert.True(cost.Time <= MostTime, $"{name}, mutant {i} took {cost.Time.TotalSeconds:0.00} s of processor time.");
            Assert.True(cost.Bytes <= MostBytes, $"{name}, mutant {i} allocated {cost.Bytes} bytes.");
            Assert.True(cost.DecodeProcessBytes <= MostBytes, $"{name}, mutant {i}: the decode process held {cost.DecodeProcessBytes} bytes.");
            // What one mutant leaves behind is not the next one's doing.
            if (cost.Bytes > MostBytes / 32) GC.Collect();
        }

        var grown = Math.Max(0, Cost.Peak() - held);
        Assert.True(grown <= MostBytes, $"{name}: the process grew by {grown} bytes.");
        Report(string.Create(CultureInfo.InvariantCulture, $"{name}\t{mutants} mutants\t{refused} refused\tslowest {slowest.Time.TotalMilliseconds:0} ms of processor time\tmost allocated {most / 1e6:0.0} MB\tprocess peak {Cost.Peak() / 1e6:0} MB (+{grown / 1e6:0})\tdecode process {decoder / 1e6:0} MB\t{Stopwatch.GetElapsedTime(began).TotalSeconds:0} s"));
    }

    private static string SyntaxOf(byte[] bytes)
    {
        try
        {
            return DicomFile.Read(bytes).TransferSyntaxUid;
        }
        catch (DicomException)
        {
            return "";
        }
    }

    private void Report(string line)
    {
        output.WriteLine(line);
        if (Environment.GetEnvironmentVariable("RADL_SOAK_LOG") is { Length: > 0 } log) File.AppendAllText(log, line + "\n");
    }

    private static void Keep(byte[] bytes, string name, int mutant)
    {
        if (Environment.GetEnvironmentVariable("RADL_SOAK_LOG") is { Length: > 0 } log) File.WriteAllBytes($"{log}.{name.Replace(' ', '_').Replace('/', '_')}.{mutant}.dcm", bytes);
    }

    /// <summary>True if the file could be read.</summary>
    private static bool UseOrRefuse(byte[] bytes, string what)
    {
        try
        {
            var file = DicomFile.Read(bytes);
            OrRefuse(() => DicomJson.Read(DicomJson.Write(file.Dataset)));
            OrRefuse(() => DicomWriter.Write(file.Dataset, file.TransferSyntaxUid));
            OrRefuse(() => DicomFile.ReadHeader(new MemoryStream(bytes)));
            OrRefuse(() => Decode(file.Dataset));
            OrRefuse(() => CtVolume.Build([file.Dataset]));
            OrRefuse(() => DeidentificationGate.Check(file, new GateOptions { IdentityRemovedWaived = true }));
            OrRefuse(() => new Deidentifier(Key, DeidentificationProfile.Study).Apply(file));
            if (file.Dataset.Text(DicomTags.SopClassUid) is SopClass.Segmentation or SopClass.LabelMapSegmentation) OrRefuse(() => Segmentation.Read(file.Dataset).OnOwnGrid());
            if (file.Dataset.Text(DicomTags.SopClassUid) == SopClass.RtStructureSet) Rasterise(file.Dataset);
            return true;
        }
        catch (DicomException)
        {
            return false;
        }
        catch (Exception escaped)
        {
            Keep(bytes, "escaped", 0);
            Assert.Fail($"{what}: {escaped}");
            return false;
        }
    }

    private static void Decode(DicomDataset dataset)
    {
        var frames = PixelFrames.Of(dataset);
        for (var i = 0; i < Math.Min(frames.Count, 2); i++) frames.Decode(i);
    }

    private static void Rasterise(DicomDataset dataset) => OrRefuse(() =>
    {
        foreach (var roi in StructureSet.Read(dataset).Rois) OrRefuse(() => ContourRasteriser.Rasterise(roi, Phantom.Geometry));
    });

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
}
