using System.Globalization;
using System.Text.Json;
using RadlPortal.Core.Imaging;
using RadlPortal.Web.SignIn;

namespace RadlPortal.Web.Imaging;

/// <summary>QIDO-RS (PS3.18 section 10.6): searches for studies, series and instances.</summary>
internal static class QidoEndpoints
{
    private const int LargestPage = 1000;
    private const int LongestValue = 4096;

    public static void MapQido(this IEndpointRouteBuilder web)
    {
        web.MapRead("/studies", StudiesAsync);
        web.MapRead("/series", SeriesAsync);
        web.MapRead("/studies/{studyUid}/series", SeriesAsync);
        web.MapRead("/instances", InstancesAsync);
        web.MapRead("/studies/{studyUid}/instances", InstancesAsync);
        web.MapRead("/studies/{studyUid}/series/{seriesUid}/instances", InstancesAsync);
    }

    private static async Task<IResult> StudiesAsync(HttpContext http, ImagingSearch search, CancellationToken cancellation)
    {
        if (QueryOf(http, null, null) is not { } query) return BadQuery();
        var (found, root) = (await search.StudiesAsync(http.StudyAccess(), query, cancellation), DicomWebEndpoints.Root(http));
        return await AnswerAsync(http, query, found, (json, study) => Study(json, study, root), cancellation);
    }

    private static async Task<IResult> SeriesAsync(HttpContext http, string? studyUid, ImagingSearch search, CancellationToken cancellation)
    {
        if (QueryOf(http, studyUid, null) is not { } query) return BadQuery();
        var (found, root) = (await search.SeriesAsync(http.StudyAccess(), query, cancellation), DicomWebEndpoints.Root(http));
        return await AnswerAsync(http, query, found, (json, item) => Series(json, item, root, withStudy: studyUid is null), cancellation);
    }

    private static async Task<IResult> InstancesAsync(HttpContext http, string? studyUid, string? seriesUid, ImagingSearch search, CancellationToken cancellation)
    {
        if (QueryOf(http, studyUid, seriesUid) is not { } query) return BadQuery();
        var (found, root) = (await search.InstancesAsync(http.StudyAccess(), query, cancellation), DicomWebEndpoints.Root(http));
        var fields = InstanceFields.Of(http.Request);
        return await AnswerAsync(http, query, found, (json, item) => fields.Write(json, item, root), cancellation);
    }

