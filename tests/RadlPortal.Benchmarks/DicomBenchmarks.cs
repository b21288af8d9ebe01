using BenchmarkDotNet.Attributes;
using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Writing;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Benchmarks;

/// <summary>Reading one CT slice of 512 × 512 from memory.</summary>
[MemoryDiagnoser]
public class DicomBenchmarks
{
    private byte[] file = null!;

    [GlobalSetup]
    public void Prepare()
    {
        var grid = new VolumeGeometry(512, 512, 3, new Vector3(1, 1, 1));
        var facts = new CtSeriesFacts { SubjectCode = "A", StudyInstanceUid = "2.25.1", SeriesInstanceUid = "2.25.2", FrameOfReferenceUid = "2.25.3" };
        file = CtSeriesWriter.Write(Volume.Of(grid, new short[grid.VoxelCount]), facts).First();
    }

    [Benchmark]
    public DicomFile Read() => DicomFile.Read(file);
}
