namespace RadlPortal.Core.ClinicalData;

/// <summary>Why a clinical CSV is not imported as a whole. What is wrong with a single row is in the plan.</summary>
public static class ImportRefusals
{
    public static readonly Refusal FileTooLarge = new("csv-too-large", $"The file is larger than {ClinicalCsv.MaximumBytes / 1024 / 1024} MB. Split it and import the parts one after the other.");

    public static readonly Refusal NotUtf8 = new("csv-not-utf8", "The file is not UTF-8 text. Save it again as \"CSV UTF-8\".");

    public static readonly Refusal EmptyFile = new("csv-empty", "The file is empty.");

    public static readonly Refusal NoRows = new("csv-no-rows", "The file has a head line but no row below it.");

    public static readonly Refusal TooManyRows = new("csv-too-many-rows", $"The file has more than {ClinicalCsv.MaximumRows} rows. Split it and import the parts one after the other.");

    public static readonly Refusal PlanHasErrors = new("csv-has-errors", "Nothing was imported: some rows have errors. Mend them in the file and choose it again.");

    public static Refusal NotCsv(int line) => new("csv-unreadable", $"Line {line} cannot be read as CSV. Look for an unclosed quotation mark there.");

    public static Refusal IdentifyingColumn(string head) =>
        new("csv-identifying-column", $"The column \"{head}\" could name a person. Remove it from the file: the portal takes subject codes only.");

    public static Refusal ColumnMissing(string column, IEnumerable<string> heads) =>
        new("csv-column-missing", $"The column \"{column}\" is missing. The file's columns are: {string.Join(", ", heads)}.");

    public static Refusal ColumnTwice(string column) => new("csv-column-twice", $"Two columns mean \"{column}\". Keep one of them.");
}
