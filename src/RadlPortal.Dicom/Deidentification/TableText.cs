namespace RadlPortal.Dicom.Deidentification;

/// <summary>Reads the tables that are built into the library.</summary>
internal static class TableText
{
    /// <summary>The lines of a table without comments and empty ones.</summary>
    public static IEnumerable<string> Lines(string name)
    {
        using var reader = new StreamReader(typeof(TableText).Assembly.GetManifestResourceStream(name)!);
        while (reader.ReadLine() is { } line)
            if (line.Length > 0 && line[0] != '#') yield return line;
    }
}
