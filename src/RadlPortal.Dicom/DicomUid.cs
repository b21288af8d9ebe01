using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace RadlPortal.Dicom;

/// <summary>Unique identifiers (PS3.5 section 9, annex B).</summary>
public static class DicomUid
{
    /// <summary>Longest UID, characters (PS3.5 section 9.1).</summary>
    public const int MaximumLength = 64;

    /// <summary>A fresh UID made of a random UUID: 2.25 root (PS3.5 annex B.2).</summary>
    public static string New() => FromBytes(RandomNumberGenerator.GetBytes(16));

    /// <summary>The same UID for the same text: 2.25 root (PS3.5 annex B.2) with the first 128 bits of its SHA-256. Not secret: who guesses the text confirms it.</summary>
    public static string From(string text) => FromBytes(SHA256.HashData(Encoding.UTF8.GetBytes(text))[..16]);

    /// <summary>True for digits and dots, components without leading zero, at most 64 characters (PS3.5 section 9.1).</summary>
    public static bool IsValid(string? uid) =>
        !string.IsNullOrEmpty(uid) && uid.Length <= MaximumLength && uid.Split('.').All(part => part.Length > 0 && part.All(char.IsAsciiDigit) && (part.Length == 1 || part[0] != '0'));

    private static string FromBytes(byte[] bytes)
    {
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return "2.25." + new BigInteger(bytes, isUnsigned: true, isBigEndian: true).ToString(CultureInfo.InvariantCulture);
    }
}
