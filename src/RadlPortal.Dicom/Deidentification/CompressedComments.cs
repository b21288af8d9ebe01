using System.Buffers.Binary;

namespace RadlPortal.Dicom.Deidentification;

/// <summary>Blanks comments, application segments and whatever no decoder needs in JPEG, JPEG-LS and JPEG 2000 frames in place, and finds where the picture begins and ends.</summary>
internal static class CompressedComments
{
    /// <summary>Where a frame of the JPEG family begins: decoders pass over what stands before it.</summary>
    /// <exception cref="DicomException">It begins nowhere, or lies in a file of its own (JP2), which PS3.5 section 8.2.4 does not allow.</exception>
    public static int Start(ReadOnlySpan<byte> frame, bool isJpeg2000)
    {
        var start = isJpeg2000 ? frame.IndexOf<byte>([0xFF, 0x4F, 0xFF, 0x51]) : frame.IndexOf<byte>([0xFF, 0xD8]);
        return start >= 0 && !(isJpeg2000 && frame is [0, 0, 0, 12, ..]) ? start : throw Unknown();
    }

    /// <summary>JPEG and JPEG-LS (ITU-T T.81, T.87). Returns where the frame ends.</summary>
    /// <exception cref="DicomException">Between the segments stands what is none.</exception>
    public static int CleanJpeg(byte[] frame, ref bool isChanged)
    {
        var isJpegLs = false;
        for (var position = 2; position + 2 <= frame.Length;)
        {
            if (frame[position] != 0xFF) throw Unknown();
            var marker = frame[position + 1];
            if (marker == 0xD9) return position + 2;
            if (marker is 0xFF or 0x01 or 0xD8 or (>= 0xD0 and <= 0xD7))
            {
                position += marker == 0xFF ? 1 : 2;
                continue;
            }

            if (position + 4 > frame.Length) throw Unknown();
            isJpegLs |= marker == 0xF7;
            var length = BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(position + 2));
            if (length < 2 || position + 2 + length > frame.Length) throw Unknown();
            var payload = frame.AsSpan(position + 4, length - 2);
            if (!IsNeeded(marker, payload)) isChanged |= Blank(payload);
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
                if (tileEnd <= position || tileEnd > frame.Length) return EndOfCodestream(frame, position);
                position = (int)tileEnd;
                if (position + 2 <= frame.Length && frame[position] == 0xFF && frame[position + 1] == 0xD9) return position + 2;
                continue;
            }

            if (marker < 0xFF00) throw Unknown();
            var length = BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(position + 2));
            if (length < 2 || position + 2 + length > frame.Length) throw Unknown();
            if (marker == 0xFF90 && length == 10) tileEnd = position + (long)BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(position + 6));
            if (marker == 0xFF64 && length > 4 && !IsEncoder(frame.AsSpan(position + 6, length - 4))) isChanged |= Blank(frame.AsSpan(position + 6, length - 4));
            position += 2 + length;
        }

        return frame.Length;
    }

    private static DicomException Unknown() => new("The compressed pixels hold something that is no part of a picture. Send them uncompressed, or compress them anew.", tag: DicomTags.PixelData);

    // No coded data look like the end marker (ITU-T T.800 A.1).
    private static int EndOfCodestream(ReadOnlySpan<byte> frame, int position) =>
        frame[position..].IndexOf<byte>([0xFF, 0xD9]) is var end and >= 0 ? position + end + 2 : frame.Length;

    // Frame headers, tables, scans and presets; JFIF without thumbnail, Adobe's and HP's colour transforms say how to decode.
    private static bool IsNeeded(byte marker, ReadOnlySpan<byte> payload) => marker switch
    {
        (>= 0xC0 and <= 0xCF and not 0xC8) or 0xDA or 0xDB or 0xDC or 0xDD or 0xF7 or 0xF8 => true,
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
