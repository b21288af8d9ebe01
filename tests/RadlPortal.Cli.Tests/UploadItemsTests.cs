using System.IO.Compression;
using RadlPortal.Cli.Upload;
using Xunit;

namespace RadlPortal.Cli.Tests;

/// <summary>What `radl upload` sends of a folder or a ZIP, and what it refuses before anything is sent.</summary>
public sealed class UploadItemsTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("radl-upload-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public async Task Takes_every_file_of_a_folder_to_any_depth_but_what_systems_leave_behind()
    {
        var deep = Directory.CreateDirectory(Path.Combine(root, "a", "b")).FullName;
        File.WriteAllText(Path.Combine(root, "2.dcm"), "two");
        File.WriteAllText(Path.Combine(deep, "1.dcm"), "one");
        foreach (var junk in (string[])[".DS_Store", "Thumbs.db", "DICOMDIR", "._1.dcm"]) File.WriteAllText(Path.Combine(deep, junk), "junk");
        var items = UploadItems.Of(new DirectoryInfo(root), out _);
        Assert.Equal(["2.dcm", Path.Combine("a", "b", "1.dcm")], items.Select(i => Path.GetRelativePath(root, i.Path)));
        Assert.Equal("one"u8.ToArray(), await items[1].Read(default));
    }

    [Fact]
    public async Task Takes_the_files_of_a_ZIP_several_at_once()
    {
        var entries = Enumerable.Range(0, 30).Select(i => ($"series/{i:00}.dcm", Enumerable.Repeat((byte)i, 5000).ToArray())).ToList();
        var items = UploadItems.Of(Zip([.. entries, ("__MACOSX/series/._00.dcm", [1]), ("series/", [])]), out _);
        Assert.Equal(30, items.Count);
        var read = await Task.WhenAll(items.Select(i => i.Read(default)));
        Assert.Equal(entries.Select(e => e.Item2), read);
    }

    [Fact]
    public void A_link_back_to_the_folder_is_not_followed_and_a_broken_link_keeps_nothing_else_from_being_sent()
    {
        File.WriteAllText(Path.Combine(root, "1.dcm"), "one");
        File.CreateSymbolicLink(Path.Combine(root, "again"), root);
        File.CreateSymbolicLink(Path.Combine(root, "gone.dcm"), Path.Combine(root, "absent"));
        Assert.Equal("1.dcm", Path.GetFileName(Assert.Single(UploadItems.Of(new DirectoryInfo(root), out var hasFailed)).Path));
        Assert.True(hasFailed);
    }

    [Theory]
    [InlineData("../outside.dcm", "leads out of it")]
    [InlineData("a/../../outside.dcm", "leads out of it")]
    [InlineData("/etc/outside.dcm", "leads out of it")]
    public void Refuses_a_ZIP_whose_path_leads_out_of_it(string path, string part) =>
        Assert.Contains(part, Assert.Throws<VerbRefusedException>(() => UploadItems.Of(Zip([("good.dcm", [1, 2]), (path, [1, 2])]), out _)).Message);

    [Fact]
    public void Refuses_a_ZIP_that_grows_beyond_measure() =>
        Assert.Contains("beyond measure", Assert.Throws<VerbRefusedException>(() => UploadItems.Of(Zip([("bomb.dcm", new byte[20_000_000])]), out _)).Message);

    [Fact]
    public void Refuses_what_is_no_ZIP_is_empty_or_is_not_there()
    {
        var text = Path.Combine(root, "notes.txt");
        File.WriteAllText(text, "no ZIP");
        Assert.Contains("neither a folder nor a ZIP", Assert.Throws<VerbRefusedException>(() => UploadItems.Of(new FileInfo(text), out _)).Message);
        Assert.Contains("holds no file", Assert.Throws<VerbRefusedException>(() => UploadItems.Of(Directory.CreateDirectory(Path.Combine(root, "empty")), out _)).Message);
        Assert.Contains("There is no folder or ZIP", Assert.Throws<VerbRefusedException>(() => UploadItems.Of(new DirectoryInfo(Path.Combine(root, "absent")), out _)).Message);
    }

    private FileInfo Zip(IEnumerable<(string Path, byte[] Bytes)> entries)
    {
        var path = Path.Combine(root, "upload.zip");
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            foreach (var (name, bytes) in entries)
            {
                using var stream = archive.CreateEntry(name).Open();
                stream.Write(bytes);
            }
        }

        return new FileInfo(path);
    }
}
