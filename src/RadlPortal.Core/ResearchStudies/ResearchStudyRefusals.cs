namespace RadlPortal.Core.ResearchStudies;

/// <summary>Why a research study, its sites or its subjects are not changed as asked.</summary>
public static class ResearchStudyRefusals
{
    public static readonly Refusal CodeNotValid = new("code-not-valid", "A code has 2 to 32 characters: small letters, digits and hyphens, beginning with a letter.");

    public static readonly Refusal TitleMissing = new("title-missing", "The title is missing.");

    public static readonly Refusal NoSuchSite = new("no-such-site", "This site is not one of the research study's.");

    public static readonly Refusal NoSubjects = new("no-subjects", "Give at least one subject code.");

    public static readonly Refusal NoSuchUploadClient = new("no-such-upload-client", "This study has no such upload client.");

    public static Refusal CodeTaken(string code) => new("code-taken", $"The code \"{code}\" is taken already. Choose another.");

    public static Refusal SubjectCodeNotValid(string code) =>
        new("subject-code-not-valid", $"\"{Shorten(code)}\" is no subject code: up to 64 letters, digits, hyphens, underscores and dots, without spaces.");

    public static readonly Refusal NoSubjectCodes = new("no-subject-codes", "Type or paste at least one subject code.");

    public static Refusal SubjectLineNotValid(int line, string code) =>
        new("subject-code-not-valid", $"Line {line}: \"{Shorten(code)}\" is no subject code: up to 64 letters, digits, hyphens, underscores and dots, without spaces. Put a comma or a new line between codes. Nothing was registered.");

    public static readonly Refusal NoSuchSubject = new("no-such-subject", "There is no subject of this code.");

    public static readonly Refusal ReasonMissing = new("reason-missing", "Say why. The reason is kept in the audit.");

    public static Refusal SubjectHasData(string code, string what) => new("subject-has-data", $"Subject {code} has {what} and cannot be removed: what was collected stays.");

    public static Refusal ThresholdNeedsReason(ThresholdConsequences consequences) => new("threshold-needs-reason", $"{consequences.InWords} Confirm it and say why.");

    public static Refusal SubjectAtOtherSite(string code) => new("subject-at-other-site", $"Subject {code} is registered at another site of this study.");

    public static Refusal SettingOutOfRange(string setting, string range) => new("setting-out-of-range", $"{setting} must be {range}.");

    private static string Shorten(string text) => text.Length <= 20 ? text : text[..20] + "…";
}
