using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace RadlPortal.Dicom.Deidentification;

/// <summary>
/// Tells text that is made of technical and anatomical words and short numbers from text that may name somebody. A positive list:
/// an unknown word is taken for a name. A name that is itself such a word is not recognised.
/// </summary>
internal static partial class PlainWords
{
    private const int LongestNumber = 4;
    private const int MostDigits = 7;
    private const int MostVersionDigits = 14;
    private const int LongestAbbreviation = 2;
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Words = Load().GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>True if the text can name nobody.</summary>
    /// <param name="text">One value.</param>
    /// <param name="isVersion">More digits are usual: version numbers and code values.</param>
    public static bool Allow(string text, bool isVersion = false)
    {
        if (text.Length == 0) return true;
        var digits = 0;
        foreach (var c in text)
        {
            if (c is < ' ' or > '~' or '^' or '@' or '=') return false;
            if (char.IsAsciiDigit(c)) digits++;
        }

        if (digits > (isVersion ? MostVersionDigits : MostDigits) || DatePattern().IsMatch(text)) return false;
        for (var i = 0; i < text.Length;)
        {
            var end = i;
            while (end < text.Length && char.IsAsciiLetterOrDigit(text[end])) end++;
            if (end > i && !IsPlainToken(text.AsSpan(i, end - i))) return false;
            i = end + 1;
        }

        return true;
    }

    /// <summary>True for a single word of the list.</summary>
    public static bool Knows(ReadOnlySpan<char> word)
    {
        Span<char> upper = stackalloc char[32];
        if (word.Length > upper.Length) return false;
        word.ToUpperInvariant(upper);
        return Words.Contains(upper[..word.Length]);
    }

    private static bool IsPlainToken(ReadOnlySpan<char> token)
    {
        if (token.Length == 1 || Knows(token)) return true;
        var isMixed = token.ContainsAnyInRange('0', '9');
        for (var i = 0; i < token.Length;)
        {
            var end = i + 1;
            if (char.IsAsciiDigit(token[i]))
            {
                while (end < token.Length && char.IsAsciiDigit(token[end])) end++;
                if (end - i > LongestNumber) return false;
            }
            else
            {
                // A word within a word: TestOnly; abbreviations only beside a number: Br40.
                while (end < token.Length && char.IsAsciiLetter(token[end]) && !(char.IsAsciiLetterUpper(token[end]) && char.IsAsciiLetterLower(token[end - 1]))) end++;
                var part = token[i..end];
                if (!Knows(part) && !(isMixed && part.Length <= LongestAbbreviation)) return false;
            }

            i = end;
        }

        return true;
    }

    private static FrozenSet<string> Load()
    {
        var words = new HashSet<string>();
        foreach (var keyword in DicomDictionary.Keywords)
            foreach (Match part in KeywordPart().Matches(keyword)) words.Add(part.Value.ToUpperInvariant());
        foreach (var line in TableText.Lines("words.txt"))
            foreach (var word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                if (word[0] == '-') words.Remove(word[1..]);
                else words.Add(word);
        return words.ToFrozenSet();
    }

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z][a-z]+")]
    private static partial Regex KeywordPart();

    // 1961-03-19, 19.3.1961, 19610319, 19/03/61.
    [GeneratedRegex(@"(19|20)\d\d[-./ ]\d{1,2}[-./ ]\d{1,2}(?!\d)|(?<!\d)\d{1,2}[-./ ]\d{1,2}[-./ ](19|20)\d\d(?!\d)|(?<!\d)\d{1,2}[-/]\d{1,2}[-/]\d\d(?!\d)", RegexOptions.CultureInvariant)]
    private static partial Regex DatePattern();
}
