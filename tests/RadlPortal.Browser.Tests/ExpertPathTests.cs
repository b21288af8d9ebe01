using RadlPortal.Numerics.Volumes;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace RadlPortal.Browser.Tests;

/// <summary>The real chest CT contoured as a reader does it, held against the tumour that an expert drew.</summary>
public sealed class ExpertPathTests(ReadingPortal portal) : IClassFixture<ReadingPortal>
{
    /// <summary>Where the vessels, the chest wall and the mediastinum come into the ball: seen in the images, written down once, as voxels.</summary>
    private static readonly int[][] NotTumour = [[340, 219, 72], [324, 283, 62], [300, 271, 84], [336, 231, 62], [312, 231, 80], [308, 243, 64], [344, 255, 88]];

    [Fact]
    public async Task Threshold_sphere_erased_vessels_interpolation_and_smoothing_reach_a_Dice_of_0_85_on_the_chest_CT()
    {
        Assert.SkipUnless(RunningPortal.HasChromium, "Chromium is not installed.");
        var folder = ChestCt();
        var files = Directory.GetFiles(Path.Combine(folder, "ct")).Order().Select(File.ReadAllBytes).ToList();
        var room = new Room(await portal.OpenAsync(await portal.CaseAsync(files, SeriesUid(files[0]))));
        await room.HuRangeAsync(-400, 300);
        await room.KeyAsync("2");
        await room.KeyAsync("t");
        await room.KeyAsync("v");
        await DabAsync(room, [340, 264, 75], 40);
        await room.KeyAsync("e");
        foreach (var place in NotTumour) await DabAsync(room, place, 20);

        // Two slices are thrown away and drawn anew from their neighbours.
        foreach (var k in new[] { 70, 73 })
        {
            await GoToAsync(room, [340, 264, k]);
            await room.KeyAsync("Alt+7");
        }

        var before = await room.CountAsync();
        await room.ComputeAsync("i");
        Assert.True(await room.ProvisionalAsync() > 2000);
        await room.KeyAsync("Control+Enter");
        Assert.True(await room.CountAsync() > before + 2000);
        await room.ComputeAsync("Alt+1");
        await room.ComputeAsync("Alt+3");
        await room.ComputeAsync("Alt+4");
        await room.ShotAsync("chest-expert");

        var dice = await DiceAsync(room, Path.Combine(folder, "lungA_label.nrrd"));
        Assert.True(dice >= 0.85, $"Dice is {dice:0.000}.");
        await room.KeyAsync("Control+s");
        if (await room.Page.GetByTestId("doubts").IsVisibleAsync()) await room.KeyAsync("Control+s");
        await Expect(room.Page.GetByText("107 features of")).ToBeVisibleAsync();
    }

    private static async Task GoToAsync(Room room, int[] voxel)
    {
        var mm = await room.PatientAsync(voxel[0], voxel[1], voxel[2]);
        await room.GoToAsync(mm[0], mm[1], mm[2]);
    }

    private static async Task DabAsync(Room room, int[] voxel, double radiusMm)
    {
        await GoToAsync(room, voxel);
        await room.RadiusAsync(radiusMm);
        var mm = await room.PatientAsync(voxel[0], voxel[1], voxel[2]);
        await room.ClickAsync("axial", mm[0], mm[1], mm[2]);
    }

    private static async Task<double> DiceAsync(Room room, string referencePath)
    {
        await using var stream = File.OpenRead(referencePath);
        var reference = Labelmap.From(NrrdFormat.Read(stream));
        var voxels = await room.VoxelsAsync();
        var shared = voxels.Count(v => reference[v.I, v.J, v.K] != 0);
        return 2.0 * shared / (voxels.Count + reference.Labels.Count(label => label != 0));
    }

    private static string SeriesUid(byte[] file) =>
        RadlPortal.Dicom.Reading.DicomFile.Read(file).Dataset.Text(RadlPortal.Dicom.DicomTags.SeriesInstanceUid)!;

    private static string ChestCt()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "RadlPortal.sln"))) root = root.Parent!;
        var folder = Path.Combine(root.FullName, "..", "shared", "data", "dicom", "chest-ct");
        Assert.SkipUnless(Directory.Exists(folder), "No reference data dicom/chest-ct.");
        return folder;
    }
}
