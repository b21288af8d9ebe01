using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using RadlPortal.Dicom.Codecs;
using RadlPortal.Dicom.Writing;

namespace RadlPortal.Dicom.Deidentification;

/// <summary>Takes out of the pixel data what no picture shows: bytes after the last frame, bits outside the stored values, comments inside compressed frames. The decoded samples stay the same.</summary>
internal static class PixelResidue
{
    /// <summary>The pixel data without residue and what was found; the same element if there is none.</summary>
    /// <exception cref="DicomException">The frames cannot be told apart.</exception>
    public static (DicomElement Pixels, string? Found) Clean(DicomDataset dataset, DicomElement pixels, string transferSyntaxUid)
    {
        if (pixels.Items is not null) throw new DicomException("The pixel data are a sequence.", tag: pixels.Tag);
        return pixels.Fragments is null ? CleanNative(dataset, pixels) : CleanEncapsulated(dataset, pixels, transferSyntaxUid);
    }

    private static (DicomElement Pixels, string? Found) CleanNative(DicomDataset dataset, DicomElement pixels)
    {
        var layout = PixelLayout.Of(dataset);
        var needed = (NativeFrame.Bits(layout) * layout.Frames + 7) / 8;
        var (value, found) = (pixels.Value, (string?)null);
        if (needed > 0 && value.Length > needed)
        {
            // One byte may pad to even length.
            var rest = value.Span[(int)needed..];
            if (rest.Length > 1 || rest[0] != 0) found = "bytes after the last frame";
            value = value[..(int)needed];
        }

        if (layout.BitsAllocated == 16 && layout.BitsStored < 16 && HasOutsideBits(value.Span, layout)) (value, found) = (WithoutOutsideBits(value, layout), Joined(found, "bits outside the stored pixel values"));
        // Implicit files do not say OB or OW; samples of more than a byte are words (PS3.5 section 8.2).
        var vr = layout.BitsAllocated > 8 ? "OW" : pixels.Vr;
        return found is null && vr == pixels.Vr ? (pixels, null) : (new DicomElement(pixels.Tag, vr, value), found);
    }

    private static string Joined(string? one, string other) => one is null ? other : $"{one}, {other}";

    private static ushort InsideMask(PixelLayout layout) => (ushort)(((1 << layout.BitsStored) - 1) << (layout.HighBit - layout.BitsStored + 1));

    private static bool HasOutsideBits(ReadOnlySpan<byte> bytes, PixelLayout layout)
    {
        var words = MemoryMarshal.Cast<byte, ushort>(bytes);
        var inside = InsideMask(layout);
        if (layout.IsSigned)
        {
            foreach (var word in words)
                if ((word & ~inside & 0xFFFF) != 0 && Normal(word, inside, layout) != word) return true;
            return false;
        }

        var all = Vector<ushort>.Zero;
        var i = 0;
        for (; i + Vector<ushort>.Count <= words.Length; i += Vector<ushort>.Count) all |= new Vector<ushort>(words[i..]);
        if ((all & new Vector<ushort>((ushort)~inside)) != Vector<ushort>.Zero) return true;
        for (; i < words.Length; i++)
            if ((words[i] & ~inside & 0xFFFF) != 0) return true;
        return false;
    }

    private static byte[] WithoutOutsideBits(ReadOnlyMemory<byte> value, PixelLayout layout)
    {
        var copy = value.ToArray();
        var inside = InsideMask(layout);
        foreach (ref var word in MemoryMarshal.Cast<byte, ushort>(copy.AsSpan())) word = Normal(word, inside, layout);
        return copy;
    }

    // Signed values may be sign extended; both forms decode to the same number.
    private static ushort Normal(ushort word, ushort inside, PixelLayout layout) =>
        layout.IsSigned && (word >> layout.HighBit & 1) == 1 ? (ushort)((word & inside) | (0xFFFF << (layout.HighBit + 1) & 0xFFFF)) : (ushort)(word & inside);

