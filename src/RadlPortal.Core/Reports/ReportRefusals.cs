namespace RadlPortal.Core.Reports;

/// <summary>Why a report cannot be signed.</summary>
public static class ReportRefusals
{
    public static readonly Refusal NoSuchReport = new("no-such-report", "This study has no such report.");

    public static readonly Refusal SignedAlready = new("signed-already", "You have signed this report already.");
}
