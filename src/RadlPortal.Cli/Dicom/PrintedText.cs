using System.Globalization;

namespace RadlPortal.Cli.Dicom;

/// <summary>Text of files and their names as it goes to a terminal or into tab-separated lines.</summary>
internal static class PrintedText
{
    /// <summary>One line whatever the text holds: control characters and those that turn the direction of writing as \t, \n, \x1b …</summary>
    public static string Of(string text) => text.Any(IsUnsafe) ? string.Concat(text.Select(c => IsUnsafe(c) ? Escaped(c) : c.ToString())) : text;

    /// <summary>A line of a table on standard output.</summary>
    public static void WriteRow(params string[] cells) => Console.WriteLine(string.Join('\t', cells.Select(Of)));

    /// <summary>A sentence about a file on standard error.</summary>
    public static void Tell(string path, string reason) =>
        Console.Error.WriteLine(reason.StartsWith($"{path}: ", StringComparison.Ordinal) ? Of(reason) : $"{Of(path)}: {Of(reason)}");

    private static bool IsUnsafe(char c) => char.IsControl(c) || c is (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    private static string Escaped(char c) => c switch
    {
        '\t' => @"\t",
        '\n' => @"\n",
        '\r' => @"\r",
        _ => string.Create(CultureInfo.InvariantCulture, $@"\{(c < 256 ? $"x{(int)c:x2}" : $"u{(int)c:x4}")}"),
    };
}
