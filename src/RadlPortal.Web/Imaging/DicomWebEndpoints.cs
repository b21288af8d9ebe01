using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Database;
using RadlPortal.Core.Imaging;
using RadlPortal.Core.People;
using RadlPortal.Core.Storage;
using RadlPortal.Web.SignIn;

namespace RadlPortal.Web.Imaging;

/// <summary>DICOMweb (PS3.18): QIDO-RS for studies and series, WADO-RS for metadata, instances and frames, straight from the stored bytes.</summary>
internal static class DicomWebEndpoints
{
    private const string Json = "application/dicom+json";
    private const int LargestPage = 500;

    public static void MapDicomWeb(this IEndpointRouteBuilder study)
    {
        var web = study.MapGroup("/dicomweb").RequireRight(Right.ViewImages);
        web.MapGet("/studies", StudiesAsync);
        web.MapGet("/studies/{studyUid}/series", SeriesAsync);
        web.MapGet("/studies/{studyUid}/series/{seriesUid}/metadata", MetadataAsync);
        web.MapGet("/studies/{studyUid}/series/{seriesUid}/instances/{sopUid}", InstanceAsync);
        web.MapGet("/studies/{studyUid}/series/{seriesUid}/instances/{sopUid}/frames/{frame:int}", FrameAsync);
    }

    private static async Task<IResult> StudiesAsync(HttpContext http, IDbContextFactory<PortalDb> databases, string? PatientID, string? StudyInstanceUID, int? limit, int? offset, CancellationToken cancellation)
    {
        var access = http.StudyAccess();
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var rows = await (from study in db.ImagingStudies.AsNoTracking()
                          where study.ResearchStudyId == access.ResearchStudyId && (access.SiteId == null || study.SiteId == access.SiteId) && (StudyInstanceUID == null || study.StudyInstanceUid == StudyInstanceUID)
                          join subject in db.Subjects on study.SubjectId equals subject.Id
                          where PatientID == null || subject.Code == PatientID
                          orderby study.Id
                          select new { subject.Code, study.StudyInstanceUid, study.StudyDate, Series = study.Series.Count, Instances = study.Series.Sum(s => s.InstanceCount) })
            .Skip(Math.Max(0, offset ?? 0)).Take(Math.Clamp(limit ?? LargestPage, 1, LargestPage)).ToListAsync(cancellation);
        return AsJson(rows.Select(r => new Dictionary<string, object>
        {
            ["00080020"] = Value("DA", r.StudyDate),
            ["00100010"] = r.Code.Length == 0 ? Value("PN", null) : new { vr = "PN", Value = new[] { new { Alphabetic = r.Code } } },
            ["00100020"] = Value("LO", r.Code),
            ["0020000D"] = Value("UI", r.StudyInstanceUid),
            ["00201206"] = Value("IS", r.Series),
            ["00201208"] = Value("IS", r.Instances),
        }));
    }

    private static async Task<IResult> SeriesAsync(HttpContext http, string studyUid, IDbContextFactory<PortalDb> databases, CancellationToken cancellation)
    {
        var access = http.StudyAccess();
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var rows = await Visible(db, access).Where(s => s.ImagingStudy!.StudyInstanceUid == studyUid).OrderBy(s => s.SeriesNumber).ToListAsync(cancellation);
        return AsJson(rows.Select(s => new Dictionary<string, object>
        {
            ["00080060"] = Value("CS", s.Modality),
            ["0020000D"] = Value("UI", studyUid),
            ["0020000E"] = Value("UI", s.SeriesInstanceUid),
            ["00200011"] = Value("IS", s.SeriesNumber),
            ["00201209"] = Value("IS", s.InstanceCount),
        }));
    }

    private static async Task<IResult> MetadataAsync(HttpContext http, string studyUid, string seriesUid, IDbContextFactory<PortalDb> databases, AuditLog audit, IMemoryCache cache, CancellationToken cancellation)
    {
        var access = http.StudyAccess();
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var series = await Visible(db, access).FirstOrDefaultAsync(s => s.SeriesInstanceUid == seriesUid && s.ImagingStudy!.StudyInstanceUid == studyUid, cancellation);
        if (series is null) return TypedResults.NotFound();
        var metadata = await db.ImagingInstances.Where(i => i.ImagingSeriesId == series.Id).OrderBy(i => i.PositionMm).Select(i => i.MetadataJson).ToListAsync(cancellation);
        // One entry per person, series and opening: repeated requests within ten minutes are one opening.
        if (!cache.TryGetValue((access.PersonId, series.Id), out _))
        {
            cache.Set((access.PersonId, series.Id), true, TimeSpan.FromMinutes(10));
            audit.Add(db, access.PersonId, access.ResearchStudyId, "viewed", nameof(ImagingSeries), series.Id);
            await db.SaveChangesAsync(cancellation);
        }

        return TypedResults.Text($"[{string.Join(',', metadata)}]", Json, Encoding.UTF8);
    }

