using System.Buffers.Binary;
using System.Text;

namespace RadlPortal.Dicom.Reading;

/// <summary>Reads one data set from bytes: explicit or implicit, little or big endian, sequences of any length form (PS3.5 sections 7 and A). Values come out in little endian.</summary>
internal sealed class DicomReader(ReadOnlyMemory<byte> bytes, bool isExplicit, bool isBigEndian, DicomReadLimits limits, long fileOffset)
{
    private const uint Undefined = 0xFFFFFFFF;
    private static readonly DicomTag Item = new(0xFFFE, 0xE000);
    private static readonly DicomTag ItemEnd = new(0xFFFE, 0xE00D);
    private static readonly DicomTag SequenceEnd = new(0xFFFE, 0xE0DD);
    private bool isBigEndian = isBigEndian;
    private bool hasSignedPixels;
    private int position;
    private int elements;
    private int itemsRead;

    /// <summary>Reading ends before the first attribute of group 7FE0 at the top.</summary>
    public bool StopsAtPixels { get; init; }

    /// <summary>Reading ended before the pixel data.</summary>
    public bool HasStopped { get; private set; }

    /// <summary>At a damaged place reading ends with what came before it; otherwise it is refused.</summary>
    public bool KeepsWhatItRead { get; init; }

    /// <summary>The damage at which reading ended.</summary>
    public DicomException? Damage { get; private set; }

    public DicomDataset ReadAll() => ReadDataset(bytes.Length, Encoding.Latin1, 0, isExplicit, endsWithItem: false);

    /// <summary>Reads group 2 only and tells where it ended.</summary>
    public (DicomDataset Meta, int End) ReadMeta()
    {
        var meta = new DicomDataset();
        try
        {
            while (position + 8 <= bytes.Length && PeekTag().Group == 0x0002) meta.Set(ReadElement(meta.Encoding, 0, true));
        }
        catch (DicomException damage) when (KeepsWhatItRead)
        {
            Damage ??= damage;
        }

        return (meta, position);
    }

    private DicomDataset ReadDataset(int end, Encoding inherited, int depth, bool explicitVr, bool endsWithItem)
    {
        if (depth > limits.Depth) throw Refuse($"Sequences are nested deeper than {limits.Depth} levels.");
        var dataset = new DicomDataset { Encoding = inherited };
        try
        {
            ReadElements(dataset, end, depth, explicitVr, endsWithItem);
        }
        catch (DicomException damage) when (KeepsWhatItRead)
        {
            Damage ??= damage;
        }

        return dataset;
    }

    private void ReadElements(DicomDataset dataset, int end, int depth, bool explicitVr, bool endsWithItem)
    {
        DicomTag? last = null;
        while (position < end)
        {
            if (end - position < 8) throw Refuse("The file ends within an element.");
            var tag = PeekTag();
            if (endsWithItem && tag == ItemEnd)
            {
                position += 8;
                return;
            }

            if (StopsAtPixels && depth == 0 && tag.Group == 0x7FE0)
            {
                HasStopped = true;
                return;
            }

            if (tag.Group == 0xFFFE) throw Refuse("An item delimiter stands where an attribute is expected.", tag);
            if (last is { } before && tag.Value <= before.Value) throw Refuse("Attributes do not stand in ascending order.", tag);
            last = tag;
            var element = ReadElement(dataset.Encoding, depth, explicitVr);
            dataset.Set(element);
            if (Damage is not null) return;
            if (tag == DicomTags.SpecificCharacterSet) dataset.Encoding = CharacterSets.Of(dataset.TextOf(element));
            else if (tag == DicomTags.PixelRepresentation) hasSignedPixels = dataset.Integer(tag) == 1;
        }

        if (endsWithItem) throw Refuse("The file ends within a sequence.");
    }

    private DicomElement ReadElement(Encoding encoding, int depth, bool explicitVr)
    {
        if (++elements > limits.Elements) throw Refuse($"There are more than {limits.Elements} attributes.");
        var tag = ReadTag();
        var (vr, length) = explicitVr ? ReadExplicitHead(tag) : (ImplicitVr(tag), ReadUInt32(tag));
        if (tag == DicomTags.PixelData && length == Undefined) return new DicomElement(tag, "OB", ReadFragments(tag));
        if (vr == "SQ") return new DicomElement(tag, ReadItems(length, encoding, depth, explicitVr, tag));
        if (length == Undefined) return new DicomElement(tag, vr == "UN" ? ReadUnknownItems(encoding, depth, tag) : ReadItems(length, encoding, depth, explicitVr, tag));
        if (length > bytes.Length - position) throw Refuse($"The value is said to have {length} bytes, but only {bytes.Length - position} are left: the file is truncated or damaged.", tag);
        if (length > limits.TextBytes && (vr == "UI" || ValueRepresentation.IsText(vr)) && (vr != "DS" || length / 4 > limits.TextBytes)) throw Refuse($"The text has {length} bytes, more than {limits.TextBytes}.", tag);
        var value = bytes.Slice(position, (int)length);
        position += (int)length;
        return new DicomElement(tag, vr, isBigEndian ? ByteOrder.Swapped(value, vr) : value);
    }

    // Where the standard allows US or SS, the sign of the pixels decides (PS3.5 annex A.1).
    private string ImplicitVr(DicomTag tag) =>
        hasSignedPixels && DicomDictionary.Find(tag) is { Vr: "US" } attribute && attribute.Vrs.Contains("SS") ? "SS" : DicomDictionary.VrOf(tag);

