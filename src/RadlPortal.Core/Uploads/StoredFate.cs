namespace RadlPortal.Core.Uploads;

/// <summary>What became of one file.</summary>
public sealed record FileResult(int Number, UploadResult Result, string Message, string? Subject, string? SeriesInstanceUid, IReadOnlyList<QuarantineFinding> Findings)
{
    public UploadFailure Failure { get; init; }

    public string? SopClassUid { get; init; }

    public string? SopInstanceUid { get; init; }

    public string? StudyInstanceUid { get; init; }
}

/// <summary>The answer for a file together with what it belongs to.</summary>
internal sealed record StoredFate(FileResult Result, Guid? SubjectId, Guid? SeriesId)
{
    public static StoredFate Refused(int number, UploadFailure failure, string why, UploadResult result = UploadResult.Refused) =>
        new(new FileResult(number, result, why, null, null, []) { Failure = failure }, null, null);

    public static StoredFate Refused(int number, string why) => Refused(number, UploadFailure.DoesNotConform, why);

    public StoredFate As(int number, UploadResult result, string message) => this with { Result = Result with { Number = number, Result = result, Message = message } };

    /// <summary>The same with the UIDs of the file, where it could be read.</summary>
    public StoredFate Of(ObjectUids uids) => this with { Result = Result with { SopClassUid = uids.SopClass, SopInstanceUid = uids.SopInstance, StudyInstanceUid = uids.Study } };
}

/// <summary>What names a DICOM object; null where the file does not say.</summary>
internal sealed record ObjectUids(string? SopClass, string? SopInstance, string? Study)
{
    public static readonly ObjectUids Unknown = new(null, null, null);
}
