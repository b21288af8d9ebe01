using System.Text.Json;
using RadlPortal.Core.Uploads;

namespace RadlPortal.Web.Imaging;

/// <summary>The Store Instances Response Module (PS3.18 annex I.2): what was stored, what was not and why.</summary>
internal sealed class StowAnswer(string root)
{
    /// <summary>(0008,1196): elements were left out of the stored copy.</summary>
    private const int ElementsDiscarded = 0xB006;
    private readonly List<FileResult> stored = [];
    private readonly List<FileResult> failed = [];
    private readonly List<int> unreadable = [];

    public void Add(FileResult result)
    {
        if (result.Result is UploadResult.Accepted or UploadResult.AcceptedWithWarnings or UploadResult.AlreadyThere) stored.Add(result);
        else if (result.SopInstanceUid is null) unreadable.Add(ReasonOf(result.Failure));
        else failed.Add(result);
    }

    /// <summary>A part that is no DICOM file at all.</summary>
    public void AddUnreadable() => unreadable.Add(ReasonOf(UploadFailure.Unreadable));

    public bool IsEmpty => stored.Count + failed.Count + unreadable.Count == 0;

    /// <summary>200 = everything is stored, 202 = a part of it, 409 = nothing (PS3.18 table 10.5.3-1).</summary>
    public int Status => failed.Count + unreadable.Count == 0 ? StatusCodes.Status200OK : stored.Count > 0 ? StatusCodes.Status202Accepted : StatusCodes.Status409Conflict;

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        if (stored.Select(s => s.StudyInstanceUid).Distinct().ToList() is [var only]) json.Attribute("00081190", "UR", $"{root}/studies/{only}");
        if (failed.Count > 0)
        {
            json.Sequence("00081198", failed, item =>
            {
                Reference(json, item);
                json.Attribute("00081197", "US", ReasonOf(item.Failure));
            });
        }

        if (stored.Count > 0)
        {
            json.Sequence("00081199", stored, item =>
            {
                Reference(json, item);
                json.Attribute("00081190", "UR", $"{root}/studies/{item.StudyInstanceUid}/series/{item.SeriesInstanceUid}/instances/{item.SopInstanceUid}");
                // Of what is stored the message says what was left out.
                if (item.Message.Length > 0) json.Attribute("00081196", "US", ElementsDiscarded);
            });
        }

        if (unreadable.Count > 0) json.Sequence("0008119A", unreadable, reason => json.Attribute("00081197", "US", reason));
        json.WriteEndObject();
    }

    private static void Reference(Utf8JsonWriter json, FileResult item)
    {
        json.Attribute("00081150", "UI", item.SopClassUid);
        json.Attribute("00081155", "UI", item.SopInstanceUid);
    }

    /// <summary>(0008,1197), PS3.18 table I.2-2. Cxxx are the portal's own ways of "cannot understand"; the conformance page lists them.</summary>
    public static int ReasonOf(UploadFailure failure) => failure switch
    {
        UploadFailure.SopClassNotTaken => 0x0122,
        UploadFailure.NotDecodable => 0xC122,
        UploadFailure.Conflict => 0x0111,
        UploadFailure.DoesNotConform => 0xA900,
        UploadFailure.OtherStudy => 0xA901,
        UploadFailure.MayNamePerson => 0xC010,
        UploadFailure.NoSubjectCode => 0xC011,
        UploadFailure.UnknownSubject => 0xC012,
        UploadFailure.OfAnotherSubject => 0xC013,
        UploadFailure.Unreadable => 0xC000,
        _ => 0x0110,
    };
}
