namespace RadlPortal.Core.Jobs;

/// <summary>Why a job is not retried.</summary>
public static class JobRefusals
{
    public static readonly Refusal NotFailed = new("not-failed", "Only a failed job of this study can be retried.");

    public static readonly Refusal RunsAlready = new("runs-already", "The same work is waiting or running already.");
}
