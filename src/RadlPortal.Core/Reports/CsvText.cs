namespace RadlPortal.Core.Reports;

/// <summary>A cell of a CSV file.</summary>
internal static class CsvText
{
    /// <summary>In quotes where it must be; a text that a spreadsheet would take for a formula gets an apostrophe.</summary>
    public static string Quoted(string text)
    {
        if (text.Length > 0 && text[0] is '=' or '@' || text.Length > 1 && text[0] is '+' or '-' && !char.IsDigit(text[1]) && text[1] != '.') text = "'" + text;
        return text.AsSpan().IndexOfAny(",\"\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"")}\"";
    }
}
