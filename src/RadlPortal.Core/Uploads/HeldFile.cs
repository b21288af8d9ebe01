using RadlPortal.Dicom.Deidentification;

namespace RadlPortal.Core.Uploads;

/// <summary>A held file as the page shows it.</summary>
/// <param name="Number">Its position in the sender's list, as the result of the upload names it.</param>
/// <param name="Subject">The registered code that stands in the file; null where no code of the site stands there: that may be a hospital's number and is not shown.</param>
public sealed record HeldFile(Guid Id, Guid UploadId, DateTimeOffset UploadedAt, int? Number, string Site, string? Subject, DateTimeOffset DeletedOn, IReadOnlyList<QuarantineFinding> Findings)
{
    /// <summary>Held, among other things, for what its pixels may show.</summary>
    public bool IsAboutPixels => Findings.Any(f => GateFinding.IsAboutPixels(f.Keyword));
}

/// <summary>What stopped files of a group, and how many of them.</summary>
/// <param name="MaskedValue">Null where the files differ.</param>
public sealed record HeldFinding(string Tag, string Keyword, string? MaskedValue, string Reason, int Files);

/// <summary>The held files of one subject in one upload: mostly of one series, stopped for one reason, and decided on together.</summary>
public sealed class HeldGroup
{
    private HeldGroup(IReadOnlyList<HeldFile> files)
    {
        Files = files;
        Findings = [.. files.SelectMany(f => f.Findings).GroupBy(f => (f.Tag, f.Keyword, f.Reason)).OrderByDescending(g => g.Count()).ThenBy(g => g.Key.Tag, StringComparer.Ordinal)
            .Select(g => new HeldFinding(g.Key.Tag, g.Key.Keyword, g.Select(f => f.MaskedValue).Distinct().Take(2).ToList() is [var only] ? only : null, g.Key.Reason, g.Count()))];
    }

    public IReadOnlyList<HeldFile> Files { get; }

    /// <summary>What stopped most of them first.</summary>
    public IReadOnlyList<HeldFinding> Findings { get; }

    public HeldFile First => Files[0];

    /// <summary>When the first of them is deleted by itself.</summary>
    public DateTimeOffset DeletedOn => Files.Min(f => f.DeletedOn);

    /// <summary>Newest upload first, within it by subject; files in the order in which they were sent.</summary>
    public static IReadOnlyList<HeldGroup> Of(IEnumerable<HeldFile> files) =>
        [.. files.GroupBy(f => (f.UploadId, f.Subject)).OrderByDescending(g => g.First().UploadedAt).ThenBy(g => g.Key.Subject, StringComparer.Ordinal)
            .Select(g => new HeldGroup([.. g.OrderBy(f => f.Number)]))];
}
