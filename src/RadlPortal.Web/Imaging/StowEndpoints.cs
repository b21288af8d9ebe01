using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using RadlPortal.Core.People;
using RadlPortal.Core.Uploads;
using RadlPortal.Web.Shell;
using RadlPortal.Web.SignIn;

namespace RadlPortal.Web.Imaging;

/// <summary>STOW-RS (PS3.18 section 10.5): Part 10 files, one or many in a request. Each has a fate of its own; memory holds a few of them, however many come.</summary>
internal static class StowEndpoints
{
    private const int LargestFile = 64 * 1024 * 1024;
    private const int GroupFiles = 10;
    private const long GroupBytes = 24L * 1024 * 1024;
    private const int LongestBoundary = 200;

    public static void MapStow(this IEndpointRouteBuilder web)
    {
        var store = web.MapGroup("").RequireRight(Right.UploadImages).AddEndpointFilter<AntiforgeryFilter>().DisableAntiforgery().WithMetadata(new DisableRequestSizeLimitAttribute());
        store.MapPost("/studies", StoreAsync);
        store.MapPost("/studies/{studyUid}", StoreAsync);
    }

    private static async Task<IResult> StoreAsync(HttpContext http, string? studyUid, UploadService uploads, CancellationToken cancellation)
    {
        if (!DicomJsonAnswer.IsAccepted(http.Request)) return TypedResults.Problem("The answer is application/dicom+json.", statusCode: StatusCodes.Status406NotAcceptable);
        if (Boundary(http.Request) is not { } boundary)
            return TypedResults.Problem("Send multipart/related; type=\"application/dicom\" with a boundary.", statusCode: StatusCodes.Status415UnsupportedMediaType);
        var sitting = await uploads.SittingAsync(http.StudyAccess(), cancellation);
        if (!sitting.Succeeded) return sitting.Refusal.AsJson(StatusCodes.Status409Conflict);
        var answer = new StowAnswer(DicomWebEndpoints.Root(http));
        using var parts = new MultipartParts(http.Request.Body, boundary, LargestFile);
        await using var groups = new StowGroups(uploads, sitting.Value, studyUid, answer);
        try
        {
            while (await parts.NextAsync(cancellation) is { } part)
            {
                if (part.Type is not ("application/dicom" or ""))
                {
                    part.Dispose();
                    answer.AddUnreadable();
                    continue;
                }

                await groups.AddAsync(part);
            }

            await groups.FlushAsync();
        }
        catch (MultipartException damaged)
        {
            await groups.FlushAsync();
            if (answer.IsEmpty) return TypedResults.Problem(damaged.Message, statusCode: damaged.Status);
            answer.AddUnreadable();
        }

        if (answer.IsEmpty) return TypedResults.Problem("The request holds no file.", statusCode: StatusCodes.Status400BadRequest);
        return await DicomJsonAnswer.SendAsync(http.Response, answer.Status, answer.Write, cancellation);
    }

    private static string? Boundary(HttpRequest request)
    {
        // Read leniently: many clients send the type without quotes.
        var type = request.ContentType ?? "";
        if (!type.StartsWith("multipart/related", StringComparison.OrdinalIgnoreCase)) return null;
        string? boundary = null;
        foreach (var parameter in type.Split(';').Skip(1))
        {
            var (name, value) = parameter.IndexOf('=') is var at and > 0 ? (parameter[..at].Trim(), HeaderUtilities.RemoveQuotes(parameter[(at + 1)..].Trim()).ToString()) : ("", "");
            if (name.Equals("type", StringComparison.OrdinalIgnoreCase) && !value.Equals("application/dicom", StringComparison.OrdinalIgnoreCase)) return null;
            if (name.Equals("boundary", StringComparison.OrdinalIgnoreCase)) boundary = value;
        }

        return boundary is { Length: > 0 and <= LongestBoundary } ? boundary : null;
    }

    /// <summary>Examines files while the next ones arrive, and stores them in groups: one group is on its way to the disk while another gathers.</summary>
    private sealed class StowGroups(UploadService uploads, UploadContext sitting, string? studyUid, StowAnswer answer) : IAsyncDisposable
    {
        private readonly List<(MultipartPart Part, Task<ExaminedFile> Examined)> gathering = [];
        private long bytes;
        private Task storing = Task.CompletedTask;

        public async ValueTask AddAsync(MultipartPart part)
        {
            var number = sitting.NextNumber();
            gathering.Add((part, Task.Run(() => uploads.Examine(sitting, number, part.Bytes, studyUid))));
            bytes += part.Bytes.Length;
            if (gathering.Count >= GroupFiles || bytes >= GroupBytes) await StoreGatheredAsync();
        }

        public async Task FlushAsync()
        {
            await StoreGatheredAsync();
            await storing;
        }

        public async ValueTask DisposeAsync()
        {
            // After a failure: nothing may still read the parts when their memory goes back.
            await storing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var (part, examined) in gathering)
            {
                await ((Task)examined).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                part.Dispose();
            }
        }

        private async Task StoreGatheredAsync()
        {
            await storing;
            if (gathering.Count == 0) return;
            storing = StoreAsync([.. gathering]);
            gathering.Clear();
            bytes = 0;
        }

        private async Task StoreAsync((MultipartPart Part, Task<ExaminedFile> Examined)[] group)
        {
            try
            {
                // What has arrived is stored even if the sender goes away meanwhile.
                foreach (var result in await uploads.StoreAsync(sitting, await Task.WhenAll(group.Select(g => g.Examined)), CancellationToken.None)) answer.Add(result);
            }
            finally
            {
                foreach (var (part, _) in group) part.Dispose();
            }
        }
    }
}