    // UN of undefined length is a sequence in implicit little-endian form, whatever the file's form (PS3.5 section 6.2.2, note 4).
    private List<DicomDataset> ReadUnknownItems(Encoding encoding, int depth, DicomTag tag)
    {
        var outside = isBigEndian;
        isBigEndian = false;
        var items = ReadItems(Undefined, encoding, depth, false, tag);
        isBigEndian = outside;
        return items;
    }

    private (string Vr, uint Length) ReadExplicitHead(DicomTag tag)
    {
        Need(4, tag);
        var span = bytes.Span;
        var (a, b) = (span[position], span[position + 1]);
        if (ValueRepresentation.Of(a, b) is not { } vr) throw Refuse("The value representation is not two letters: the file is damaged or its transfer syntax is not what it says.", tag);
        position += 2;
        if (!ValueRepresentation.HasLongLength(vr) && (ValueRepresentation.IsKnown(a, b) || !IsLongUnknown(tag)))
        {
            var length = isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(span[position..]) : BinaryPrimitives.ReadUInt16LittleEndian(span[position..]);
            position += 2;
            return (vr, length);
        }

        position += 2;
        return (ValueRepresentation.IsKnown(a, b) ? vr : "UN", ReadUInt32(tag));
    }

    // A representation newer than this program has two reserved bytes and a long length (PS3.5 section 7.1.2); old private ones have a short one. The long form is taken where it leads to a later attribute.
    private bool IsLongUnknown(DicomTag tag)
    {
        var span = bytes.Span;
        if (bytes.Length - position < 6 || span[position] != 0 || span[position + 1] != 0) return false;
        var length = isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(span[(position + 2)..]) : BinaryPrimitives.ReadUInt32LittleEndian(span[(position + 2)..]);
        var next = position + 6L + length;
        if (next > bytes.Length) return false;
        if (next + 4 > bytes.Length) return true;
        var here = position;
        position = (int)next;
        var following = PeekTag();
        position = here;
        return following.Value > tag.Value;
    }

    private List<DicomDataset> ReadItems(uint length, Encoding encoding, int depth, bool explicitVr, DicomTag tag)
    {
        if (length != Undefined && length > bytes.Length - position) throw Refuse("The sequence is longer than the file.", tag);
        var end = length == Undefined ? bytes.Length : position + (int)length;
        var items = new List<DicomDataset>();
        try
        {
            ReadItems(items, end, length == Undefined, encoding, depth, explicitVr, tag);
        }
        catch (DicomException damage) when (KeepsWhatItRead)
        {
            Damage ??= damage;
        }

        return items;
    }

    private void ReadItems(List<DicomDataset> items, int end, bool isOpen, Encoding encoding, int depth, bool explicitVr, DicomTag tag)
    {
        while (position < end)
        {
            var itemTag = ReadTag();
            var itemLength = ReadUInt32(itemTag);
            if (itemTag == SequenceEnd && isOpen) return;
            if (itemTag != Item) throw Refuse("A sequence holds something that is no item.", tag);
            if (itemLength == Undefined)
            {
                items.Add(ReadDataset(end, encoding, depth + 1, explicitVr, endsWithItem: true));
            }
            else
            {
                if (itemLength > end - position) throw Refuse("An item is longer than its sequence.", tag);
                items.Add(ReadDataset(position + (int)itemLength, encoding, depth + 1, explicitVr, endsWithItem: false));
            }

            if (Damage is not null) return;
            if (++itemsRead > limits.Items) throw Refuse($"There are more than {limits.Items} items of sequences.", tag);
        }

        if (isOpen) throw Refuse("The file ends within a sequence.", tag);
    }

    private List<ReadOnlyMemory<byte>> ReadFragments(DicomTag tag)
    {
        var fragments = new List<ReadOnlyMemory<byte>>();
        while (true)
        {
            var itemTag = ReadTag();
            var length = ReadUInt32(itemTag);
            if (itemTag == SequenceEnd) return fragments.Count > 0 ? fragments : throw Refuse("The pixel data have no offset table.", tag);
            if (itemTag != Item || length > bytes.Length - position) throw Refuse("The encapsulated pixel data are truncated or damaged.", tag);
            if (fragments.Count > limits.Fragments) throw Refuse($"The pixel data have more than {limits.Fragments} fragments.", tag);
            fragments.Add(bytes.Slice(position, (int)length));
            position += (int)length;
        }
    }

    private DicomTag PeekTag()
    {
        var span = bytes.Span[position..];
        return isBigEndian
            ? new DicomTag(BinaryPrimitives.ReadUInt16BigEndian(span), BinaryPrimitives.ReadUInt16BigEndian(span[2..]))
            : new DicomTag(BinaryPrimitives.ReadUInt16LittleEndian(span), BinaryPrimitives.ReadUInt16LittleEndian(span[2..]));
    }

    private DicomTag ReadTag()
    {
        Need(4, null);
        var tag = PeekTag();
        position += 4;
        return tag;
    }

    private uint ReadUInt32(DicomTag tag)
    {
        Need(4, tag);
        var span = bytes.Span[position..];
        position += 4;
        return isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(span) : BinaryPrimitives.ReadUInt32LittleEndian(span);
    }

    private void Need(int count, DicomTag? tag)
    {
        if (bytes.Length - position < count) throw Refuse("The file ends within an element.", tag);
    }

    private DicomException Refuse(string message, DicomTag? tag = null) => new(message, fileOffset + position, tag);
}
