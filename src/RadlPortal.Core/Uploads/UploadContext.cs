using RadlPortal.Core.ResearchStudies;

namespace RadlPortal.Core.Uploads;

/// <summary>An open upload and the study into which it goes; known for a few seconds without asking the database again.</summary>
public sealed class UploadContext(Upload upload, ResearchStudy study)
{
    private int last;

    public Upload Upload { get; } = upload;

    public ResearchStudy Study { get; } = study;

    /// <summary>The number of the next file where the sender gives none.</summary>
    public int NextNumber() => Interlocked.Increment(ref last);
}
