using System.Buffers.Binary;
using System.Text;

namespace RadlPortal.Dicom.Tests;

internal enum SpotKind
{
    Number,
    Text,
    Representation,
    Rows,
    Columns,
}

/// <summary>A field of a file.</summary>
internal readonly record struct Spot(int Position, int Size, SpotKind Kind, bool IsBig = false);

/// <summary>Where the fields of a good file lie: found by a walk of its own, which knows nothing of the library's reader.</summary>
internal sealed class FileMap
{
    private static readonly string[] LongForms = ["OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV"];
    private static readonly string[] Texts = ["AE", "AS", "CS", "DA", "DS", "DT", "IS", "LO", "LT", "PN", "SH", "ST", "TM", "UI", "UT"];
    private readonly byte[] bytes;
    private readonly bool isExplicit;
    private readonly bool isBig;

    private FileMap(byte[] bytes, bool isExplicit, bool isBig) => (this.bytes, this.isExplicit, this.isBig) = (bytes, isExplicit, isBig);

    public List<Spot> Spots { get; } = [];

    /// <summary>Elements, items and fragments with their heads.</summary>
    public List<(int Start, int End)> Parts { get; } = [];

    /// <summary>The map of a Part 10 file; of a deflated one only its file meta information.</summary>
    public static FileMap Of(byte[] file, out int bodyStart, out bool isDeflated)
    {
        var meta = new FileMap(file, true, false);
        bodyStart = meta.Elements(132, file.Length, group: 2);
        var text = Encoding.Latin1.GetString(file, 132, bodyStart - 132);
        isDeflated = text.Contains("1.2.840.10008.1.2.1.99", StringComparison.Ordinal);
        var isBigEndian = text.Contains("1.2.840.10008.1.2.2\0", StringComparison.Ordinal);
        var map = new FileMap(file, isBigEndian || char.IsAsciiLetterUpper((char)file[bodyStart + 4]), isBigEndian);
        map.Spots.AddRange(meta.Spots);
        map.Parts.AddRange(meta.Parts);
        if (!isDeflated) map.Walk(bodyStart);
        return map;
    }

    /// <summary>The map of an explicit little-endian data set.</summary>
    public static FileMap OfDataset(byte[] body)
    {
        var map = new FileMap(body, true, false);
        map.Walk(0);
        return map;
    }

    // Files that other people's programs read may still end within their last element.
    private void Walk(int start)
    {
        Elements(start, bytes.Length);
        Spots.RemoveAll(s => s.Position + s.Size > bytes.Length);
        Parts.RemoveAll(p => p.End <= p.Start || p.End > bytes.Length);
    }

    private int Elements(int position, int end, int group = -1)
    {
        while (position + 8 <= end)
        {
            var (tag, start) = ((Word(position) << 16) | Word(position + 2), position);
            if ((tag >> 16) == 0xFFFE || (group >= 0 && (tag >> 16) != group)) return position;
            Spots.Add(new Spot(position, 2, SpotKind.Number, isBig));
            Spots.Add(new Spot(position + 2, 2, SpotKind.Number, isBig));
            position = Element(tag, position + 4);
            Parts.Add((start, position));
        }

        return position;
    }

    private int Element(int tag, int position)
    {
        var vr = isExplicit ? Encoding.Latin1.GetString(bytes, position, 2) : DicomDictionary.VrOf(DicomTag.FromValue((uint)tag));
        if (isExplicit) Spots.Add(new Spot(position, 2, SpotKind.Representation));
        var isLong = !isExplicit || LongForms.Contains(vr);
        var lengthAt = position + (isExplicit ? isLong ? 4 : 2 : 0);
        Spots.Add(new Spot(lengthAt, isLong ? 4 : 2, SpotKind.Number, isBig));
        var length = isLong ? Long(lengthAt) : (uint)Word(lengthAt);
        var value = lengthAt + (isLong ? 4 : 2);
        if (vr == "SQ" || length == uint.MaxValue) return Items(value, length);
        var end = value + (int)length;
        if (tag is 0x00280010 or 0x00280011) Spots.Add(new Spot(value, 2, tag == 0x00280010 ? SpotKind.Rows : SpotKind.Columns, isBig));
        else if (length > 0 && Texts.Contains(vr)) Spots.Add(new Spot(value, (int)Math.Min(length, 64), SpotKind.Text));
        else if (length is 2 or 4) Spots.Add(new Spot(value, (int)length, SpotKind.Number, isBig));
        return end;
    }