    private static async Task<IResult> AnswerAsync<T>(HttpContext http, ImagingQuery query, IReadOnlyList<T> found, Action<Utf8JsonWriter, T> write, CancellationToken cancellation)
    {
        if (!DicomJsonAnswer.IsAccepted(http.Request)) return TypedResults.Problem("The answer is application/dicom+json.", statusCode: StatusCodes.Status406NotAcceptable);
        http.Response.Headers.CacheControl = "private, no-cache";
        // PS3.18 section 8.3.4.4: the client learns that its answer was cut by the portal, not by itself.
        if (found.Count == query.Limit && query.Limit is LargestPage or ImagingQuery.UsualLimit && !HasOwnLimit(http, query.Limit)) http.Response.Headers.Append("Warning", $"299 RadlPortal \"At most {query.Limit} results are given at once; there may be more. Ask for them with offset.\"");
        if (found.Count == 0) return TypedResults.NoContent();
        return await DicomJsonAnswer.SendAsync(http.Response, StatusCodes.Status200OK, json =>
        {
            json.WriteStartArray();
            foreach (var item in found)
            {
                json.WriteStartObject();
                write(json, item);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }, cancellation);
    }

    private static bool HasOwnLimit(HttpContext http, int limit) => Number(http.Request.Query["limit"].ToString().Trim()) == limit;

    private static void Study(Utf8JsonWriter json, FoundStudy study, string root)
    {
        json.Attribute("00080005", "CS", "ISO_IR 192");
        json.Attribute("00080020", "DA", study.StudyDate);
        json.Attribute("00080030", "TM");
        json.Attribute("00080050", "SH");
        json.Attribute("00080056", "CS", "ONLINE");
        json.Attribute("00080061", "CS", [.. study.Modalities]);
        json.Attribute("00080090", "PN");
        json.Attribute("00081190", "UR", $"{root}/studies/{study.StudyInstanceUid}");
        json.PersonName("00100010", study.SubjectCode);
        json.Attribute("00100020", "LO", study.SubjectCode);
        json.Attribute("00100030", "DA");
        json.Attribute("00100040", "CS");
        json.Attribute("0020000D", "UI", study.StudyInstanceUid);
        json.Attribute("00200010", "SH");
        json.Attribute("00201206", "IS", study.Series);
        json.Attribute("00201208", "IS", study.Instances);
    }

    private static void Series(Utf8JsonWriter json, FoundSeries found, string root, bool withStudy)
    {
        var (study, series) = (found.Study, found.Series);
        json.Attribute("00080005", "CS", "ISO_IR 192");
        if (withStudy) json.Attribute("00080020", "DA", study.StudyDate);
        json.Attribute("00080060", "CS", series.Modality);
        json.Attribute("00080070", "LO", series.Manufacturer);
        json.Attribute("0008103E", "LO");
        json.Attribute("00081090", "LO", series.ManufacturerModelName);
        json.Attribute("00081190", "UR", $"{root}/studies/{study.StudyInstanceUid}/series/{series.SeriesInstanceUid}");
        if (withStudy)
        {
            json.PersonName("00100010", study.SubjectCode);
            json.Attribute("00100020", "LO", study.SubjectCode);
        }

        json.Attribute("0020000D", "UI", study.StudyInstanceUid);
        json.Attribute("0020000E", "UI", series.SeriesInstanceUid);
        json.Attribute("00200011", "IS", series.SeriesNumber);
        json.Attribute("00201209", "IS", series.InstanceCount);
    }

    /// <summary>Null if a value makes no sense. Attributes by keyword or tag; what the portal does not match is ignored, as the Warning says.</summary>
    private static ImagingQuery? QueryOf(HttpContext http, string? studyUid, string? seriesUid)
    {
        var query = new ImagingQuery { StudyInstanceUids = studyUid is null ? null : [studyUid], SeriesInstanceUids = seriesUid is null ? null : [seriesUid] };
        var ignored = new List<string>();
        foreach (var (name, values) in http.Request.Query)
        {
            var value = values.ToString().Trim();
            if (value.Length > LongestValue) return null;
            if (value is "" or "*") continue;
            switch (name)
            {
                case "PatientID" or "00100020": query = query with { PatientId = value }; break;
                case "PatientName" or "00100010": query = query with { PatientName = value }; break;
                case "StudyInstanceUID" or "0020000D": query = query with { StudyInstanceUids = Both(query.StudyInstanceUids, Uids(value)) }; break;
                case "SeriesInstanceUID" or "0020000E": query = query with { SeriesInstanceUids = Both(query.SeriesInstanceUids, Uids(value)) }; break;
                case "SOPInstanceUID" or "00080018": query = query with { SopInstanceUids = Uids(value) }; break;
                case "SOPClassUID" or "00080016": query = query with { SopClassUid = value }; break;
                case "Modality" or "00080060" or "ModalitiesInStudy" or "00080061": query = query with { Modality = value }; break;
                case "SeriesNumber" or "00200011" when Number(value) is { } number: query = query with { SeriesNumber = number }; break;
                case "InstanceNumber" or "00200013" when Number(value) is { } number: query = query with { InstanceNumber = number }; break;
                case "StudyDate" or "00080020" when Dates(value) is var (from, to): query = query with { StudyDateFrom = from, StudyDateTo = to }; break;
                case "limit" when Number(value) is >= 0 and var limit: query = query with { Limit = Math.Min(limit, LargestPage) }; break;
                case "offset" when Number(value) is >= 0 and var offset: query = query with { Offset = offset }; break;
                case "SeriesNumber" or "00200011" or "InstanceNumber" or "00200013" or "StudyDate" or "00080020" or "limit" or "offset": return null;
                case "fuzzymatching" or "emptyvaluematching" when value is not ("true" or "false"): return null;
                case "includefield" or "accept" or "fuzzymatching" or "emptyvaluematching": break;
                default: ignored.Add(new string([.. name.Where(char.IsAsciiLetterOrDigit).Take(64)])); break;
            }
        }

        if (http.Request.Query["fuzzymatching"] == "true") http.Response.Headers.Append("Warning", "299 RadlPortal \"The fuzzymatching parameter is not supported. Only literal matching has been performed.\"");
        if (ignored.Count > 0) http.Response.Headers.Append("Warning", $"299 RadlPortal \"Not matched: {string.Join(", ", ignored.Take(20))}.\"");
        return query;
    }

    private static IReadOnlyList<string> Both(IReadOnlyList<string>? path, string[] asked) => path is null ? asked : [.. path.Intersect(asked)];

    private static string[] Uids(string value) => value.Split([',', '\\'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static int? Number(string value) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A day, or a range of days with either end open.</summary>
    private static (string? From, string? To)? Dates(string value)
    {
        var ends = value.Split('-');
        if (ends.Length > 2 || ends.Any(e => e.Length > 0 && !DateOnly.TryParseExact(e, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))) return null;
        return ends.Length == 1 ? (ends[0], ends[0]) : (ends[0].Length > 0 ? ends[0] : null, ends[1].Length > 0 ? ends[1] : null);
    }

    private static IResult BadQuery() => TypedResults.Problem("A value of the query makes no sense: numbers are whole, dates are yyyyMMdd or yyyyMMdd-yyyyMMdd.", statusCode: StatusCodes.Status400BadRequest);
}
