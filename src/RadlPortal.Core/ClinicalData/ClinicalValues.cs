using System.Globalization;

namespace RadlPortal.Core.ClinicalData;

/// <summary>Reads single cells of clinical data, each with the sentence that says what is wrong with it.</summary>
public static class ClinicalValues
{
    private static readonly Dictionary<string, BestResponse> Responses = new(StringComparer.OrdinalIgnoreCase)
    {
        ["CR"] = BestResponse.CompleteResponse,
        ["iCR"] = BestResponse.CompleteResponse,
        ["PR"] = BestResponse.PartialResponse,
        ["iPR"] = BestResponse.PartialResponse,
        ["SD"] = BestResponse.StableDisease,
        ["iSD"] = BestResponse.StableDisease,
        ["iUPD"] = BestResponse.UnconfirmedProgression,
        ["PD"] = BestResponse.ConfirmedProgression,
        ["iCPD"] = BestResponse.ConfirmedProgression,
        ["NE"] = BestResponse.NotEvaluable,
    };

    /// <summary>A number with a decimal point, within the range; otherwise the sentence in <paramref name="error"/>.</summary>
    public static double? Number(string column, string cell, double minimum, double maximum, out string? error)
    {
        error = null;
        if (!double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
        {
            error = cell.Contains(',')
                ? $"{column}: \"{cell}\" has a decimal comma; write {cell.Replace(',', '.')}."
                : $"{column}: \"{cell}\" is not a number.";
            return null;
        }

        if (value >= minimum && value <= maximum) return value;
        error = $"{column}: {cell} is outside {minimum.ToString(CultureInfo.InvariantCulture)} to {maximum.ToString(CultureInfo.InvariantCulture)}.";
        return null;
    }

    public static BestResponse? Response(string cell, out string? error)
    {
        error = null;
        if (Responses.TryGetValue(cell, out var response)) return response;
        error = $"response: \"{cell}\" is not one of {string.Join(", ", Responses.Keys)}.";
        return null;
    }

    /// <summary>Whether the event of a survival time happened: 1, 0, yes, no, true, false.</summary>
    public static bool? Event(string column, string cell, out string? error)
    {
        error = null;
        if (cell is "1" || cell.Equals("yes", StringComparison.OrdinalIgnoreCase) || cell.Equals("true", StringComparison.OrdinalIgnoreCase)) return true;
        if (cell is "0" || cell.Equals("no", StringComparison.OrdinalIgnoreCase) || cell.Equals("false", StringComparison.OrdinalIgnoreCase)) return false;
        error = $"{column}: \"{cell}\" is not 1 (event) or 0 (censored).";
        return null;
    }

    /// <summary>The iRECIST name under which a response of RECIST is stored; null where the cell has it already or is no response.</summary>
    public static string? TranslationOf(string cell) =>
        Responses.TryGetValue(cell, out var response) && !ShortName(response).Equals(cell, StringComparison.OrdinalIgnoreCase) ? ShortName(response) : null;

    /// <summary>The short name (iRECIST) of a response.</summary>
    public static string ShortName(BestResponse response) => response switch
    {
        BestResponse.CompleteResponse => "iCR",
        BestResponse.PartialResponse => "iPR",
        BestResponse.StableDisease => "iSD",
        BestResponse.UnconfirmedProgression => "iUPD",
        BestResponse.ConfirmedProgression => "iCPD",
        BestResponse.NotEvaluable => "NE",
        _ => throw new ArgumentOutOfRangeException(nameof(response)),
    };

    /// <summary>Short text of a category, such as histology; bounded so that no free text with a name gets in.</summary>
    public static string? Category(string column, string cell, out string? error)
    {
        error = cell.Length <= 40 ? null : $"{column}: \"{cell[..20]}…\" is longer than 40 characters; use a short category.";
        return error is null ? cell : null;
    }
}
