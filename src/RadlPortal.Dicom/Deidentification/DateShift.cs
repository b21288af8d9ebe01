using System.Globalization;

namespace RadlPortal.Dicom.Deidentification;

/// <summary>Moves dates back by whole days; times of day stay, so that intervals are kept to the second.</summary>
internal static class DateShift
{
    private const int DateLength = 8;

    /// <summary>The values of a DA or DT element moved back; null if one of them is no full date.</summary>
    public static string? Moved(string text, int days)
    {
        var values = text.Split('\\');
        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i].Trim();
            if (value.Length == 0) continue;
            // The form of the standard's predecessor, 2024.01.31.
            if (value is [_, _, _, _, '.', _, _, '.', _, _]) value = value.Replace(".", "");
            if (value.Length < DateLength || !DateTime.TryParseExact(value.AsSpan(0, DateLength), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return null;
            values[i] = date.Year < 1000 + (days / 365) ? "19000101" + value[DateLength..] : date.AddDays(-days).ToString("yyyyMMdd", CultureInfo.InvariantCulture) + value[DateLength..];
        }

        return string.Join('\\', values);
    }
}
