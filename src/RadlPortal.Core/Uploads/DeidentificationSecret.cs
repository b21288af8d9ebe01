namespace RadlPortal.Core.Uploads;

/// <summary>The key under which the server-side de-identifier gives one study's objects their new UIDs; encrypted.</summary>
public sealed class DeidentificationSecret
{
    public required Guid ResearchStudyId { get; init; }

    public required byte[] ProtectedKey { get; init; }
}
