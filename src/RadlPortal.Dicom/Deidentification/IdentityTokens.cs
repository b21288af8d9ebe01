using System.Buffers;
using System.Text;

namespace RadlPortal.Dicom.Deidentification;

/// <summary>Words and numbers of the identity that a file gives (names, ids, addresses), to find them again in text that would otherwise be kept.</summary>
internal sealed class IdentityTokens
{
    private const int ShortestWord = 3;
    private const int ShortestNumber = 4;
    private readonly HashSet<string> tokens = new(StringComparer.OrdinalIgnoreCase);
    private readonly SearchValues<string> parts;

    /// <summary>Gathers the tokens of a data set at any depth.</summary>
    public IdentityTokens(DicomDataset dataset, GateTables rules)
    {
        Gather(dataset, rules, isIdentity: false);
        parts = SearchValues.Create([.. tokens.Where(t => t.Length >= ShortestNumber)], StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>True if a text has one of the tokens in it, whole or, from four characters on, as a part.</summary>
    public bool Touch(string text)
    {
        return tokens.Count > 0 && (text.AsSpan().ContainsAny(parts) || Split(text).Any(tokens.Contains));
    }

    private void Gather(DicomDataset dataset, GateTables rules, bool isIdentity)
    {
        foreach (var element in dataset.Elements)
        {
            if (element.Tag.IsPrivate || element.Fragments is not null) continue;
            var isOwn = isIdentity || element.Tag == DicomTags.PatientId || rules.RuleOf(element.Tag) == GateRule.Stop;
            if (element.Items is { } items)
            {
                foreach (var item in items) Gather(item, rules, isOwn);
            }
            else if (isOwn && element.Value.Length <= 1024 && element.Vr is "PN" or "LO" or "SH" or "ST" or "LT" or "UT" or "UC" or "DA")
            {
                foreach (var token in Split(dataset.TextOf(element)))
                    if (token.Length >= (token.Any(char.IsDigit) ? ShortestNumber : ShortestWord) && !PlainWords.Knows(token)) tokens.Add(token);
            }
        }
    }

    private static IEnumerable<string> Split(string text)
    {
        var word = new StringBuilder();
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c))
            {
                word.Append(c);
            }
            else if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        }

        if (word.Length > 0) yield return word.ToString();
    }
}
