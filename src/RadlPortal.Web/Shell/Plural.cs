using System.Globalization;

namespace RadlPortal.Web.Shell;

/// <summary>A number with its noun: "1 row", "2 rows".</summary>
internal static class Plural
{
    public static string Of(int count, string one, string? many = null) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many ?? one + "s")}");
}
