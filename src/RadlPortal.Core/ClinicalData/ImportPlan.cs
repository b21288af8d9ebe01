namespace RadlPortal.Core.ClinicalData;

/// <summary>What an import would do, row by row; nothing is changed by making it.</summary>
/// <param name="Translations">Responses of RECIST in the file and what they are stored as; the person sees it before the import.</param>
public sealed record ImportPlan(IReadOnlyList<ImportRow> Rows, IReadOnlyList<string> IgnoredColumns, IReadOnlyList<ResponseTranslation> Translations)
{
    public bool HasErrors => Rows.Any(row => row.Errors.Count > 0);

    public int Changed => Rows.Count(row => row.Errors.Count == 0 && row.Changes.Count > 0);

    public int Unchanged => Rows.Count(row => row.Errors.Count == 0 && row.Changes.Count == 0);
}

/// <summary>A response that stands in so many rows and is stored under its iRECIST name.</summary>
public sealed record ResponseTranslation(string Written, string StoredAs, int Rows);

/// <summary>One row: the subject, what would change, and what is wrong.</summary>
public sealed record ImportRow(int Line, string Subject, IReadOnlyList<FieldChange> Changes, IReadOnlyList<string> Errors);

/// <summary>A value before and after; null = not known.</summary>
public sealed record FieldChange(string Field, string? Before, string? After);
