using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Writing;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Benchmarks;

/// <summary>Headers of CT slices of 512 × 512, read up to the pixel data from files in one thread; per file. The others start once for all files, which counts into their time.</summary>
public class HeaderBenchmarks
{
    private const int Files = 500;
    private string folder = null!;
    private string[] paths = null!;

    [GlobalSetup]
    public void Prepare()
    {
        folder = Directory.CreateTempSubdirectory("radl-headers-").FullName;
        var grid = new VolumeGeometry(512, 512, Files, new Vector3(1, 1, 1));
        var slice = new VolumeGeometry(512, 512, 1, grid.Spacing);
        paths = new string[Files];
        for (var i = 0; i < Files; i++)
        {
            var facts = new CtSeriesFacts { SubjectCode = "A", StudyInstanceUid = "2.25.1", SeriesInstanceUid = $"2.25.2.{i}", FrameOfReferenceUid = "2.25.3" };
            paths[i] = Path.Combine(folder, $"{i:000}.dcm");
            File.WriteAllBytes(paths[i], CtSeriesWriter.Write(Volume.Of(slice, new short[slice.VoxelCount]), facts).First());
        }
    }

    [GlobalCleanup]
    public void Remove() => Directory.Delete(folder, true);

    [Benchmark(Baseline = true, OperationsPerInvoke = Files)]
    public int ReadHeader()
    {
        var elements = 0;
        foreach (var path in paths)
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            elements += DicomFile.ReadHeader(stream).Dataset.Count;
        }

        return elements;
    }

    [Benchmark(OperationsPerInvoke = Files)]
    public int Pydicom() => Run("/usr/bin/python3", "-c", "import sys, pydicom\nfor p in sys.argv[1:]: len(pydicom.dcmread(p, stop_before_pixels=True))");

    [Benchmark(OperationsPerInvoke = Files)]
    public int Dcmtk() => Run("/usr/bin/dcmdump", "-q", "+P", "0008,0018", "-M", "+sb", "7fe0,0010");

    private int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, [.. arguments, .. paths]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.WaitForExit();
        return process.ExitCode;
    }
}
