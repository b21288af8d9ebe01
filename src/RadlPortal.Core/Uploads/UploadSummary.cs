using System.Globalization;

namespace RadlPortal.Core.Uploads;

/// <summary>An upload as its page shows it.</summary>
/// <param name="Sender">Who sent it; a program has the name of its client.</param>
/// <param name="Messages">What to know about the whole: missing files, two subjects in one folder.</param>
/// <param name="Notes">What was left out of files that were taken.</param>
public sealed record UploadSummary(
    Guid Id,
    string Sender,
    string Site,
    DateTimeOffset StartedAt,
    DateTimeOffset? FinishedAt,
    int Announced,
    IReadOnlyDictionary<UploadResult, int> Counts,
    IReadOnlyList<UploadedSeries> Series,
    IReadOnlyList<UploadProblem> Problems,
    IReadOnlyList<UploadNote> Notes,
    IReadOnlyList<string> Messages);

/// <summary>A series that the upload touched.</summary>
/// <param name="Name">What a person knows it by: modality, date, number, slices, kernel.</param>
/// <param name="Geometry">Null for segmentations and structure sets, which have no slices of their own.</param>
public sealed record UploadedSeries(string Subject, string Name, string SeriesInstanceUid, int Slices, int InThisUpload, Imaging.SeriesGeometry? Geometry, string? GeometryMessage)
{
    public static string NameOf(string modality, string? studyDate, int? number, double? sliceMm, string? kernel)
    {
        var date = DateOnly.TryParseExact(studyDate, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? $" of {day:yyyy-MM-dd}" : "";
        string?[] parts = [modality + date, number is null ? null : $"series {number}", sliceMm is null ? null : string.Create(CultureInfo.InvariantCulture, $"{sliceMm:0.###} mm"), string.IsNullOrWhiteSpace(kernel) ? null : kernel.Trim()];
        return string.Join(", ", parts.Where(p => p is not null));
    }
}

/// <summary>Files that were not taken, for one reason.</summary>
/// <param name="Numbers">Positions in the sender's list, ascending.</param>
public sealed record UploadProblem(UploadResult Result, string Message, string? Subject, IReadOnlyList<int> Numbers);

/// <summary>What was left out of so many files.</summary>
/// <param name="Warned">Positions in the sender's list of the files that were accepted with warnings, ascending; null where it is no warning.</param>
public sealed record UploadNote(string Text, int Files, IReadOnlyList<int>? Warned = null);
