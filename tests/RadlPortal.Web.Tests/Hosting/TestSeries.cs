using RadlPortal.Dicom.Writing;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Web.Tests.Hosting;

/// <summary>Small de-identified CT series of a bright block in a dark field, not the same along x, y and z.</summary>
internal static class TestSeries
{
    public const int Slices = 12;

    public static readonly VolumeGeometry Grid = new(24, 20, Slices, new Vector3(1.5, 1.5, 2), new Vector3(-20, -30, 40));

    public static List<byte[]> Files(string subject, string seriesUid)
    {
        var samples = new short[Grid.VoxelCount];
        for (var i = 0; i < samples.Length; i++) samples[i] = (short)(-800 + i * 7 % 90);
        for (var z = 3; z < 9; z++)
            for (var y = 5; y < 14; y++)
                for (var x = 6; x < 18; x++) samples[Grid.Offset(x, y, z)] = (short)(20 + (x * 13 + y * 29 + z * 5) % 120);
        return [.. CtSeriesWriter.Write(Volume.Of(Grid, samples), new CtSeriesFacts
        {
            SubjectCode = subject,
            StudyInstanceUid = seriesUid + ".1",
            SeriesInstanceUid = seriesUid,
            FrameOfReferenceUid = seriesUid + ".2",
        })];
    }
}
