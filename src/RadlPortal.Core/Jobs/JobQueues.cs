namespace RadlPortal.Core.Jobs;

/// <summary>The queues from which workers take jobs.</summary>
public static class JobQueues
{
    public const string Default = "default";
    public const string Gpu = "gpu";
}
