namespace RadlPortal.Core.Reports;

/// <summary>Why a report cannot be signed.</summary>
public static class ReportRefusals
{
    public static readonly Refusal NoSuchReport = new("no-such-report", "This study has no such report.");

    public static readonly Refusal NoPassword = new("no-password", "Your account has no password in the portal, so that it cannot sign. Ask the administrator for an account with one.");

    public static readonly Refusal LockedOut = new("locked-out", "Too many wrong passwords. Try again in ten minutes.");

    public static readonly Refusal WrongPassword = new("wrong-password", "The password is not right. Nothing was signed.");

    public static readonly Refusal SignedAlready = new("signed-already", "You have signed this report already.");
}
