using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace RadlPortal.Dicom.Deidentification;

/// <summary>A secret under which identifiers are replaced: the same key gives the same replacement in every run and every object, and without the key nobody gets back or confirms a guess (HMAC-SHA-256, RFC 2104); action U of PS3.15 table E.1-1 asks for UIDs that are consistent within a set of objects.</summary>
public sealed class DeidentificationKey
{
    /// <summary>Fewest bytes of a key.</summary>
    public const int LeastBytes = 16;

    private const int LeastShiftDays = 30;
    private const int ShiftRangeDays = 1430;
    private const string CodeLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private readonly byte[] secret;

    /// <summary>A key of the given bytes.</summary>
    /// <exception cref="ArgumentException">There are fewer than 16 bytes.</exception>
    public DeidentificationKey(ReadOnlySpan<byte> secret)
    {
        if (secret.Length < LeastBytes) throw new ArgumentException($"The key has {secret.Length} bytes; it needs at least {LeastBytes}.", nameof(secret));
        this.secret = secret.ToArray();
    }

    /// <summary>The UID that stands for an original one: 2.25 root, 128 bits of the keyed hash in the form of a UUID (PS3.5 annex B.2), at most 44 characters.</summary>
    public string Uid(string original)
    {
        var bytes = Hash("uid", original)[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return "2.25." + new BigInteger(bytes, isUnsigned: true, isBigEndian: true).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Days by which the dates of a patient are moved back: 30 to 1459, the same for all of the patient's objects, so that intervals stay.</summary>
    public int ShiftDays(string patientId) => LeastShiftDays + (int)(BinaryPrimitives.ReadUInt32BigEndian(Hash("date", patientId)) % ShiftRangeDays);

    /// <summary>A subject code for a patient for whom none is given: P and 12 letters and digits.</summary>
    public string SubjectCode(string patientId)
    {
        var hash = Hash("subject", patientId);
        return string.Concat(Enumerable.Range(0, 12).Select(i => CodeLetters[hash[i] & 31]).Prepend('P'));
    }

    private byte[] Hash(string purpose, string text) => HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"RadlPortal {purpose} 1\n{text}"));
}