    private int Items(int position, uint length)
    {
        var end = length == uint.MaxValue ? bytes.Length : position + (int)length;
        while (position + 8 <= end)
        {
            var (start, element, own) = (position, Word(position + 2), Long(position + 4));
            Spots.Add(new Spot(position + 2, 2, SpotKind.Number, isBig));
            Spots.Add(new Spot(position + 4, 4, SpotKind.Number, isBig));
            position += 8;
            if (element == 0xE0DD) return position;
            if (own == uint.MaxValue) position = Elements(position, end) + 8;
            else if (LooksLikeElements(position, own)) position = Elements(position, position + (int)own);
            else position = Fragment(position, (int)own);
            Parts.Add((start, position));
        }

        return position;
    }

    private bool LooksLikeElements(int position, uint length) =>
        length >= 8 && Word(position) is > 0 and < 0x7FE0 && (!isExplicit || (char.IsAsciiLetterUpper((char)bytes[position + 4]) && char.IsAsciiLetterUpper((char)bytes[position + 5])));

    /// <summary>Words at the beginning of a fragment (offset tables, headers of run-length coding) and the marker segments of the JPEG family.</summary>
    private int Fragment(int position, int length)
    {
        var end = position + length;
        if (length >= 2 && bytes[position] == 0xFF) Markers(position, end);
        else for (var at = position; at + 4 <= Math.Min(end, position + 64); at += 4) Spots.Add(new Spot(at, 4, SpotKind.Number));
        return end;
    }

    private void Markers(int position, int end)
    {
        for (var at = position; at + 4 <= end;)
        {
            if (bytes[at] != 0xFF || bytes[at + 1] < 0x4F)
            {
                at++;
                continue;
            }

            var marker = bytes[at + 1];
            Spots.Add(new Spot(at + 1, 1, SpotKind.Number));
            at += 2;
            if (marker is 0xD8 or 0xD9 or 0x4F or 0x93 or (>= 0xD0 and <= 0xD7)) continue;
            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at));
            if (length < 2 || at + length > end) continue;
            Segment(marker, at, length);
            at += length;
        }
    }

    private void Segment(byte marker, int at, int length)
    {
        Spots.Add(new Spot(at, 2, SpotKind.Number, true));
        for (var i = 2; i < Math.Min(length, 60); i++) Spots.Add(new Spot(at + i, 1, SpotKind.Number));
        for (var i = 2; i + 2 <= Math.Min(length, 60); i++) Spots.Add(new Spot(at + i, 2, SpotKind.Number, true));
        if (marker == 0x51)
        {
            // Image and tile size (ITU-T T.800 A.5.1).
            foreach (var offset in (int[])[4, 20]) Spots.Add(new Spot(at + offset, 4, SpotKind.Columns, true));
            foreach (var offset in (int[])[8, 24]) Spots.Add(new Spot(at + offset, 4, SpotKind.Rows, true));
        }
        else if (marker is >= 0xC0 and <= 0xCF and not 0xC4 and not 0xC8 and not 0xCC or 0xF7)
        {
            Spots.Add(new Spot(at + 3, 2, SpotKind.Rows, true));
            Spots.Add(new Spot(at + 5, 2, SpotKind.Columns, true));
        }
    }

    private int Word(int position) => isBig ? BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(position)) : BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(position));

    private uint Long(int position) => isBig ? BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(position)) : BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(position));
}
