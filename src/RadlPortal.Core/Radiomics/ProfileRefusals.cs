namespace RadlPortal.Core.Radiomics;

/// <summary>Why an extraction profile cannot be saved.</summary>
public static class ProfileRefusals
{
    public static readonly Refusal NameMissing = new("name-missing", "Give the profile a name of 1 to 60 characters.");

    public static readonly Refusal TooLong = new("too-long", $"A parameter file has at most {ProfileService.MaximumLength} characters.");

    public static Refusal NotReadable(string why) => new("not-readable", why);

    public static Refusal Unchanged(int version) => new("unchanged", $"These are the parameters of version {version} already.");
}
