using System.Net;
using System.Text.Json;
using RadlPortal.Dicom;
using RadlPortal.Dicom.Codecs;
using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Writing;
using RadlPortal.Numerics.Volumes;
using RadlPortal.Web.Tests.Hosting;
using Xunit;

namespace RadlPortal.Web.Tests.Imaging;

/// <summary>WADO-RS and QIDO-RS, PS3.18 sections 10.4 and 10.6.</summary>
public sealed class WadoTests(PortalHost host) : IClassFixture<PortalHost>
{
    private const string AnySyntax = "multipart/related; type=\"application/octet-stream\"; transfer-syntax=*";
    private const string AnyObject = "multipart/related; type=\"application/dicom\"; transfer-syntax=*";

    [Fact]
    public async Task A_series_comes_back_as_the_objects_that_were_sent()
    {
        var (client, series, files) = await StoredAsync("one-north-1", "2.25.500");
        using var answer = await client.GetAsync(series, AnyObject);
        var parts = await answer.PartsAsync();
        Assert.Equal(files.Count, parts.Count);
        Assert.All(parts, p => Assert.Equal("application/dicom; transfer-syntax=1.2.840.10008.1.2.1", p.Type));
        var sent = files.Select(f => DicomFile.Read(f).Dataset).ToDictionary(d => d.Text(DicomTags.SopInstanceUid)!);
        foreach (var (_, bytes) in parts)
        {
            var stored = DicomFile.Read(bytes).Dataset;
            Assert.Equal(sent[stored.Text(DicomTags.SopInstanceUid)!][DicomTags.PixelData]!.Value.ToArray(), stored[DicomTags.PixelData]!.Value.ToArray());
        }

        using var study = await client.GetAsync(series[..series.IndexOf("/series", StringComparison.Ordinal)], AnyObject);
        Assert.Equal(files.Count, (await study.PartsAsync()).Count);
    }

