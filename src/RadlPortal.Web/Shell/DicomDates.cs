using System.Globalization;

namespace RadlPortal.Web.Shell;

/// <summary>DICOM writes dates as 20260131; people read 2026-01-31.</summary>
internal static class DicomDates
{
    /// <summary>What is no date (a part of one, an older form) is shown as it stands.</summary>
    public static string? Iso(string? value) =>
        DateOnly.TryParseExact(value, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : value;
}
