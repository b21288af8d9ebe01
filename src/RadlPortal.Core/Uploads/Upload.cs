namespace RadlPortal.Core.Uploads;

/// <summary>One sitting of a coordinator (or of <c>radl upload</c>): files announced, sent, judged one by one, and the count reconciled at the end.</summary>
public sealed class Upload
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid ResearchStudyId { get; init; }

    public required Guid SiteId { get; init; }

    public required Guid PersonId { get; init; }

    /// <summary>0 = nobody said how many will come (DICOMweb).</summary>
    public int AnnouncedFiles { get; set; }

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; set; }

    public List<UploadedFile> Files { get; } = [];
}
