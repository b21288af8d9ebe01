using System.IO.Compression;
using RadlPortal.Core.Imaging;
using RadlPortal.Core.Storage;
using RadlPortal.Dicom;
using RadlPortal.Web.SignIn;

namespace RadlPortal.Web.Imaging;

/// <summary>WADO-RS (PS3.18 section 10.4): objects, frames, metadata and bulk data, straight from the stored bytes where the client takes them as they are.</summary>
internal static class WadoEndpoints
{
    private const int PageOfInstances = 200;
    private const int MostFrames = 1000;

    public static void MapWado(this IEndpointRouteBuilder web)
    {
        web.MapRead("/studies/{studyUid}", InstancesAsync);
        web.MapRead("/studies/{studyUid}/series/{seriesUid}", InstancesAsync);
        web.MapRead("/studies/{studyUid}/series/{seriesUid}/instances/{sopUid}", InstanceAsync);
        web.MapRead("/studies/{studyUid}/metadata", MetadataAsync);
        web.MapRead("/studies/{studyUid}/series/{seriesUid}/metadata", MetadataAsync);
        web.MapRead("/studies/{studyUid}/series/{seriesUid}/instances/{sopUid}/metadata", InstanceMetadataAsync);
        web.MapRead("/studies/{studyUid}/series/{seriesUid}/instances/{sopUid}/frames/{frames}", FramesAsync);
        web.MapRead("/studies/{studyUid}/series/{seriesUid}/instances/{sopUid}/bulkdata/{tag}", BulkDataAsync);
    }

    private static async Task<IResult> InstancesAsync(HttpContext http, string studyUid, string? seriesUid, ImagingCatalog catalog, StoredObjects objects, IBlobStore blobs, CancellationToken cancellation)
    {
        var access = http.StudyAccess();
        var series = await catalog.SeriesAsync(access, studyUid, seriesUid, cancellation);
        if (series.Count == 0) return TypedResults.NotFound();
        var accepted = AcceptedMedia.Of(http.Request);
        MultipartAnswer? answer = null;
        foreach (var one in series)
        {
            for (var skip = 0; skip < one.Instances; skip += PageOfInstances)
            {
                foreach (var instance in await catalog.InstancesAsync(one, skip, PageOfInstances, cancellation))
                {
                    if (FrameMedia.ForInstance(accepted, instance.TransferSyntaxUid) is not { IsMultipart: true } media)
                    {
                        // What a client cannot take is left out once others were sent; before that the answer says so.
                        if (answer is null) return NotAcceptable(FrameMedia.Dicom);
                        continue;
                    }

                    answer ??= MultipartAnswer.Begin(http.Response, FrameMedia.Dicom);
                    if (media.IsStored) await answer.StoredAsync(blobs, instance.BlobKey, 0, instance.Length, media.PartType, cancellation);
                    else await answer.BytesAsync(await objects.NativeFileAsync(instance, cancellation), media.PartType, cancellation);
                }
            }

            await catalog.RecordViewAsync(access, one.Id, cancellation);
        }

        await answer!.EndAsync(cancellation);
        return TypedResults.Empty;
    }

    private static async Task<IResult> InstanceAsync(HttpContext http, string studyUid, string seriesUid, string sopUid, ImagingCatalog catalog, StoredObjects objects, IBlobStore blobs, CancellationToken cancellation)
    {
        var access = http.StudyAccess();
        if (await catalog.InstanceAsync(access, studyUid, seriesUid, sopUid, cancellation) is not { } found) return TypedResults.NotFound();
        if (FrameMedia.ForInstance(AcceptedMedia.Of(http.Request), found.TransferSyntaxUid) is not { } media) return NotAcceptable(FrameMedia.Dicom);
        await catalog.RecordViewAsync(access, found.SeriesId, cancellation);
        if (media.IsStored) return await SendAsync(http, blobs, found, [(0, found.Length)], media, cancellation);
        return await SendAsync(http, [await objects.NativeFileAsync(found, cancellation)], media, cancellation);
    }

