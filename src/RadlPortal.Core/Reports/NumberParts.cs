using System.Text.RegularExpressions;

namespace RadlPortal.Core.Reports;

/// <summary>A column of a printed table taken apart into columns of one number each: "0.963 (0.890 to 1.000)" becomes value, lower and upper. A column whose cells are not all of one such form stays as it is.</summary>
internal sealed partial class NumberParts
{
    private const string Value = "";
    private static readonly Dictionary<string, string[]> Forms = new()
    {
        ["# (# to #)"] = [Value, " lower", " upper"],
        ["# to #"] = [" lower", " upper"],
        ["≥ #"] = [Value],
        ["P #"] = [" P"],
        ["#, P #"] = [Value, " P"],
        ["# (#), P #"] = [Value, " df", " P"],
        ["# (#/#; # to #)"] = [Value, " count", " of", " lower", " upper"],
    };

    private readonly string? form;

    private NumberParts(string? form, IReadOnlyList<string> names) => (this.form, Names) = (form, names);

    /// <summary>Names of the columns that the one becomes.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <param name="column">Its printed name.</param>
    /// <param name="cells">Its filled cells.</param>
    public static NumberParts Of(string column, IReadOnlyList<string> cells)
    {
        // A cell such as "not reached" or "no subject" has no number and does not decide.
        var forms = cells.Select(FormOf).Where(f => f.Contains('#')).Distinct().ToList();
        if (forms is not [var form] || NamesOf(column, form) is not { } names) return new NumberParts(null, [column]);
        return new NumberParts(form, cells.Any(c => c.Contains('%')) ? [.. names.Select(n => n.EndsWith(" count", StringComparison.Ordinal) || n.EndsWith(" of", StringComparison.Ordinal) ? n : n + ", %")] : names);
    }

    /// <summary>A cell's numbers; a cell without any stands in the first column.</summary>
    public IReadOnlyList<string> Split(string cell)
    {
        if (form is null) return [cell.Replace('\u00A0', ' ')];
        return FormOf(cell) == form ? [.. Number().Matches(cell).Select(m => m.Value.TrimEnd('%'))] : [cell.Replace('\u00A0', ' '), .. Names.Skip(1).Select(_ => "")];
    }

    private static IReadOnlyList<string>? NamesOf(string column, string form)
    {
        if (Forms.TryGetValue(form, out var suffixes)) return [.. suffixes.Select(s => Interval().Replace(column, "") + s)];
        // "n (events), positive" and "TP / FP / FN / TN" name their own parts.
        if (form == "# (#)" && Inner().Match(column) is { Success: true } inner) return [column.Remove(inner.Index, inner.Length), inner.Groups[1].Value + column[(inner.Index + inner.Length)..]];
        var slashed = column.Split(" / ");
        if (slashed.Length < 2 || form != string.Join(" / ", slashed.Select(_ => "#"))) return null;
        return slashed[1].Length == 1 ? [slashed[0], slashed[0][..^1] + slashed[1]] : slashed;
    }

    // The printed cell has spaces that do not break.
    private static string FormOf(string cell) => Number().Replace(cell, "#").Replace('\u00A0', ' ').Replace("P = #", "P #");

    // "not reached" is a bound of an interval.
    [GeneratedRegex(@"(?<![\w.])(< ?)?-?\d+(\.\d+)?%?|(?<=[(]|to )not reached|^not reached(?= \()")]
    private static partial Regex Number();

    [GeneratedRegex(@" \((95% CI|quartiles|df)\)(, P)?")]
    private static partial Regex Interval();

    [GeneratedRegex(@" \(([a-z]+)\)")]
    private static partial Regex Inner();
}
