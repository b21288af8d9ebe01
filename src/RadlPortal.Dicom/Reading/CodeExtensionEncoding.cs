using System.Text;

namespace RadlPortal.Dicom.Reading;

/// <summary>Text with code extensions (ISO 2022; PS3.5 section 6.1.2.5): escape sequences change what the bytes that follow mean, and every delimiter goes back to the first set.</summary>
/// <param name="first">The first character set of (0008,0005).</param>
internal sealed class CodeExtensionEncoding(Encoding first) : Encoding
{
    private const byte Escape = 0x1B;

    public override int GetCharCount(byte[] bytes, int index, int count) => Decode(bytes.AsSpan(index, count)).Length;

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        var text = Decode(bytes.AsSpan(byteIndex, byteCount));
        text.CopyTo(0, chars, charIndex, text.Length);
        return text.Length;
    }

    public override int GetByteCount(char[] chars, int index, int count) => first.GetByteCount(chars, index, count);

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) => first.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    public override int GetMaxByteCount(int charCount) => first.GetMaxByteCount(charCount);

    public override int GetMaxCharCount(int byteCount) => byteCount;

    private string Decode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        var (upper, isKanji) = (first, false);
        for (var i = 0; i < bytes.Length;)
        {
            var b = bytes[i];
            if (b == Escape)
            {
                i += Switch(bytes[i..], ref upper, ref isKanji);
            }
            else if (b >= 0x80)
            {
                var run = bytes[i..];
                var length = run.IndexOfAnyInRange((byte)0, (byte)0x7F) is var end and >= 0 ? end : run.Length;
                text.Append(upper.GetString(run[..length]));
                i += length;
            }
            else if (isKanji && b is > 0x20 and < 0x7F && i + 1 < bytes.Length)
            {
                text.Append(CharacterSets.Japanese.GetString([(byte)(b | 0x80), (byte)(bytes[i + 1] | 0x80)]));
                i += 2;
            }
            else
            {
                text.Append((char)b);
                if (b is (byte)'\\' or (byte)'^' or (byte)'=' or (byte)'\t' or (byte)'\n' or (byte)'\f' or (byte)'\r') (upper, isKanji) = (first, false);
                i++;
            }
        }

        return text.ToString();
    }

    /// <summary>Follows an escape sequence and tells its length.</summary>
    private static int Switch(ReadOnlySpan<byte> sequence, ref Encoding upper, ref bool isKanji)
    {
        switch (sequence[1..])
        {
            case [(byte)'$', (byte)'B' or (byte)'@', ..]: isKanji = true; return 3;
            case [(byte)'$', (byte)'(', (byte)'D', ..]: isKanji = true; return 4;
            case [(byte)'$', (byte)')', (byte)'C', ..]: upper = CharacterSets.Korean; return 4;
            case [(byte)'$', (byte)')', (byte)'A', ..]: upper = CharacterSets.Chinese; return 4;
            case [(byte)'(', (byte)'B' or (byte)'J', ..]: isKanji = false; return 3;
            case [(byte)')', (byte)'I', ..]: upper = CharacterSets.Of("ISO_IR 13"); return 3;
            case [(byte)'-', var set, ..]: upper = CharacterSets.OfEscape(set); return 3;
            default: return 1;
        }
    }
}
