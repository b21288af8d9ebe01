using Microsoft.Extensions.Primitives;

namespace RadlPortal.Web.Imaging;

/// <summary>One media type of an Accept header. The type of multipart/related is its parameter "type", quoted or, as many clients send it, not.</summary>
/// <param name="TransferSyntax">Null = the default of the type; * = as stored.</param>
internal sealed record AcceptedMedia(string Type, bool IsMultipart, string? TransferSyntax, double Quality)
{
    public const string Any = "*/*";
    private const int Most = 32;

    /// <summary>What the client takes, best first; without header anything.</summary>
    public static IReadOnlyList<AcceptedMedia> Of(HttpRequest request)
    {
        // PS3.18 8.3.3: where a client cannot set the header it is a query parameter.
        var header = request.Query.TryGetValue("accept", out var asked) ? asked : request.Headers.Accept;
        var accepted = Split(header.ToString(), ',').Take(Most).Select(Parse).OfType<AcceptedMedia>().Where(m => m.Quality > 0).OrderByDescending(m => m.Quality).ToList();
        return StringValues.IsNullOrEmpty(header) ? [new AcceptedMedia(Any, true, null, 1)] : accepted;
    }

    public bool Is(string type) => string.Equals(Type, type, StringComparison.OrdinalIgnoreCase);

    private static AcceptedMedia? Parse(string text)
    {
        var parts = Split(text, ';');
        if (parts.Count == 0) return null;
        var (type, syntax, quality, inner) = (parts[0].ToLowerInvariant(), (string?)null, 1.0, (string?)null);
        foreach (var parameter in parts.Skip(1))
        {
            var equals = parameter.IndexOf('=');
            if (equals < 0) continue;
            var value = parameter[(equals + 1)..].Trim().Trim('"');
            switch (parameter[..equals].Trim().ToLowerInvariant())
            {
                case "type": inner = value.ToLowerInvariant(); break;
                case "transfer-syntax": syntax = value; break;
                case "q" when double.TryParse(value, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var given): quality = given; break;
            }
        }

        return type == "multipart/related" ? new AcceptedMedia(inner ?? Any, true, syntax, quality) : new AcceptedMedia(type, type == Any, syntax, quality);
    }

    private static List<string> Split(string text, char at)
    {
        var (parts, start, isQuoted) = (new List<string>(), 0, false);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] == '"') isQuoted = !isQuoted;
            if (i < text.Length && (isQuoted || text[i] != at)) continue;
            if (text[start..i].Trim() is { Length: > 0 } part) parts.Add(part);
            start = i + 1;
        }

        return parts;
    }
}
