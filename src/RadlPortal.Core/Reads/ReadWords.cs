namespace RadlPortal.Core.Reads;

/// <summary>How reads are spoken of on pages.</summary>
public static class ReadWords
{
    public static string Word(this ReadPurpose purpose) => purpose.ToString().ToLowerInvariant();

    public static string Word(this ReadState state) => state == ReadState.InProgress ? "in progress" : state.ToString().ToLowerInvariant();

    /// <summary>Reading time as m:ss or h:mm:ss; a dash where none was counted.</summary>
    public static string Time(double seconds)
    {
        if (seconds < 1) return "–";
        var time = TimeSpan.FromSeconds(Math.Round(seconds));
        return time.TotalHours >= 1 ? FormattableString.Invariant($"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}") : FormattableString.Invariant($"{time.Minutes}:{time.Seconds:00}");
    }
}
