using RadlPortal.Dicom;
using RadlPortal.Dicom.Deidentification;

namespace RadlPortal.Core.Uploads;

/// <summary>A file after everything that needs neither database nor disk: refused, to be held, or ready to be stored.</summary>
public sealed class ExaminedFile
{
    internal ExaminedFile(int number, string sha256, ReadOnlyMemory<byte> bytes, ObjectUids uids) => (Number, Sha256, Bytes, Uids) = (number, sha256, bytes, uids);

    public int Number { get; }

    /// <summary>Of the bytes as they were sent.</summary>
    public string Sha256 { get; }

    internal ReadOnlyMemory<byte> Bytes { get; }

    internal ObjectUids Uids { get; }

    internal StoredFate? Refusal { get; init; }

    internal GateResult? Held { get; init; }

    /// <summary>What stands for the subject in a file that is held; it may be a hospital's number.</summary>
    internal string? HeldSubject { get; init; }

    internal PreparedInstance? Prepared { get; init; }
}

/// <summary>An object as it will be stored.</summary>
internal sealed record PreparedInstance
{
    public required DicomDataset Dataset { get; init; }

    public required string SopInstanceUid { get; init; }

    public required string SopClassUid { get; init; }

    public required string SubjectCode { get; init; }

    public required string TransferSyntaxUid { get; init; }

    public required byte[] Bytes { get; init; }

    public required long[] FrameRanges { get; init; }

    public required byte[] StoredSha256 { get; init; }

    public required string BlobKey { get; init; }

    public required string MetadataJson { get; init; }

    public required double? PositionMm { get; init; }

    /// <summary>What the gate left out, as sentences.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>More was left out than descriptions in free text.</summary>
    public required bool HasWarnings { get; init; }
}