    private static async Task<IResult> InstanceAsync(HttpContext http, string studyUid, string seriesUid, string sopUid, IDbContextFactory<PortalDb> databases, IMemoryCache cache, IBlobStore blobs, CancellationToken cancellation)
    {
        if (await FindAsync(http.StudyAccess(), studyUid, seriesUid, sopUid, databases, cache, cancellation) is not { } found) return TypedResults.NotFound();
        await SendPartAsync(http, blobs, found.BlobKey, 0, found.Length, $"application/dicom;transfer-syntax={found.TransferSyntaxUid}", "application/dicom", cancellation);
        return TypedResults.Empty;
    }

    private static async Task<IResult> FrameAsync(HttpContext http, string studyUid, string seriesUid, string sopUid, int frame, IDbContextFactory<PortalDb> databases, IMemoryCache cache, IBlobStore blobs, CancellationToken cancellation)
    {
        if (await FindAsync(http.StudyAccess(), studyUid, seriesUid, sopUid, databases, cache, cancellation) is not { } found || frame < 1 || frame * 2 > found.FrameRanges.Length) return TypedResults.NotFound();
        await SendPartAsync(http, blobs, found.BlobKey, found.FrameRanges[frame * 2 - 2], found.FrameRanges[frame * 2 - 1], $"application/octet-stream;transfer-syntax={found.TransferSyntaxUid}", "application/octet-stream", cancellation);
        return TypedResults.Empty;
    }

    /// <summary>Series of the study that this person reaches: a coordinator those of the own site.</summary>
    private static IQueryable<ImagingSeries> Visible(PortalDb db, StudyAccess access) =>
        db.ImagingSeries.AsNoTracking().Where(s => s.ResearchStudyId == access.ResearchStudyId && (access.SiteId == null || s.SiteId == access.SiteId));

    /// <summary>Where an instance's bytes are; the answer is kept for 30 seconds per person.</summary>
    private static Task<FoundInstance?> FindAsync(StudyAccess access, string studyUid, string seriesUid, string sopUid, IDbContextFactory<PortalDb> databases, IMemoryCache cache, CancellationToken cancellation) =>
        cache.GetOrCreateAsync((access.PersonId, access.ResearchStudyId, studyUid, seriesUid, sopUid), async entry =>
        {
            entry.AbsoluteExpirationRelativeToNow = TimeSpan.FromSeconds(30);
            await using var db = await databases.CreateDbContextAsync(cancellation);
            return await (from instance in db.ImagingInstances.AsNoTracking()
                          where instance.ResearchStudyId == access.ResearchStudyId && (access.SiteId == null || instance.SiteId == access.SiteId) && instance.SopInstanceUid == sopUid
                          join series in db.ImagingSeries on instance.ImagingSeriesId equals series.Id
                          where series.SeriesInstanceUid == seriesUid && series.ImagingStudy!.StudyInstanceUid == studyUid
                          select new FoundInstance(instance.BlobKey, instance.Length, instance.TransferSyntaxUid, instance.FrameRanges)).FirstOrDefaultAsync(cancellation);
        });

    private static async Task SendPartAsync(HttpContext http, IBlobStore blobs, string key, long offset, long length, string partType, string type, CancellationToken cancellation)
    {
        const string boundary = "radl-part";
        var head = Encoding.ASCII.GetBytes($"--{boundary}\r\nContent-Type: {partType}\r\nContent-Length: {length.ToString(CultureInfo.InvariantCulture)}\r\n\r\n");
        var tail = Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n");
        http.Response.ContentType = $"multipart/related; type=\"{type}\"; boundary={boundary}";
        http.Response.ContentLength = head.Length + length + tail.Length;
        http.Response.Headers.CacheControl = "private, max-age=600";
        await http.Response.Body.WriteAsync(head, cancellation);
        await using var stream = await blobs.OpenReadAsync(key, cancellation);
        stream.Seek(offset, SeekOrigin.Begin);
        var buffer = new byte[Math.Min(length, 256 * 1024)];
        for (var left = length; left > 0;)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellation);
            if (read == 0) throw new EndOfStreamException("A stored object is shorter than its index says.");
            await http.Response.Body.WriteAsync(buffer.AsMemory(0, read), cancellation);
            left -= read;
        }

        await http.Response.Body.WriteAsync(tail, cancellation);
    }

    private static IResult AsJson(IEnumerable<Dictionary<string, object>> rows) => TypedResults.Json(rows.ToList(), contentType: Json, options: PlainNames);

    // The DICOM JSON model's member "Value" begins with a capital.
    private static readonly System.Text.Json.JsonSerializerOptions PlainNames = new();

    private static object Value(string vr, object? value) => value is null or "" ? new { vr } : new { vr, Value = new[] { value } };

    private sealed record FoundInstance(string BlobKey, long Length, string TransferSyntaxUid, long[] FrameRanges);
}