    private static async Task<IResult> FramesAsync(HttpContext http, string studyUid, string seriesUid, string sopUid, string frames, ImagingCatalog catalog, StoredObjects objects, IBlobStore blobs, CancellationToken cancellation)
    {
        var access = http.StudyAccess();
        if (await catalog.InstanceAsync(access, studyUid, seriesUid, sopUid, cancellation) is not { } found) return TypedResults.NotFound();
        if (Numbers(frames) is not { } numbers) return TypedResults.Problem("Frames are numbers from 1, with commas between them.", statusCode: StatusCodes.Status400BadRequest);
        if (numbers.Any(n => n > found.Frames)) return TypedResults.NotFound();
        if (FrameMedia.ForFrame(AcceptedMedia.Of(http.Request), found.TransferSyntaxUid) is not { } media || (!media.IsMultipart && numbers.Length > 1)) return NotAcceptable(FrameMedia.Bytes);
        await catalog.RecordViewAsync(access, found.SeriesId, cancellation);
        if (media.IsStored) return await SendAsync(http, blobs, found, Array.ConvertAll(numbers, n => (found.FrameRanges[n * 2 - 2], found.FrameRanges[n * 2 - 1])), media, cancellation);
        return await DecodedAsync(http, found, numbers, media, objects, cancellation);
    }

    private static async Task<IResult> BulkDataAsync(HttpContext http, string studyUid, string seriesUid, string sopUid, string tag, ImagingCatalog catalog, StoredObjects objects, IBlobStore blobs, CancellationToken cancellation)
    {
        var access = http.StudyAccess();
        if (await catalog.InstanceAsync(access, studyUid, seriesUid, sopUid, cancellation) is not { } found) return TypedResults.NotFound();
        if (!uint.TryParse(tag, System.Globalization.NumberStyles.AllowHexSpecifier, null, out var number) || tag.Length != 8) return TypedResults.NotFound();
        if (FrameMedia.ForFrame(AcceptedMedia.Of(http.Request), found.TransferSyntaxUid) is not { } media) return NotAcceptable(FrameMedia.Bytes);
        await catalog.RecordViewAsync(access, found.SeriesId, cancellation);
        var wanted = new DicomTag((ushort)(number >> 16), (ushort)number);
        if (wanted != DicomTags.PixelData || found.Frames == 0)
        {
            // Frames that run over byte borders have no ranges of their own: then the header is the whole object.
            return (await objects.HeaderAsync(found.BlobKey, found.FrameRanges, cancellation))[wanted] is { Items: null, Fragments: null } element
                ? await SendAsync(http, [element.Value.ToArray()], new ChosenMedia(FrameMedia.Bytes, TransferSyntax.ExplicitLittleEndian, media.IsMultipart, true), cancellation)
                : TypedResults.NotFound();
        }

        // Native pixels are one value, whatever their frames; of compressed ones each frame is a part.
        if (media.IsStored && FrameMedia.ImageTypeOf(found.TransferSyntaxUid) is null) return await SendAsync(http, blobs, found, [(found.FrameRanges[0], found.FrameRanges[^2] + found.FrameRanges[^1] - found.FrameRanges[0])], media, cancellation);
        int[] all = [.. Enumerable.Range(1, found.Frames)];
        if (!media.IsMultipart && all.Length > 1) return NotAcceptable(FrameMedia.Bytes);
        return media.IsStored ? await SendAsync(http, blobs, found, Array.ConvertAll(all, n => (found.FrameRanges[n * 2 - 2], found.FrameRanges[n * 2 - 1])), media, cancellation) : await DecodedAsync(http, found, all, media, objects, cancellation);
    }

