namespace RadlPortal.Core.Uploads;

/// <summary>The fate of one file of an upload. The file's name stays in the sender's browser: it may name a person.</summary>
public sealed class UploadedFile
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid UploadId { get; init; }

    /// <summary>Position in the sender's list, from 1.</summary>
    public required int Number { get; init; }

    public required UploadResult Result { get; init; }

    /// <summary>Why, and what to do; empty for a plain acceptance.</summary>
    public required string Message { get; init; }

    public Guid? SubjectId { get; init; }

    public Guid? ImagingSeriesId { get; init; }

    public string? Sha256 { get; init; }

    public long Length { get; init; }

    public DateTimeOffset ReceivedAt { get; init; }
}

public enum UploadResult
{
    Accepted,
    AcceptedWithWarnings,
    AlreadyThere,
    Quarantined,
    Refused,
}

/// <summary>Why a file was not taken, for programs; what a person reads is the message.</summary>
public enum UploadFailure
{
    None,
    Unreadable,
    SopClassNotTaken,
    DoesNotConform,
    NotDecodable,
    MayNamePerson,
    NoSubjectCode,
    UnknownSubject,
    OfAnotherSubject,
    OtherStudy,
    Conflict,
}
