namespace RadlPortal.Core.Uploads;

/// <summary>Why an upload or one of its files is not taken.</summary>
public static class UploadRefusals
{
    public static readonly Refusal StudyClosed = new("study-closed", "This research study is closed and takes no uploads any more.");

    public static readonly Refusal NoSuchUpload = new("no-such-upload", "This upload is not known, or is not one of your site's.");

    public static readonly Refusal UploadFinished = new("upload-finished", "This upload has ended already. Begin a new one; files that are there are recognised.");

    public static readonly Refusal NoSite = new("no-site", "Only a site coordinator uploads: images belong to the coordinator's site.");

    public static readonly Refusal ArrivedDamaged = new("arrived-damaged", "The file did not arrive as it was sent. It is sent again.");

    public const string UnknownSubject = "The subject code in (0010,0020) is not registered at your site. Ask the administrator to register it, or mend the code in the file.";

    public const string NoSubjectCode = "What stands in (0010,0020) is no subject code: letters, digits, hyphens, underscores and dots, up to 64. It may be a hospital's own number: replace it by the study's code.";

    public const string Conflict = "The portal holds an object with this UID but other content. Nothing was overwritten. If the images were processed again, give them new UIDs.";

    public const string SeriesOfAnother = "The study or series UID of this file belongs to another subject already. Files of two subjects were mixed up, or UIDs were used twice.";

    public const string OtherStudy = "The file belongs to another DICOM study than the one to which it was sent.";

    public const string MayNamePerson = "The file may name a person. It is held in quarantine, where only your site and the administrator see it.";

    public static string NotDecodable(string transferSyntaxUid) => $"The pixels are compressed in a way (transfer syntax {transferSyntaxUid}) that this version cannot measure. Send the series uncompressed (Explicit VR Little Endian).";

    public static string Unreadable(string why) => $"The file cannot be read: {why}";
}
