using System.Globalization;
using RadlPortal.Core.Imaging;
using RadlPortal.Dicom;
using RadlPortal.Web.SignIn;

namespace RadlPortal.Web.Imaging;

/// <summary>Rendered and thumbnail resources (PS3.18 sections 10.4.1.1.3 and 10.4.1.1.4): JPEG or PNG.</summary>
internal static class RenderedEndpoints
{
    private const int ThumbnailSize = 128;
    private const int LargestSide = 4096;

    public static void MapRendered(this IEndpointRouteBuilder web)
    {
        const string instance = "/studies/{studyUid}/series/{seriesUid}/instances/{sopUid}";
        web.MapRead(instance + "/rendered", InstanceAsync);
        web.MapRead(instance + "/frames/{frame:int}/rendered", InstanceAsync);
        web.MapRead(instance + "/thumbnail", ThumbnailAsync);
        web.MapRead(instance + "/frames/{frame:int}/thumbnail", ThumbnailAsync);
        web.MapRead("/studies/{studyUid}/series/{seriesUid}/thumbnail", SeriesThumbnailAsync);
        web.MapRead("/studies/{studyUid}/thumbnail", SeriesThumbnailAsync);
    }

    private static Task<IResult> InstanceAsync(HttpContext http, string studyUid, string seriesUid, string sopUid, int? frame, ImagingCatalog catalog, FrameRenderer renderer, CancellationToken cancellation) =>
        RenderAsync(http, studyUid, seriesUid, sopUid, frame ?? 1, null, catalog, renderer, cancellation);

    private static Task<IResult> ThumbnailAsync(HttpContext http, string studyUid, string seriesUid, string sopUid, int? frame, ImagingCatalog catalog, FrameRenderer renderer, CancellationToken cancellation) =>
        RenderAsync(http, studyUid, seriesUid, sopUid, frame ?? 1, ThumbnailSize, catalog, renderer, cancellation);

    /// <summary>The slice in the middle of the series, of a study that of its first series.</summary>
    private static async Task<IResult> SeriesThumbnailAsync(HttpContext http, string studyUid, string? seriesUid, ImagingCatalog catalog, FrameRenderer renderer, CancellationToken cancellation)
    {
        var series = await catalog.SeriesAsync(http.StudyAccess(), studyUid, seriesUid, cancellation);
        if (series.Count == 0 || await catalog.InstancesAsync(series[0], series[0].Instances / 2, 1, cancellation) is not [var middle]) return TypedResults.NotFound();
        return await RenderAsync(http, studyUid, middle.SeriesInstanceUid, middle.SopInstanceUid, 1, ThumbnailSize, catalog, renderer, cancellation);
    }

    private static async Task<IResult> RenderAsync(HttpContext http, string studyUid, string seriesUid, string sopUid, int frame, int? side, ImagingCatalog catalog, FrameRenderer renderer, CancellationToken cancellation)
    {
        var access = http.StudyAccess();
        if (await catalog.InstanceAsync(access, studyUid, seriesUid, sopUid, cancellation) is not { } found || frame < 1 || frame > found.Frames) return TypedResults.NotFound();
        var accepted = AcceptedMedia.Of(http.Request).FirstOrDefault(m => m.Is("image/jpeg") || m.Is("image/png") || m.Is("image/*") || m.Is(AcceptedMedia.Any));
        if (accepted is null) return TypedResults.Problem("Pictures are given as image/jpeg or image/png.", statusCode: StatusCodes.Status406NotAcceptable);
        if (ViewOf(http.Request, side, accepted.Is("image/png")) is not { } view) return TypedResults.Problem("window is center,width,linear; viewport is columns,rows; quality is 1 to 100.", statusCode: StatusCodes.Status400BadRequest);
        await catalog.RecordViewAsync(access, found.SeriesId, cancellation);
        try
        {
            var picture = await renderer.RenderAsync(found, frame - 1, view, cancellation);
            http.Response.Headers.CacheControl = "private, max-age=600";
            return TypedResults.Bytes(picture, view.IsPng ? "image/png" : "image/jpeg");
        }
        catch (DicomException unable)
        {
            return TypedResults.Problem(unable.Message, statusCode: StatusCodes.Status406NotAcceptable);
        }
    }

    /// <summary>Null if a parameter makes no sense.</summary>
    private static RenderedView? ViewOf(HttpRequest request, int? side, bool isPng)
    {
        var window = request.Query["window"].ToString();
        var viewport = request.Query["viewport"].ToString();
        var quality = request.Query["quality"].ToString();
        double? center = null, width = null;
        if (window.Length > 0)
        {
            if (window.Split(',') is not [var c, var w, .. var function] || !Number(c, out var given) || !Number(w, out var givenWidth) || givenWidth < 1 || (function is [var name, ..] && !name.StartsWith("linear", StringComparison.OrdinalIgnoreCase))) return null;
            (center, width) = (given, givenWidth);
        }

        var (columns, rows) = (side, side);
        if (viewport.Length > 0)
        {
            if (viewport.Split(',') is not [var c, var r, ..] || !Number(c, out var wide) || !Number(r, out var high) || wide is < 1 or > LargestSide || high is < 1 or > LargestSide) return null;
            (columns, rows) = ((int)wide, (int)high);
        }

        var percent = 90;
        if (quality.Length > 0 && (!int.TryParse(quality, NumberStyles.None, CultureInfo.InvariantCulture, out percent) || percent is < 1 or > 100)) return null;
        return new RenderedView(center, width, columns, rows, percent, isPng);
    }

    private static bool Number(string text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
}
