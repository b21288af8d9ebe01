namespace RadlPortal.Core.Uploads;

/// <summary>The answer for a file together with what it belongs to.</summary>
internal sealed record StoredFate(FileResult Result, Guid? SubjectId, Guid? SeriesId)
{
    public static StoredFate Refused(int number, string why) => new(new FileResult(number, UploadResult.Refused, why, null, null, []), null, null);

    public StoredFate As(int number, UploadResult result, string message) => this with { Result = Result with { Number = number, Result = result, Message = message } };
}
