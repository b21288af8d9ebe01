using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using RadlPortal.Numerics.Radiomics;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Cli.Features;

/// <summary>`radl features bench`: time and memory of the extraction for a case in memory, the best of several runs on one thread.</summary>
internal static class BenchVerb
{
    private const string Full = """{"imageType":{"Original":{},"Wavelet":{},"LoG":{"sigma":[1.0,2.0,3.0,4.0,5.0]}},"featureClass":{"firstorder":[],"glcm":[],"gldm":[],"glrlm":[],"glszm":[],"ngtdm":[],"shape":[]}}""";

    public static Command Create()
    {
        var image = new Argument<string?>("IMAGE") { Description = "As for features; a synthetic CT of 512 × 512 × 200 with a tumour of 60 mm if left out", Arity = ArgumentArity.ZeroOrOne };
        var mask = new Argument<string?>("MASK") { Arity = ArgumentArity.ZeroOrOne };
        var label = new Option<string?>("--label");
        var parameters = new Option<string?>("--param") { Description = "PyRadiomics parameter file; both 107 and 1,316 features if left out" };
        var runs = new Option<int>("--runs") { DefaultValueFactory = _ => 3 };
        var jobs = new Option<int>("--jobs", "-j") { DefaultValueFactory = _ => 1 };
        var command = new Command("bench", "Measure the extraction: features, voxels, best CPU and wall seconds, peak memory of the process; tab-separated") { image, mask, label, parameters, runs, jobs };
        command.SetAction((parsed, cancellation) =>
        {
            var (volume, labels, settings) = parsed.GetValue(image) is { } given
                ? CaseReader.Read(new FeatureCase(given, parsed.GetValue(mask) ?? throw new VerbRefusedException("The mask is missing."), parsed.GetValue(label), []), new ExtractionSettings(), cancellation)
                : Synthetic();
            var wanted = parsed.GetValue(parameters) is { } file ? [ExtractionParameters.Parse(File.ReadAllText(file))] : new[] { ExtractionParameters.Default, ExtractionParameters.Parse(Full) };
            Console.WriteLine("features\tvoxels\tcpu_s\twall_s\tpeak_MiB");
            foreach (var what in wanted) Measure(volume, labels, what with { Settings = what.Settings with { Label = settings.Label } }, parsed.GetValue(runs), parsed.GetValue(jobs), cancellation);
            return Task.FromResult(VerbRunner.Done);
        });
        return command;
    }

    private static void Measure(Volume image, Labelmap mask, ExtractionParameters parameters, int runs, int jobs, CancellationToken cancellation)
    {
        var process = Process.GetCurrentProcess();
        var (cpu, wall, result) = (double.MaxValue, double.MaxValue, default(FeatureResult));
        for (var run = 0; run < Math.Max(1, runs); run++)
        {
            var (before, clock) = (process.TotalProcessorTime, Stopwatch.StartNew());
            result = FeatureExtractor.Extract(image, mask, parameters, jobs, cancellation: cancellation);
            process.Refresh();
            (cpu, wall) = (Math.Min(cpu, (process.TotalProcessorTime - before).TotalSeconds), Math.Min(wall, clock.Elapsed.TotalSeconds));
        }

        process.Refresh();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result!.Values.Count}\t{result.VoxelCount}\t{cpu:0.000}\t{wall:0.000}\t{process.PeakWorkingSet64 >> 20}"));
    }

    /// <summary>Tissue with noise and a bumpy ball of 60 mm.</summary>
    private static (Volume Image, Labelmap Mask, ExtractionSettings Settings) Synthetic()
    {
        var grid = new VolumeGeometry(512, 512, 200, new Vector3(1, 1, 1));
        var (samples, labels, random) = (new short[grid.VoxelCount], new byte[grid.VoxelCount], new Random(1));
        for (int z = 0, i = 0; z < 200; z++)
        {
            for (var y = 0; y < 512; y++)
            {
                for (var x = 0; x < 512; x++, i++)
                {
                    var (dx, dy, dz) = (x - 300, y - 240, z - 100);
                    var isTumour = Math.Sqrt(dx * dx + dy * dy + dz * dz) < 30 + 2 * Math.Sin(dx * 0.3) * Math.Cos(dy * 0.25 + dz * 0.2);
                    samples[i] = (short)((isTumour ? 40 : -800) + 60 * Math.Sin(x * 0.11) * Math.Cos(y * 0.07 + z * 0.13) + random.Next(-40, 40));
                    labels[i] = isTumour ? (byte)1 : (byte)0;
                }
            }
        }

        return (Volume.Of(grid, samples), new Labelmap(grid, labels), new ExtractionSettings());
    }
}
