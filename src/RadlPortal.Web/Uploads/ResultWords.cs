using RadlPortal.Core.Uploads;

namespace RadlPortal.Web.Uploads;

/// <summary>What became of a file, in the same words on every page.</summary>
internal static class ResultWords
{
    /// <param name="isHeld">The file was in quarantine before.</param>
    public static string Of(UploadResult result, bool isHeld = false) => result switch
    {
        UploadResult.Accepted => "accepted",
        UploadResult.AcceptedWithWarnings => "accepted, with warnings",
        UploadResult.AlreadyThere => "already there",
        UploadResult.Quarantined => isHeld ? "still quarantined" : "quarantined",
        _ => isHeld ? "refused, still held" : "refused",
    };

    public static string StateOf(UploadResult result) => result switch
    {
        UploadResult.Accepted => "ok",
        UploadResult.AcceptedWithWarnings => "warn",
        UploadResult.AlreadyThere => "idle",
        _ => "bad",
    };

    /// <summary>Ascending numbers as ranges: "1 to 3, 7".</summary>
    public static string Ranges(IReadOnlyList<int> numbers)
    {
        var parts = new List<string>();
        for (var i = 0; i < numbers.Count;)
        {
            var from = i;
            while (i + 1 < numbers.Count && numbers[i + 1] == numbers[i] + 1) i++;
            parts.Add(from == i ? $"{numbers[i]}" : $"{numbers[from]} to {numbers[i]}");
            i++;
        }

        return string.Join(", ", parts);
    }
}