    [Fact]
    public async Task Frames_are_the_stored_bytes_and_one_alone_needs_no_multipart()
    {
        var (client, series, files) = await StoredAsync("one-north-1", "2.25.501");
        var first = DicomFile.Read(files[0]).Dataset;
        var path = $"{series}/instances/{first.Text(DicomTags.SopInstanceUid)}/frames/1";
        using var many = await client.GetAsync(path, AnySyntax);
        Assert.Equal(first[DicomTags.PixelData]!.Value.ToArray(), Assert.Single(await many.PartsAsync()).Bytes);
        using var single = await client.GetAsync(path, "application/octet-stream");
        Assert.Equal(first[DicomTags.PixelData]!.Value.ToArray(), await single.Content.ReadAsByteArrayAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(path.Replace("frames/1", "frames/2"), AnySyntax)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync(path.Replace("frames/1", "frames/0"), AnySyntax)).StatusCode);
        Assert.Equal(HttpStatusCode.NotAcceptable, (await client.GetAsync(path, "image/gif")).StatusCode);
    }

    [Fact]
    public async Task Compressed_frames_are_sent_as_stored_or_decoded_as_the_client_asks()
    {
        using var client = await host.UploadProgramAsync(host.NorthSite);
        var (file, pixels) = Rle("one-north-1", "2.25.502");
        var (answer, _) = await client.StowAsync("/dicomweb/one/studies", file);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var sop = DicomFile.Read(file).Dataset.Text(DicomTags.SopInstanceUid);
        var path = $"/dicomweb/one/studies/2.25.502.1/series/2.25.502/instances/{sop}";
        var stored = DicomFile.Read(file).Dataset[DicomTags.PixelData]!.Fragments![1].ToArray();

        var asStored = Assert.Single(await (await client.GetAsync($"{path}/frames/1", AnySyntax)).PartsAsync());
        Assert.Equal(("application/octet-stream; transfer-syntax=1.2.840.10008.1.2.5", stored.Length), (asStored.Type, asStored.Bytes.Length));
        var asImage = Assert.Single(await (await client.GetAsync($"{path}/frames/1", "multipart/related; type=image/dicom-rle")).PartsAsync());
        Assert.Equal(stored, asImage.Bytes);
        var decoded = Assert.Single(await (await client.GetAsync($"{path}/frames/1", "multipart/related; type=\"application/octet-stream\"")).PartsAsync());
        Assert.Equal(pixels, decoded.Bytes);
        var native = Assert.Single(await (await client.GetAsync(path, "multipart/related; type=\"application/dicom\"")).PartsAsync());
        Assert.Equal(pixels, DicomFile.Read(native.Bytes).Dataset[DicomTags.PixelData]!.Value.ToArray());
        Assert.Equal(HttpStatusCode.NotAcceptable, (await client.GetAsync($"{path}/frames/1", "multipart/related; type=\"application/octet-stream\"; transfer-syntax=1.2.840.10008.1.2.4.90")).StatusCode);
    }

    [Fact]
    public async Task Metadata_names_the_pixels_by_an_address_that_gives_them()
    {
        var (client, series, files) = await StoredAsync("one-north-1", "2.25.503");
        var metadata = await client.JsonAsync($"{series}/metadata");
        Assert.Equal(files.Count, metadata.GetArrayLength());
        var first = metadata[0];
        var address = first.GetProperty("7FE00010").GetProperty("BulkDataURI").GetString()!;
        using var bulk = await client.GetAsync(address, "application/octet-stream");
        var sent = files.Select(f => DicomFile.Read(f).Dataset).Single(d => d.Text(DicomTags.SopInstanceUid) == first.Value("00080018").GetString());
        Assert.Equal(sent[DicomTags.PixelData]!.Value.ToArray(), await bulk.Content.ReadAsByteArrayAsync());
        var study = await client.JsonAsync($"{series[..series.IndexOf("/series", StringComparison.Ordinal)]}/metadata");
        Assert.Equal(files.Count, study.GetArrayLength());
        var instance = await client.JsonAsync($"{series}/instances/{first.Value("00080018").GetString()}/metadata");
        Assert.Equal(first.GetRawText(), instance[0].GetRawText());
    }

    [Fact]
    public async Task Metadata_of_a_series_grow_with_it_and_are_compressed_for_who_takes_it()
    {
        using var client = await host.UploadProgramAsync(host.NorthSite);
        var files = TestSeries.Files("one-north-1", "2.25.504");
        const string path = "/dicomweb/one/studies/2.25.504.1/series/2.25.504/metadata";
        await client.StowAsync("/dicomweb/one/studies", files[0]);
        Assert.Equal(1, (await client.JsonAsync(path)).GetArrayLength());
        await client.StowAsync("/dicomweb/one/studies", files[1], files[2]);
        Assert.Equal(3, (await client.JsonAsync(path)).GetArrayLength());
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept-Encoding", "gzip");
        using var answer = await client.SendAsync(request);
        Assert.Equal("gzip", Assert.Single(answer.Content.Headers.ContentEncoding));
        await using var unpacked = new System.IO.Compression.GZipStream(await answer.Content.ReadAsStreamAsync(), System.IO.Compression.CompressionMode.Decompress);
        Assert.Equal(3, (await JsonDocument.ParseAsync(unpacked)).RootElement.GetArrayLength());
    }

    [Theory]
    [InlineData("rendered", "image/jpeg", "FF-D8")]
    [InlineData("rendered?window=40,400,linear&viewport=12,10", "image/png", "89-50")]
    [InlineData("frames/1/rendered", "image/jpeg", "FF-D8")]
    [InlineData("thumbnail", "image/jpeg", "FF-D8")]
    public async Task Pictures_are_rendered(string resource, string type, string begins)
    {
        var (client, series, files) = await StoredAsync("one-north-2", "2.25.505");
        var sop = DicomFile.Read(files[5]).Dataset.Text(DicomTags.SopInstanceUid);
        using var answer = await client.GetAsync($"{series}/instances/{sop}/{resource}", type);
        Assert.Equal((HttpStatusCode.OK, type), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Equal(begins, BitConverter.ToString(await answer.Content.ReadAsByteArrayAsync(), 0, 2));
        using var ofSeries = await client.GetAsync($"{series}/thumbnail", "image/jpeg");
        Assert.Equal(HttpStatusCode.OK, ofSeries.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync($"{series}/instances/{sop}/rendered?window=a,b", "*/*")).StatusCode);
    }

    [Fact]
    public async Task Searches_find_by_subject_date_and_UID_and_page()
    {
        var (client, series, _) = await StoredAsync("one-north-1", "2.25.506");
        await StoredAsync("one-north-2", "2.25.507");
        const string root = "/dicomweb/one";
        var study = Assert.Single((await client.JsonAsync($"{root}/studies?StudyInstanceUID=2.25.506.1")).EnumerateArray());
        Assert.Equal(("one-north-1", TestSeries.Slices, 1), (study.Value("00100020").GetString(), study.Value("00201208").GetInt32(), study.Value("00201206").GetInt32()));
        Assert.EndsWith("/dicomweb/one/studies/2.25.506.1", study.Value("00081190").GetString());
        Assert.All((await client.JsonAsync($"{root}/studies?PatientID=one-north-2")).EnumerateArray(), s => Assert.Equal("one-north-2", s.Value("00100020").GetString()));
        Assert.True((await client.JsonAsync($"{root}/studies?PatientName=one-north-*")).GetArrayLength() >= 2);
        Assert.Equal(2, (await client.JsonAsync($"{root}/studies?StudyInstanceUID=2.25.506.1,2.25.507.1&00080061=CT")).GetArrayLength());
        Assert.Equal(1, (await client.JsonAsync($"{root}/studies?StudyInstanceUID=2.25.506.1,2.25.507.1&limit=1&offset=1")).GetArrayLength());
        Assert.Equal(HttpStatusCode.NoContent, (await client.GetAsync($"{root}/studies?StudyDate=19000101-19000102", "application/dicom+json")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync($"{root}/studies?StudyDate=yesterday", "application/dicom+json")).StatusCode);
        var found = Assert.Single((await client.JsonAsync($"{root}/studies/2.25.506.1/series")).EnumerateArray());
        Assert.Equal("2.25.506", found.Value("0020000E").GetString());
        var instances = await client.JsonAsync($"{series}/instances?limit=3&includefield=SliceThickness");
        Assert.Equal(3, instances.GetArrayLength());
        Assert.Equal(20, instances[0].Value("00280010").GetInt32());
        Assert.True(instances[0].TryGetProperty("00180050", out _));
        Assert.False(instances[0].TryGetProperty("00200032", out _));
        using var ignored = await client.GetAsync($"{root}/studies?InstitutionName=x&limit=1", "application/dicom+json");
        Assert.Contains("InstitutionName", Assert.Single(ignored.Headers.GetValues("Warning")));
    }

    [Fact]
    public async Task A_search_that_the_portal_cuts_says_so_and_one_that_the_client_cuts_does_not()
    {
        var grid = new VolumeGeometry(4, 4, 501, new Vector3(1.5, 1.5, 2), new Vector3(-20, -30, 40));
        using var client = await host.UploadProgramAsync(host.NorthSite);
        var (stored, _) = await client.StowAsync("/dicomweb/one/studies", [.. CtSeriesWriter.Write(Volume.Of(grid, new short[grid.VoxelCount]), new CtSeriesFacts { SubjectCode = "one-north-1", StudyInstanceUid = "2.25.509.1", SeriesInstanceUid = "2.25.509", FrameOfReferenceUid = "2.25.509.2" })]);
        Assert.Equal(HttpStatusCode.OK, stored.StatusCode);
        const string instances = "/dicomweb/one/studies/2.25.509.1/instances";
        using var cut = await client.GetAsync(instances, "application/dicom+json");
        Assert.Contains("At most 500", Assert.Single(cut.Headers.GetValues("Warning")));
        foreach (var own in (string[])["?limit=500", "?limit=1000", "?offset=500", "?limit=20"])
        {
            using var whole = await client.GetAsync(instances + own, "application/dicom+json");
            Assert.False(whole.Headers.Contains("Warning"), own);
        }
    }

    [Fact]
    public async Task The_head_of_what_is_read_can_be_asked_for_and_a_program_without_a_token_is_told_how_to_sign_in()
    {
        var (client, series, _) = await StoredAsync("one-north-1", "2.25.510");
        foreach (var path in (string[])["/dicomweb/one/studies", $"{series}/metadata"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, path);
            using var answer = await client.SendAsync(request);
            Assert.Equal((HttpStatusCode.OK, "application/dicom+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        }

        using var nobody = await host.ClientAsync(null);
        using var refused = await nobody.GetAsync("/dicomweb/one/studies", "application/dicom+json");
        Assert.Equal((HttpStatusCode.Unauthorized, "Bearer"), (refused.StatusCode, refused.Headers.WwwAuthenticate.ToString()));
    }

    [Fact]
    public async Task Another_site_sees_nothing_of_it()
    {
        var (_, series, files) = await StoredAsync("one-north-1", "2.25.508");
        using var south = await host.ClientAsync("south@one.example");
        var sop = DicomFile.Read(files[0]).Dataset.Text(DicomTags.SopInstanceUid);
        foreach (var path in new[] { series, $"{series}/metadata", $"{series}/thumbnail", $"{series}/instances/{sop}", $"{series}/instances/{sop}/frames/1", $"{series}/instances/{sop}/rendered", $"{series}/instances/{sop}/bulkdata/7FE00010" })
            Assert.Equal(HttpStatusCode.NotFound, (await south.GetAsync(path, "*/*")).StatusCode);
        foreach (var path in new[] { "/dicomweb/one/studies?StudyInstanceUID=2.25.508.1", "/dicomweb/one/series?SeriesInstanceUID=2.25.508", $"{series}/instances" })
            Assert.Equal(HttpStatusCode.NoContent, (await south.GetAsync(path, "*/*")).StatusCode);
    }

    private async Task<(HttpClient Client, string Series, List<byte[]> Files)> StoredAsync(string subject, string seriesUid)
    {
        var client = await host.UploadProgramAsync(host.NorthSite);
        var files = TestSeries.Files(subject, seriesUid);
        var (answer, _) = await client.StowAsync("/dicomweb/one/studies", [.. files]);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (client, $"/dicomweb/one/studies/{seriesUid}.1/series/{seriesUid}", files);
    }

    private static (byte[] File, byte[] Pixels) Rle(string subject, string seriesUid)
    {
        var dataset = DicomFile.Read(TestSeries.Files(subject, seriesUid)[0]).Dataset;
        var pixels = dataset[DicomTags.PixelData]!.Value.ToArray();
        var encoded = RleCodec.Encode(pixels, PixelLayout.Of(dataset));
        dataset.Set(new DicomElement(DicomTags.PixelData, "OB", [ReadOnlyMemory<byte>.Empty, encoded]));
        dataset.TransferSyntaxUid = TransferSyntax.Rle;
        return (DicomWriter.Write(dataset, TransferSyntax.Rle).Bytes, pixels);
    }
}
