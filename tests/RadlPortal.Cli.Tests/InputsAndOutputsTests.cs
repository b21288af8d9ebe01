using System.Diagnostics;
using System.Net.Sockets;
using RadlPortal.Dicom;
using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Volumes;
using RadlPortal.Dicom.Writing;
using RadlPortal.Numerics.Volumes;
using Xunit;

namespace RadlPortal.Cli.Tests;

/// <summary>What `radl dicom` and `radl deidentify` make of folders and outputs as they are found on disks.</summary>
public sealed class InputsAndOutputsTests : IDisposable
{
    private static readonly VolumeGeometry Geometry = new(7, 5, 4, new Vector3(0.7, 0.9, 2.5), new Vector3(-10, 20, -30));
    private readonly string root = Directory.CreateTempSubdirectory("radl-paths-").FullName;
    private readonly string input;

    public InputsAndOutputsTests() => input = Directory.CreateDirectory(At("in")).FullName;

    // Names that .NET cannot write it cannot delete either.
    public void Dispose() => Shell("rm -rf \"$0\"", root);

    [Theory]
    [InlineData("to-nrrd", "file")]
    [InlineData("to-nrrd", "file/below")]
    [InlineData("to-nrrd", "file/below.nrrd")]
    [InlineData("to-nrrd", "folder.nrrd")]
    [InlineData("to-nrrd", "absent/x.nii.gz")]
    [InlineData("to-nrrd", "result.xyz")]
    [InlineData("seg", "absent/x.dcm")]
    [InlineData("seg", "file/below")]
    [InlineData("rtstruct", "result.xyz")]
    [InlineData("check", "file")]
    [InlineData("deidentify", "file/below")]
    public void An_output_that_cannot_be_written_is_one_sentence_that_names_it(string verb, string target)
    {
        WriteSeries();
        File.WriteAllText(At("file"), "");
        Directory.CreateDirectory(At("folder.nrrd"));
        var labels = At("labels.nrrd");
        using (var stream = File.Create(labels)) NrrdFormat.Write(Volume.Of(Geometry, Enumerable.Repeat((byte)1, Geometry.VoxelCount).ToArray()), stream);
        var (output, error, status) = verb switch
        {
            "check" => RadlProcess.Run("dicom", "check", input, "--store-to", At(target)),
            "deidentify" => RadlProcess.Run("deidentify", input, At(target), "--key-file", At("key"), "--create-key"),
            "to-nrrd" => RadlProcess.Run("dicom", verb, input, At(target)),
            _ => RadlProcess.Run("dicom", verb, labels, input, At(target)),
        };
        Assert.Empty(output);
        Assert.Contains(target.StartsWith("file/", StringComparison.Ordinal) ? At("file") : At(target), Assert.Single(error));
        Assert.DoesNotContain("labels.nrrd", error[0]);
        Assert.Equal(1, status);
        Assert.False(Directory.Exists(At("result.xyz")));
    }

