namespace RadlPortal.Core.Reports;

/// <summary>Says once what many rows or several sections would say in the same words: a reason becomes a mark in the rows and a note below the first table that has it.</summary>
public static class RepeatedReasons
{
    private const string Digits = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /// <param name="chapters">As they are read; sentences that stood above already are left out.</param>
    /// <param name="signature">The signature whose rows are shown; null: all.</param>
    public static IReadOnlyList<ReportChapter> Gather(IReadOnlyList<ReportChapter> chapters, string? signature)
    {
        var shown = chapters.Select(c => c with { Tables = [.. c.Tables.Select(t => t with { Rows = [.. t.Rows.Where(r => signature is null || r.Signature is null || r.Signature == signature)] })] }).ToList();
        var repeated = shown.SelectMany(c => c.Tables).SelectMany(t => t.Rows).Select(r => r.Why).OfType<string>().GroupBy(w => w).Where(g => g.Count() > 1).Select((g, i) => (g.Key, Mark: Superscript(i + 1))).ToDictionary(w => w.Key, w => w.Mark);
        var noted = new Dictionary<string, string>();
        var said = new HashSet<string>();
        return shown.ConvertAll(c => c with { Sentences = [.. c.Sentences.Where(said.Add)], Tables = [.. c.Tables.Select(t => Marked(t, repeated, noted, said))] });
    }

    private static ReportTable Marked(ReportTable table, Dictionary<string, string> repeated, Dictionary<string, string> noted, HashSet<string> said)
    {
        List<string> notes = [];
        foreach (var why in table.Rows.Select(r => r.Why).OfType<string>().Distinct().Where(repeated.ContainsKey))
        {
            notes.Add(noted.TryGetValue(why, out var where) ? $"{repeated[why]} As below “{where}”." : $"{repeated[why]} {char.ToUpperInvariant(why[0])}{why[1..].TrimEnd('.')}.");
            noted.TryAdd(why, table.Title);
        }

        return table with
        {
            Rows = [.. table.Rows.Select(r => r.Why is not null && repeated.TryGetValue(r.Why, out var mark) ? r with { Why = "–" + mark } : r)],
            Notes = [.. notes, .. table.Notes.Where(said.Add)],
        };
    }

    private static string Superscript(int number) => string.Concat(number.ToString(System.Globalization.CultureInfo.InvariantCulture).Select(d => Digits[d - '0']));
}
