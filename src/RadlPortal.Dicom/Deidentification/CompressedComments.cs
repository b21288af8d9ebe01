using System.Buffers.Binary;

namespace RadlPortal.Dicom.Deidentification;

/// <summary>Blanks comments and application segments of JPEG, JPEG-LS and JPEG 2000 frames in place, and finds where the picture ends. What does not look like such a frame is left alone.</summary>
internal static class CompressedComments
{
    /// <summary>JPEG and JPEG-LS (ITU-T T.81, T.87). Returns where the frame ends.</summary>
    public static int CleanJpeg(byte[] frame, ref bool isChanged)
    {
        var isJpegLs = false;
        for (var position = 2; position + 2 <= frame.Length;)
        {
            if (frame[position] != 0xFF) return frame.Length;
            var marker = frame[position + 1];
            if (marker == 0xD9) return position + 2;
            if (marker is 0xFF or 0x01 or (>= 0xD0 and <= 0xD7))
            {
                position += marker == 0xFF ? 1 : 2;
                continue;
            }

            if (position + 4 > frame.Length) return frame.Length;
            isJpegLs |= marker == 0xF7;
            var length = BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(position + 2));
            if (length < 2 || position + 2 + length > frame.Length) return frame.Length;
            var payload = frame.AsSpan(position + 4, length - 2);
            if (marker == 0xFE || (marker is >= 0xE0 and <= 0xEF && !IsNeeded(marker, payload))) isChanged |= Blank(payload);
            position += 2 + length;
            if (marker == 0xDA) position = EndOfScan(frame, position, isJpegLs);
        }

        return frame.Length;
    }

    /// <summary>JPEG 2000 and HTJ2K (ITU-T T.800). Returns where the frame ends.</summary>
    public static int CleanJpeg2000(byte[] frame, ref bool isChanged)
    {
        var tileEnd = 0L;
        for (var position = 2; position + 4 <= frame.Length;)
        {
            var marker = BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(position));
            if (marker == 0xFFD9) return position + 2;
            if (marker == 0xFF93)
            {
                // The tile's data go on to the end that its SOT gave; none given: to the end of the frame.
                if (tileEnd <= position || tileEnd > frame.Length) return frame.Length;
                position = (int)tileEnd;
                if (position + 2 <= frame.Length && frame[position] == 0xFF && frame[position + 1] == 0xD9) return position + 2;
                continue;
            }

            if (marker < 0xFF00) return frame.Length;
            var length = BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(position + 2));
            if (length < 2 || position + 2 + length > frame.Length) return frame.Length;
            if (marker == 0xFF90 && length == 10) tileEnd = position + (long)BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(position + 6));
            if (marker == 0xFF64 && length > 4 && !IsEncoder(frame.AsSpan(position + 6, length - 4))) isChanged |= Blank(frame.AsSpan(position + 6, length - 4));
            position += 2 + length;
        }

        return frame.Length;
    }

    // JFIF without thumbnail, Adobe's and HP's colour transforms say how to decode.
    private static bool IsNeeded(byte marker, ReadOnlySpan<byte> payload) => marker switch
    {
        0xE0 => payload.Length == 14 && payload.StartsWith("JFIF\0"u8),
        0xE8 => payload.Length == 5 && payload.StartsWith("mrfx"u8),
        0xEE => payload.Length == 12 && payload.StartsWith("Adobe"u8),
        _ => false,
    };

    private static bool IsEncoder(ReadOnlySpan<byte> comment) =>
        comment.Length <= 48 && (comment.StartsWith("Created by OpenJPEG version "u8) || comment.StartsWith("Kakadu-"u8) || comment.StartsWith("OpenJPH Ver "u8)) && !comment[^4..].ContainsAnyExcept("0123456789."u8);

    private static int EndOfScan(byte[] frame, int position, bool isJpegLs)
    {
        while (position + 1 < frame.Length)
        {
            var next = frame.AsSpan(position).IndexOf((byte)0xFF);
            if (next < 0 || position + next + 1 >= frame.Length) return frame.Length;
            position += next;
            var after = frame[position + 1];
            if (after is not (>= 0xD0 and <= 0xD7) && after != 0xFF && (isJpegLs ? after >= 0x80 : after != 0)) return position;
            position += after == 0xFF ? 1 : 2;
        }

        return frame.Length;
    }

    private static bool Blank(Span<byte> bytes)
    {
        if (!bytes.ContainsAnyExcept((byte)0)) return false;
        bytes.Clear();
        return true;
    }
}
