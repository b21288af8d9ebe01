namespace RadlPortal.Core.Reads;

/// <summary>How reads are spoken of on pages.</summary>
public static class ReadWords
{
    public static string Word(this ReadPurpose purpose) => purpose.ToString().ToLowerInvariant();

    public static string Word(this ReadState state) => state == ReadState.InProgress ? "in progress" : state.ToString().ToLowerInvariant();
}
