using RadlPortal.Dicom.Writing;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Dicom.Tests;

/// <summary>A small CT series whose voxel values tell where they come from.</summary>
internal static class Phantom
{
    public static readonly VolumeGeometry Geometry = new(7, 5, 4, new Vector3(0.7, 0.9, 2.5), new Vector3(-10, 20, -30));

    public static readonly CtSeriesFacts Facts = new()
    {
        SubjectCode = "A-001",
        StudyInstanceUid = "2.25.1",
        SeriesInstanceUid = "2.25.2",
        FrameOfReferenceUid = "2.25.3",
    };

    public static Volume<short> Volume()
    {
        var samples = new short[Geometry.VoxelCount];
        for (var i = 0; i < samples.Length; i++) samples[i] = (short)(i * 11 - 900);
        return RadlPortal.Numerics.Volumes.Volume.Of(Geometry, samples);
    }

    public static List<byte[]> Files() => [.. CtSeriesWriter.Write(Volume(), Facts)];
}
