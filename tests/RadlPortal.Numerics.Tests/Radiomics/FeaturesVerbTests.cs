using System.CommandLine;
using System.Text.Json;
using RadlPortal.Cli;
using RadlPortal.Cli.Features;
using RadlPortal.Numerics.Radiomics;
using RadlPortal.Numerics.Volumes;
using Xunit;

namespace RadlPortal.Numerics.Tests.Radiomics;

/// <summary>`radl features` on files made here.</summary>
public sealed class FeaturesVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("features").FullName;

    public FeaturesVerbTests()
    {
        var grid = new VolumeGeometry(16, 15, 14, new Vector3(1, 1, 2));
        var random = new Random(5);
        var image = Volume.Of(grid, [.. Enumerable.Range(0, grid.VoxelCount).Select(_ => (short)random.Next(-200, 300))]);
        var labels = new byte[grid.VoxelCount];
        for (var z = 4; z < 9; z++)
            for (var y = 4; y < 9; y++)
                for (var x = 4; x < 12; x++) labels[grid.Offset(x, y, z)] = (byte)(x < 8 ? 1 : 3);
        using (var file = File.Create(At("image.nrrd"))) NrrdFormat.Write(image, file);
        using (var file = File.Create(At("image.nii.gz"))) NiftiFormat.Write(image, file);
        using (var file = File.Create(At("mask.nrrd"))) NrrdFormat.Write(new Labelmap(grid, labels), file);
        File.WriteAllText(At("params.yaml"), "setting: {binWidth: 20}\nimageType: {Original: , Wavelet: {wavelet: haar}}\nfeatureClass: {firstorder: [Mean, Energy], glcm: [Contrast]}\n");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task JSON_is_one_object_of_name_and_number()
    {
        Assert.Equal(0, await Run("features", At("image.nrrd"), At("mask.nrrd"), "--label", "3", "-p", At("params.yaml"), "-o", At("out.json")));
        var values = JsonSerializer.Deserialize<Dictionary<string, double?>>(File.ReadAllText(At("out.json")))!;
        Assert.Equal(27, values.Count);
        Assert.Equal(["original_firstorder_Mean", "original_firstorder_Energy", "original_glcm_Contrast", "wavelet-LLH_firstorder_Mean"], values.Keys.Take(4));
        var expected = FeatureExtractor.Extract(VolumeFile.Read(At("image.nrrd")), VolumeFile.ReadLabelmap(At("mask.nrrd")), ExtractionParameters.Parse("setting: {label: 3, binWidth: 20}"));
        Assert.Equal(expected.Values.Single(f => f.Name == "original_glcm_Contrast").Value, values["original_glcm_Contrast"]);
    }

    [Fact]
    public async Task CSV_has_PyRadiomics_columns()
    {
        Assert.Equal(0, await Run("features", At("image.nii.gz"), At("mask.nrrd"), "-o", At("out.csv")));
        var lines = File.ReadAllLines(At("out.csv"));
        Assert.Equal(2, lines.Length);
        var header = lines[0].Split(',');
        Assert.Equal(["Image", "Mask", "diagnostics_Versions_PyRadiomics"], header.Take(3));
        Assert.Equal(107, header.Count(h => h.StartsWith("original_")));
        Assert.Contains("diagnostics_Mask-original_VoxelNum", header);
    }

    [Fact]
    public async Task A_table_of_cases_goes_on_after_a_case_that_cannot_be_computed()
    {
        File.WriteAllText(At("cases.csv"), "Subject,Image,Mask,Label\n\"a, one\",image.nrrd,mask.nrrd,1\nb,image.nrrd,missing.nrrd,1\nc,image.nrrd,mask.nrrd,2\nd,image.nii.gz,mask.nrrd,3\n");
        Assert.Equal(1, await Run("features", At("cases.csv"), "-p", At("params.yaml"), "-o", At("table.csv"), "--jobs", "2"));
        var lines = File.ReadAllLines(At("table.csv"));
        Assert.Equal(5, lines.Length);
        Assert.StartsWith("Subject,Image,Mask,Label,diagnostics_", lines[0]);
        Assert.StartsWith("\"a, one\",image.nrrd,mask.nrrd,1,RadlPortal", lines[1]);
        Assert.StartsWith("b,image.nrrd,missing.nrrd,1,,", lines[2]);
        Assert.EndsWith(",,", lines[3]);
        Assert.Equal(lines[1].Split(',')[^1].Length > 0, lines[4].Split(',')[^1].Length > 0);
        Assert.Equal(1, await Run("features", At("cases.csv"), "-p", At("params.yaml"), "-o", At("table.json")));
        using var json = JsonDocument.Parse(File.ReadAllText(At("table.json")));
        Assert.Equal(4, json.RootElement.GetArrayLength());
        Assert.Contains("missing.nrrd", json.RootElement[1].GetProperty("error").GetString());
        Assert.Contains("label 2", json.RootElement[2].GetProperty("error").GetString());
    }

    [Theory]
    [InlineData("image.nrrd", "mask.nrrd", "setting: {binwidth: 1}", "binwidth")]
    [InlineData("image.nrrd", "image.nrrd", "", "image.nrrd: The mask holds the value")]
    [InlineData("nothing.nrrd", "mask.nrrd", "", "nothing.nrrd: there is no such image")]
    [InlineData("broken.nrrd", "mask.nrrd", "", "broken.nrrd")]
    [InlineData("params.yaml", "mask.nrrd", "", "params.yaml")]
    [InlineData("image.nrrd", "params.yaml", "", "params.yaml")]
    public async Task Bad_input_is_named(string image, string mask, string parameters, string part)
    {
        File.WriteAllBytes(At("broken.nrrd"), File.ReadAllBytes(At("image.nrrd"))[..600]);
        File.WriteAllText(At("other.yaml"), parameters);
        var refused = await Assert.ThrowsAsync<VerbRefusedException>(() => Run("features", At(image), At(mask), "-p", At("other.yaml"), "-o", At("out.csv")));
        Assert.Contains(part, refused.Message);
        Assert.False(File.Exists(At("out.csv")));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("Image\nx.nrrd\n", "Mask")]
    [InlineData("Image,Mask\n", "no case")]
    [InlineData("Image,Mask,Image\na,b,c\n", "twice")]
    [InlineData("Image,Mask\na.nrrd,\n", "line 2")]
    public async Task A_table_that_is_none_is_refused(string table, string part)
    {
        File.WriteAllText(At("cases.csv"), table);
        Assert.Contains(part, (await Assert.ThrowsAsync<VerbRefusedException>(() => Run("features", At("cases.csv"), "-o", At("out.csv")))).Message);
    }

    [Fact]
    public async Task A_DICOM_folder_with_SEG_or_RTSTRUCT_gives_PyRadiomics_values()
    {
        var chest = SharedData.Folder("dicom/chest-ct");
        File.WriteAllText(At("shape.yaml"), "featureClass: {shape: , firstorder: }");
        var wanted = ReferenceCase.Values("lungA_orig_bw25.json");
        foreach (var mask in (string[])["SEG.dcm", "RTSTRUCT.dcm"])
        {
            Assert.Equal(0, await Run("features", Path.Combine(chest, "ct"), Path.Combine(chest, mask), "-p", At("shape.yaml"), "-o", At("chest.json")));
            var values = JsonSerializer.Deserialize<Dictionary<string, double?>>(File.ReadAllText(At("chest.json")))!;
            Assert.Equal(32, values.Count);
            foreach (var (name, value) in values) Assert.Equal(wanted.GetProperty(name).GetDouble(), value!.Value, 1e-6 * Math.Abs(value.Value) + 1e-9);
        }
    }

    private static Task<int> Run(params string[] args) =>
        new RootCommand { FeaturesCommand.Create() }.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });

    private string At(string file) => Path.Combine(folder, file);
}
