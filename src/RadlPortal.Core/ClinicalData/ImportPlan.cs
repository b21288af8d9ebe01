namespace RadlPortal.Core.ClinicalData;

/// <summary>What an import would do, row by row; nothing is changed by making it.</summary>
public sealed record ImportPlan(IReadOnlyList<ImportRow> Rows, IReadOnlyList<string> IgnoredColumns)
{
    public bool HasErrors => Rows.Any(row => row.Errors.Count > 0);

    public int Changed => Rows.Count(row => row.Errors.Count == 0 && row.Changes.Count > 0);

    public int Unchanged => Rows.Count(row => row.Errors.Count == 0 && row.Changes.Count == 0);
}

/// <summary>One row: the subject, what would change, and what is wrong.</summary>
public sealed record ImportRow(int Line, string Subject, IReadOnlyList<FieldChange> Changes, IReadOnlyList<string> Errors);

/// <summary>A value before and after; null = not known.</summary>
public sealed record FieldChange(string Field, string? Before, string? After);