    [Fact]
    public void A_pipe_a_socket_a_device_and_a_broken_link_are_told_and_not_read()
    {
        WriteSeries();
        Shell("mkfifo \"$0\"", At("in/pipe"));
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(At("in/socket")));
        File.CreateSymbolicLink(At("in/device"), "/dev/zero");
        File.CreateSymbolicLink(At("in/broken"), At("nowhere"));
        File.CreateSymbolicLink(At("in/linked"), At("in/0.dcm"));
        var (output, error, status) = RadlProcess.Run("dicom", "check", input);
        Assert.Equal(5, output.Length);
        Assert.Equal(1, status);
        Assert.Equal(4, error.Length);
        foreach (var word in (string[])["pipe: This is a named pipe", "socket: This is a socket", "device: This is a device", "broken: This is a link to"]) Assert.Single(error, line => line.Contains(word));
    }

    [Fact]
    public void A_link_to_a_folder_above_is_not_followed_and_one_that_leads_out_is_told()
    {
        WriteSeries();
        Directory.CreateSymbolicLink(At("in/again"), input);
        Directory.CreateSymbolicLink(At("in/above"), root);
        var (output, error, status) = RadlProcess.Run("dicom", "check", input, input);
        Assert.Equal((4, 0, 0), (output.Length, error.Length, status));
        Directory.CreateDirectory(At("other"));
        Directory.CreateSymbolicLink(At("in/out"), At("other"));
        (output, error, status) = RadlProcess.Run("dicom", "check", input);
        Assert.Equal((4, 1), (output.Length, status));
        Assert.Contains(At("other"), Assert.Single(error));
    }

    [Fact]
    public void A_folder_that_cannot_be_entered_is_told()
    {
        WriteSeries();
        // Deeper than the system takes a path: it cannot be entered by anybody, whatever his rights.
        Shell("cd \"$0\" && for i in $(seq 22); do mkdir $(printf 'd%.0s' $(seq 200)) && cd d* || exit 1; done", input);
        var (output, error, status) = RadlProcess.Run("dicom", "check", input);
        Assert.Equal(4, output.Length);
        Assert.Contains(input, Assert.Single(error));
        Assert.Equal(1, status);
    }

    [Theory]
    [InlineData("dicom", "check")]
    [InlineData("dicom", "frames")]
    [InlineData("dicom", "dump")]
    [InlineData("dicom", "to-nrrd", "OUT")]
    [InlineData("deidentify", "", "OUT")]
    public void An_empty_folder_is_told(params string[] words)
    {
        var arguments = words.Where(w => w.Length > 0).SelectMany(w => w == "OUT" ? [input, At("out")] : (string[])[w]).ToList();
        if (!arguments.Contains(input)) arguments.Add(input);
        if (words[0] == "deidentify") arguments.AddRange(["--key-file", At("key"), "--create-key"]);
        var (output, error, status) = RadlProcess.Run([.. arguments]);
        Assert.Empty(output);
        Assert.EndsWith($"There is no file in {input}.", Assert.Single(error));
        Assert.Equal(1, status);
        Assert.False(Path.Exists(At("out")));
    }

    [Fact]
    public void Control_characters_in_names_are_escaped_and_a_name_that_is_no_UTF8_is_told_with_its_folder()
    {
        var slice = Slices()[0];
        File.WriteAllBytes(At("in/a\tb\nc\u001b[31m.dcm"), slice);
        File.WriteAllBytes(At("in/empty"), []);
        File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(At("in/z\uFFFD")).FullName, "1.dcm"), slice);
        Shell("mkdir \"$0/$(printf 'y\\377')\"", input);
        Shell("cp \"$0/empty\" \"$0/$(printf 'x\\377.dcm')\"", input);
        var (output, error, status) = RadlProcess.Run("dicom", "check", input);
        Assert.Equal(1, status);
        Assert.Equal(3, output.Length);
        Assert.Equal([$@"{input}/a\tb\nc\x1b[31m.dcm", "accept", ""], output[0].Split('\t'));
        Assert.Contains("The file is empty", output[1]);
        Assert.Equal(2, error.Length);
        Assert.All(error, line => Assert.Matches($"^{input}/.*not valid UTF-8", line));
    }

    [Theory]
    [InlineData("deidentify", "in")]
    [InlineData("deidentify", "in/out")]
    [InlineData("deidentify", "in/a/..")]
    [InlineData("deidentify", "link/out")]
    [InlineData("deidentify", "")]
    [InlineData("check", "in/out")]
    [InlineData("check", "")]
    [InlineData("to-nrrd", "in")]
    [InlineData("to-nrrd", "link/out")]
    [InlineData("to-nrrd", "in/out.nrrd")]
    public void An_output_that_would_mix_with_what_is_read_is_refused_before_anything_is_written(string verb, string target)
    {
        WriteSeries();
        Directory.CreateSymbolicLink(At("link"), input);
        var before = Tree();
        var (output, error, status) = verb switch
        {
            "deidentify" => RadlProcess.Run("deidentify", input, At(target), "--key-file", At("key"), "--create-key"),
            "check" => RadlProcess.Run("dicom", "check", input, "--store-to", At(target)),
            _ => RadlProcess.Run("dicom", "to-nrrd", input, At(target)),
        };
        Assert.Empty(output);
        Assert.Contains("would mix", Assert.Single(error));
        Assert.Equal(1, status);
        Assert.Equal(before, Tree());
    }

    [Fact]
    public void Files_of_one_UID_are_written_once_and_the_others_told_the_same_in_every_run()
    {
        var slices = Slices();
        for (var i = 0; i < 8; i++) File.WriteAllBytes(At($"in/{i}.dcm"), i switch { 0 or 5 => slices[0], 7 => slices[1], _ => Other(slices[0], i) });
        for (var run = 0; run < 2; run++)
        {
            var (output, error, status) = RadlProcess.Run("deidentify", input, At("out"), "--key-file", At("key"), "--create-key");
            Assert.Equal(1, status);
            var verdicts = output.Select(l => l.Split('\t')).ToDictionary(l => Path.GetFileName(l[0]), l => l);
            Assert.Equal(["0.dcm", "7.dcm"], verdicts.Where(v => v.Value[1] == "ok").Select(v => v.Key).Order(StringComparer.Ordinal));
            Assert.Equal(["duplicate", "refused"], [verdicts["5.dcm"][1], verdicts["3.dcm"][1]]);
            Assert.Contains(At("in/0.dcm"), verdicts["3.dcm"][2]);
            Assert.Contains("2 files de-identified, 1 passed over as a duplicate, 5 refused", error[^1]);
            Assert.Equal(2, Directory.GetFiles(At("out"), "*", SearchOption.AllDirectories).Length);
            Assert.Equal(DicomFile.Read(slices[0]).Dataset[DicomTags.PixelData]!.Value.ToArray(), DicomFile.Read(File.ReadAllBytes(verdicts["0.dcm"][2])).Dataset[DicomTags.PixelData]!.Value.ToArray());
        }
    }

    [Fact]
    public void Files_of_one_name_from_several_folders_are_stored_beside_each_other()
    {
        var slices = Slices();
        foreach (var (folder, index) in ((string, int)[])[("a", 0), ("b", 1)]) File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(At(folder)).FullName, "1.dcm"), slices[index]);
        Assert.Equal(0, RadlProcess.Run("dicom", "check", At("a"), At("b"), "--store-to", At("out")).Status);
        Assert.Equal(["1-2.dcm", "1.dcm"], Directory.GetFiles(At("out")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_series_that_makes_no_volume_is_named_by_its_file_or_folder()
    {
        var slices = Slices();
        File.WriteAllBytes(At("in/only.dcm"), slices[0]);
        Assert.Contains($"{At("in/only.dcm")} (series 2.25.2): The series has only 1 slice; ", Assert.Single(RadlProcess.Run("dicom", "to-nrrd", input, At("out")).Error));
        File.WriteAllBytes(At("in/two.dcm"), slices[1]);
        Assert.Contains($"{input} (series 2.25.2): The series has only 2 slices; ", Assert.Single(RadlProcess.Run("dicom", "to-nrrd", input, At("out")).Error));
    }

    [Fact]
    public void A_structure_set_that_radl_writes_passes_the_gate()
    {
        WriteSeries();
        using (var stream = File.Create(At("GTV.nrrd"))) NrrdFormat.Write(Volume.Of(Geometry, Enumerable.Repeat((byte)1, Geometry.VoxelCount).ToArray()), stream);
        foreach (var verb in (string[])["seg", "rtstruct"])
        {
            Assert.Equal(0, RadlProcess.Run("dicom", verb, At("GTV.nrrd"), input, At(verb + ".dcm")).Status);
            var (output, _, status) = RadlProcess.Run("dicom", "check", At(verb + ".dcm"));
            Assert.Contains(Assert.Single(output).Split('\t')[1], (string[])["accept", "warn"]);
            Assert.Equal(0, status);
        }
    }

    [Fact]
    public void A_missing_path_is_told_once_and_the_others_are_read()
    {
        WriteSeries();
        var (output, error, status) = RadlProcess.Run("dicom", "frames", At("absent.nrrd"), input);
        Assert.Equal((4, 1), (output.Length, status));
        Assert.Equal(2, Assert.Single(error).Split("absent.nrrd").Length);
    }

    private string At(string relative) => relative.Length == 0 ? root : Path.Combine(root, relative);

    private string[] Tree() => [.. Directory.GetFileSystemEntries(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static List<byte[]> Slices() =>
        [.. CtSeriesWriter.Write(Volume.Of(Geometry, new short[Geometry.VoxelCount]), new CtSeriesFacts { SubjectCode = "A-001", StudyInstanceUid = "2.25.1", SeriesInstanceUid = "2.25.2", FrameOfReferenceUid = "2.25.3" })];

    private void WriteSeries()
    {
        foreach (var (i, slice) in Slices().Index()) File.WriteAllBytes(At($"in/{i}.dcm"), slice);
    }

    private static byte[] Other(byte[] slice, int value)
    {
        var dataset = DicomFile.Read(slice).Dataset;
        return DicomWriter.Write(dataset.Set(new DicomElement(DicomTags.PixelData, "OW", Enumerable.Repeat((byte)value, dataset[DicomTags.PixelData]!.Value.Length).ToArray())), TransferSyntax.ExplicitLittleEndian).Bytes;
    }

    private static void Shell(string script, string argument)
    {
        using var shell = Process.Start("bash", ["-c", script, argument]);
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
    }
}
