using System.Globalization;

namespace RadlPortal.Numerics.Radiomics.Ibsi;

/// <summary>The outcome of a self-test as CSV: a line per reference value, cells with a comma in quotation marks.</summary>
public static class IbsiCheckCsv
{
    /// <summary>Names of the cells.</summary>
    public const string Header = "configuration,family,feature,tag,code,aggregation,reference,tolerance,consensus,computed,result";

    /// <summary>One reference value with what was computed and pass or fail; numbers in full, an absent value empty.</summary>
    /// <param name="check">The value.</param>
    public static string Line(IbsiCheck check) => string.Join(
        ',',
        check.Configuration, check.Feature.Family, Quoted(check.Feature.Name), check.Feature.Tag, check.Feature.Code, Quoted(check.Feature.Aggregation),
        Text(check.Reference.Value), Text(check.Reference.Tolerance), check.Reference.Consensus, check.Feature.Value is { } value ? Text(value) : "", check.Passed ? "pass" : "fail");

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Quoted(string text) => text.Contains(',') ? $"\"{text}\"" : text;
}