    private static async Task<IResult> MetadataAsync(HttpContext http, string studyUid, string? seriesUid, ImagingCatalog catalog, SeriesMetadataStore metadata, CancellationToken cancellation)
    {
        var access = http.StudyAccess();
        if (!DicomJsonAnswer.IsAccepted(http.Request)) return NotAcceptable(DicomJsonAnswer.Type);
        var series = await catalog.SeriesAsync(access, studyUid, seriesUid, cancellation);
        if (series.Count == 0) return TypedResults.NotFound();
        foreach (var one in series) await catalog.RecordViewAsync(access, one.Id, cancellation);
        http.Response.ContentType = DicomJsonAnswer.Type;
        http.Response.Headers.Vary = "Accept-Encoding";
        http.Response.Headers.CacheControl = "private, no-cache";
        if (series.Count == 1 && http.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
        {
            var gzipped = await metadata.GzippedAsync(series[0].Id, series[0].Instances, cancellation);
            http.Response.Headers.ContentEncoding = "gzip";
            http.Response.ContentLength = gzipped.Length;
            await http.Response.Body.WriteAsync(gzipped, cancellation);
            return TypedResults.Empty;
        }

        await JoinAsync(http.Response, series, metadata, cancellation);
        return TypedResults.Empty;
    }

    private static async Task<IResult> InstanceMetadataAsync(HttpContext http, string studyUid, string seriesUid, string sopUid, ImagingCatalog catalog, CancellationToken cancellation)
    {
        var access = http.StudyAccess();
        if (!DicomJsonAnswer.IsAccepted(http.Request)) return NotAcceptable(DicomJsonAnswer.Type);
        if (await catalog.InstanceAsync(access, studyUid, seriesUid, sopUid, cancellation) is not { } found) return TypedResults.NotFound();
        await catalog.RecordViewAsync(access, found.SeriesId, cancellation);
        return TypedResults.Text($"[{await catalog.MetadataAsync(found, cancellation)}]", DicomJsonAnswer.Type, System.Text.Encoding.UTF8);
    }

    // The arrays of the series become one array: each is opened without its first and last byte.
    private static async Task JoinAsync(HttpResponse response, IReadOnlyList<StoredSeries> series, SeriesMetadataStore metadata, CancellationToken cancellation)
    {
        for (var i = 0; i < series.Count; i++)
        {
            using var packed = new MemoryStream(await metadata.GzippedAsync(series[i].Id, series[i].Instances, cancellation));
            using var unpacked = new MemoryStream((int)packed.Length * 12);
            await using (var gzip = new GZipStream(packed, CompressionMode.Decompress)) gzip.CopyTo(unpacked, 256 * 1024);
            var json = unpacked.GetBuffer().AsMemory(0, (int)unpacked.Length);
            if (series.Count == 1) response.ContentLength = json.Length;
            else await response.BodyWriter.WriteAsync(i == 0 ? "["u8.ToArray() : ","u8.ToArray(), cancellation);
            await response.Body.WriteAsync(series.Count == 1 ? json : json[1..^1], cancellation);
        }

        if (series.Count > 1) await response.BodyWriter.WriteAsync("]"u8.ToArray(), cancellation);
    }

    private static async Task<IResult> DecodedAsync(HttpContext http, StoredInstance found, int[] numbers, ChosenMedia media, StoredObjects objects, CancellationToken cancellation)
    {
        if (!media.IsMultipart) return await SendAsync(http, [await objects.DecodedAsync(found, numbers[0] - 1, cancellation)], media, cancellation);
        var answer = MultipartAnswer.Begin(http.Response, media.Type);
        foreach (var number in numbers) await answer.BytesAsync(await objects.DecodedAsync(found, number - 1, cancellation), media.PartType, cancellation);
        await answer.EndAsync(cancellation);
        return TypedResults.Empty;
    }

    private static async Task<IResult> SendAsync(HttpContext http, IBlobStore blobs, StoredInstance found, (long Offset, long Length)[] ranges, ChosenMedia media, CancellationToken cancellation)
    {
        if (!media.IsMultipart)
        {
            http.Response.ContentType = media.PartType;
            http.Response.ContentLength = ranges[0].Length;
            http.Response.Headers.CacheControl = "private, max-age=600";
            http.Response.Headers.Vary = "Accept, Cookie, Authorization";
            await blobs.CopyRangeAsync(found.BlobKey, ranges[0].Offset, ranges[0].Length, http.Response.BodyWriter, cancellation);
            return TypedResults.Empty;
        }

        var answer = MultipartAnswer.Begin(http.Response, media.Type, ranges.Length == 1 ? (media.PartType, ranges[0].Length) : null);
        foreach (var (offset, length) in ranges) await answer.StoredAsync(blobs, found.BlobKey, offset, length, media.PartType, cancellation);
        await answer.EndAsync(cancellation);
        return TypedResults.Empty;
    }

    private static async Task<IResult> SendAsync(HttpContext http, byte[][] parts, ChosenMedia media, CancellationToken cancellation)
    {
        if (!media.IsMultipart) return TypedResults.Bytes(parts[0], media.PartType);
        var answer = MultipartAnswer.Begin(http.Response, media.Type);
        foreach (var part in parts) await answer.BytesAsync(part, media.PartType, cancellation);
        await answer.EndAsync(cancellation);
        return TypedResults.Empty;
    }

    private static IResult NotAcceptable(string offered) => TypedResults.Problem($"Nothing that the Accept header takes can be given; {offered} can.", statusCode: StatusCodes.Status406NotAcceptable);

    private static int[]? Numbers(string frames)
    {
        var parts = frames.Split(',');
        var numbers = new int[parts.Length];
        for (var i = 0; i < parts.Length; i++)
            if (!int.TryParse(parts[i], System.Globalization.NumberStyles.None, null, out numbers[i]) || numbers[i] < 1) return null;
        return numbers.Length <= MostFrames ? numbers : null;
    }
}
