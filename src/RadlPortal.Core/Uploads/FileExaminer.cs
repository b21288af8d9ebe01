using System.Security.Cryptography;
using RadlPortal.Core.Imaging;
using RadlPortal.Dicom;
using RadlPortal.Dicom.Deidentification;
using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Volumes;
using RadlPortal.Dicom.Writing;

namespace RadlPortal.Core.Uploads;

/// <summary>Parses a file, asks the gate, and makes the bytes and the index entry that will be stored. Touches neither database nor disk.</summary>
internal static class FileExaminer
{
    /// <param name="onlyStudyUid">The DICOM study to which the sender sends; null = any.</param>
    public static ExaminedFile Examine(UploadContext context, int number, ReadOnlyMemory<byte> bytes, string? onlyStudyUid = null)
    {
        // Hashing takes as long as the rest: side by side.
        var hash = Task.Run(() => SHA256.HashData(bytes.Span));
        try
        {
            var file = DicomFile.Read(bytes);
            var uids = new ObjectUids(file.Dataset.Text(DicomTags.SopClassUid), file.Dataset.Text(DicomTags.SopInstanceUid), file.Dataset.Text(DicomTags.StudyInstanceUid));
            return onlyStudyUid is not null && uids.Study != onlyStudyUid
                ? Refused(UploadFailure.OtherStudy, UploadRefusals.OtherStudy, uids)
                : Judge(file, uids);
        }
        catch (DicomException damaged)
        {
            return Refused(UploadFailure.Unreadable, UploadRefusals.Unreadable(damaged.Message), ObjectUids.Unknown);
        }

        string Sha256() => Convert.ToHexStringLower(hash.GetAwaiter().GetResult());

        ExaminedFile Refused(UploadFailure failure, string why, ObjectUids uids) => new(number, Sha256(), bytes, uids) { Refusal = StoredFate.Refused(number, failure, why) };

        ExaminedFile Judge(DicomFile file, ObjectUids uids)
        {
            var gate = DeidentificationGate.Check(file, context.Study.Settings.Gate());
            if (gate.Verdict == GateVerdict.Refuse) return Refused(DeidentificationGate.Takes(uids.SopClass) ? UploadFailure.DoesNotConform : UploadFailure.SopClassNotTaken, gate.Notes[0], uids);
            if (gate.Verdict == GateVerdict.Quarantine) return new ExaminedFile(number, Sha256(), bytes, uids) { Held = gate, HeldSubject = file.Dataset.Text(DicomTags.PatientId) };
            if (!CtVolume.CanDecode(file.TransferSyntaxUid)) return Refused(UploadFailure.NotDecodable, UploadRefusals.NotDecodable(file.TransferSyntaxUid), uids);
            return new ExaminedFile(number, Sha256(), bytes, uids) { Prepared = Prepare(context, gate, file.TransferSyntaxUid) };
        }
    }

    /// <summary>What the gate has let in by another way than an upload.</summary>
    public static ExaminedFile Prepared(UploadContext context, int number, string sha256, string transferSyntaxUid, GateResult gate)
    {
        var dataset = gate.Cleaned!;
        var uids = new ObjectUids(dataset.Text(DicomTags.SopClassUid), dataset.Text(DicomTags.SopInstanceUid), dataset.Text(DicomTags.StudyInstanceUid));
        return new ExaminedFile(number, sha256, ReadOnlyMemory<byte>.Empty, uids) { Prepared = Prepare(context, gate, transferSyntaxUid) };
    }

    private static PreparedInstance Prepare(UploadContext context, GateResult gate, string transferSyntaxUid)
    {
        var dataset = gate.Cleaned!;
        var written = DicomWriter.Write(dataset, transferSyntaxUid);
        var hash = Task.Run(() => SHA256.HashData(written.Bytes));
        var metadata = InstanceMetadata.Json(context.Study.Code, dataset);
        double? position = dataset.Text(DicomTags.SopClassUid) == SopClass.CtImage ? SliceHeader.Of(dataset).PositionMm : null;
        var sha256 = hash.GetAwaiter().GetResult();
        var name = Convert.ToHexStringLower(sha256);
        // The slices of a series lie in one folder.
        var folder = Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(dataset.Text(DicomTags.SeriesInstanceUid)!)))[..3];
        return new PreparedInstance
        {
            Dataset = dataset,
            SopInstanceUid = dataset.Text(DicomTags.SopInstanceUid)!,
            SopClassUid = dataset.Text(DicomTags.SopClassUid)!,
            SubjectCode = dataset.Text(DicomTags.PatientId)!,
            TransferSyntaxUid = written.TransferSyntaxUid,
            Bytes = written.Bytes,
            FrameRanges = written.FrameRanges,
            StoredSha256 = sha256,
            BlobKey = $"dicom/{context.Upload.ResearchStudyId:N}/{context.Upload.SiteId:N}/{folder}/{name}",
            MetadataJson = metadata,
            PositionMm = position,
            Notes = gate.Notes,
            HasWarnings = gate.Notes.Count > 0 && !gate.DropsOnlyDescriptions,
        };
    }
}