    private static (DicomElement Pixels, string? Found) CleanEncapsulated(DicomDataset dataset, DicomElement pixels, string transferSyntaxUid)
    {
        var frames = FrameIndex.Frames(dataset, pixels);
        var cleaned = new List<ReadOnlyMemory<byte>>(frames.Count + 1) { ReadOnlyMemory<byte>.Empty };
        var isChanged = false;
        var isDeflated = transferSyntaxUid == TransferSyntax.DeflatedFrames;
        foreach (var fragments in frames)
        {
            // Where a deflated frame ends is known only after it was inflated.
            var frame = isDeflated ? DeflatedFrame.Rewritten(Join(fragments), PixelLayout.Of(dataset)) : WithoutLead(Join(fragments), transferSyntaxUid, ref isChanged);
            var end = transferSyntaxUid switch
            {
                TransferSyntax.Rle => CleanRle(frame, dataset, ref isChanged),
                _ when isDeflated => frame.Length,
                _ when TransferSyntax.IsJpeg2000(transferSyntaxUid) => CompressedComments.CleanJpeg2000(frame, ref isChanged),
                _ when TransferSyntax.IsDecodable(transferSyntaxUid) => CompressedComments.CleanJpeg(frame, ref isChanged),
                _ => throw new DicomException($"Pixels in the transfer syntax {transferSyntaxUid} cannot be looked into.", tag: DicomTags.TransferSyntaxUid),
            };
            if (frame.AsSpan(end).ContainsAnyExcept((byte)0)) isChanged = true;
            cleaned.Add(frame.AsMemory(0, end));
        }

        return isChanged || isDeflated ? (new DicomElement(pixels.Tag, pixels.Vr, cleaned), isChanged ? "comments inside the compressed pixels" : null) : (pixels, null);
    }

    private static byte[] WithoutLead(byte[] frame, string transferSyntaxUid, ref bool isChanged)
    {
        if (transferSyntaxUid == TransferSyntax.Rle || !TransferSyntax.IsDecodable(transferSyntaxUid)) return frame;
        var start = CompressedComments.Start(frame, TransferSyntax.IsJpeg2000(transferSyntaxUid));
        isChanged |= start > 0;
        return start == 0 ? frame : frame[start..];
    }

    private static byte[] Join(IReadOnlyList<ReadOnlyMemory<byte>> fragments)
    {
        using var joined = new MemoryStream(fragments.Sum(f => f.Length));
        foreach (var fragment in fragments) joined.Write(fragment.Span);
        return joined.ToArray();
    }

    // What follows a segment's last run belongs to no sample (PS3.5 annex G).
    private static int CleanRle(byte[] frame, DicomDataset dataset, ref bool isChanged)
    {
        if (frame.Length < 64) return frame.Length;
        var count = BinaryPrimitives.ReadInt32LittleEndian(frame);
        if (count is < 1 or > 15) return frame.Length;
        isChanged |= Blank(frame, 4 + count * 4, 64);
        var samples = (long)(dataset.Integer(DicomTags.Rows) ?? 0) * (dataset.Integer(DicomTags.Columns) ?? 0);
        if (dataset.Integer(DicomTags.BitsAllocated) == 1) samples = (samples + 7) / 8;
        var end = frame.Length;
        for (var segment = 0; segment < count; segment++)
        {
            var start = BinaryPrimitives.ReadUInt32LittleEndian(frame.AsSpan(4 + segment * 4));
            var next = segment + 1 < count ? BinaryPrimitives.ReadUInt32LittleEndian(frame.AsSpan(8 + segment * 4)) : (uint)frame.Length;
            if (start < 64 || start > next || next > frame.Length) return frame.Length;
            var used = EndOfRuns(frame, (int)start, (int)next, samples);
            if (segment + 1 < count) isChanged |= Blank(frame, used, (int)next);
            else end = used;
        }

        return end;
    }

    private static int EndOfRuns(byte[] frame, int position, int limit, long samples)
    {
        for (var made = 0L; made < samples && position < limit;)
        {
            var head = (sbyte)frame[position];
            (made, position) = head >= 0 ? (made + head + 1, position + head + 2) : head == -128 ? (made, position + 1) : (made + 1 - head, position + 2);
        }

        return Math.Min(position, limit);
    }

    private static bool Blank(byte[] bytes, int from, int to)
    {
        var part = bytes.AsSpan(from, Math.Max(0, to - from));
        if (!part.ContainsAnyExcept((byte)0)) return false;
        part.Clear();
        return true;
    }
}
