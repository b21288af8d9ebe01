using System.Globalization;
using System.Text;

namespace RadlPortal.Dicom;

/// <summary>A data set (PS3.5): elements in the order of their tags, with getters that give null for what is absent or unreadable.</summary>
public sealed class DicomDataset
{
    // As the reader has it: longer lists of numbers are no one's contour.
    private const int MostNumberText = 16 * 1024 * 1024;
    private static readonly char[] Padding = [' ', '\0'];
    private readonly List<DicomElement> elements = [];

    /// <summary>The elements in the order of their tags.</summary>
    public IReadOnlyList<DicomElement> Elements => elements;

    /// <summary>How many elements there are.</summary>
    public int Count => elements.Count;

    /// <summary>How the text of this data set is coded, (0008,0005) (PS3.3 C.12.1.1.2); items of sequences inherit it. Latin 1 unless set.</summary>
    public Encoding Encoding { get; set; } = Encoding.Latin1;

    /// <summary>The transfer syntax (PS3.5 section 10) in which encapsulated pixel data of this data set are coded.</summary>
    public string TransferSyntaxUid { get; set; } = TransferSyntax.ExplicitLittleEndian;

    /// <summary>The element, or null.</summary>
    public DicomElement? this[DicomTag tag] => IndexOf(tag) is var index and >= 0 ? elements[index] : null;

    /// <summary>Adds an element or replaces the one of the same tag.</summary>
    public DicomDataset Set(DicomElement element)
    {
        // Files come in the order of the tags.
        var index = elements.Count == 0 || elements[^1].Tag.Value < element.Tag.Value ? ~elements.Count : IndexOf(element.Tag);
        if (index >= 0) elements[index] = element;
        else elements.Insert(~index, element);
        return this;
    }

    /// <summary>Sets text; several values are joined by backslashes and padded to even length (PS3.5 sections 6.2, 6.4), in <see cref="Encoding"/>.</summary>
    /// <param name="tag">Its value representation is the dictionary's (PS3.6).</param>
    /// <param name="values">Values without backslashes; none for an empty element.</param>
    public DicomDataset Set(DicomTag tag, params string[] values)
    {
        var vr = DicomDictionary.VrOf(tag);
        var bytes = Encoding.GetBytes(string.Join('\\', values));
        if (bytes.Length % 2 == 1) bytes = [.. bytes, vr == "UI" ? (byte)0 : (byte)' '];
        return Set(new DicomElement(tag, vr, bytes));
    }

    /// <summary>Sets decimal strings (at most 16 characters each, PS3.5 section 6.2).</summary>
    public DicomDataset Set(DicomTag tag, params double[] values) => Set(tag, [.. values.Select(DecimalString)]);

    /// <summary>Sets an unsigned short, an unsigned long or an integer string, as the dictionary has it (PS3.5 section 6.2). Not checked: 0 to 65535 for a short.</summary>
    public DicomDataset Set(DicomTag tag, int value) => DicomDictionary.VrOf(tag) switch
    {
        "US" or "SS" => Set(new DicomElement(tag, "US", BitConverter.GetBytes((ushort)value))),
        "UL" => Set(new DicomElement(tag, "UL", BitConverter.GetBytes((uint)value))),
        _ => Set(tag, value.ToString(CultureInfo.InvariantCulture)),
    };

    /// <summary>Sets a sequence (PS3.5 section 7.5).</summary>
    public DicomDataset Set(DicomTag tag, params DicomDataset[] items) => Set(new DicomElement(tag, items));

    /// <summary>True if something was removed.</summary>
    public bool Remove(DicomTag tag)
    {
        if (IndexOf(tag) is not (var index and >= 0)) return false;
        elements.RemoveAt(index);
        return true;
    }

    /// <summary>The whole value as text without padding (PS3.5 section 6.2); null if absent or a sequence, empty text if empty.</summary>
    public string? Text(DicomTag tag) => this[tag] is { Items: null, Fragments: null } element ? TextOf(element) : null;

    /// <summary>The values of a multi-valued text element (PS3.5 section 6.4); none if absent or empty.</summary>
    public string[] Texts(DicomTag tag) => Text(tag) is { Length: > 0 } text ? text.Split('\\') : [];

    /// <summary>The first number of a numeric or numeric text element, as <see cref="Numbers"/> reads them; null if absent or no number.</summary>
    public double? Number(DicomTag tag) => Numbers(tag) is [var first, ..] ? first : null;

    /// <summary>The first value as integer; null if absent, fractional or out of range.</summary>
    public int? Integer(DicomTag tag) => Number(tag) is { } number && number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue ? (int)number : null;

    /// <summary>All numbers of an element of value representation US, SS, UL, SL, FL, FD, OW, DS or IS (PS3.5 section 6.2); an empty list if one of them cannot be read, is not finite, or the text is longer than 16 MB.</summary>
    public double[] Numbers(DicomTag tag) => this[tag] is { Items: null, Fragments: null } element ? NumbersOf(element) : [];

    /// <summary>Items of a sequence (PS3.5 section 7.5); none if it is absent.</summary>
    public IReadOnlyList<DicomDataset> Items(DicomTag tag) => this[tag]?.Items ?? [];

    /// <summary>Text of an element of this data set without padding: in <see cref="Encoding"/> where its value representation depends on it (PS3.5 section 6.1.2.3), Latin 1 otherwise.</summary>
    public string TextOf(DicomElement element) =>
        (element.Vr is "LO" or "LT" or "PN" or "SH" or "ST" or "UC" or "UT" ? Encoding : Encoding.Latin1).GetString(element.Value.Span).Trim(Padding);

    /// <summary>The elements of one group.</summary>
    internal IEnumerable<DicomElement> OfGroup(ushort group)
    {
        var first = IndexOf(new DicomTag(group, 0));
        for (var i = first >= 0 ? first : ~first; i < elements.Count && elements[i].Tag.Group == group; i++) yield return elements[i];
    }

    private int IndexOf(DicomTag tag)
    {
        var (low, high) = (0, elements.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) >> 1;
            var value = elements[middle].Tag.Value;
            if (value == tag.Value) return middle;
            if (value < tag.Value) low = middle + 1;
            else high = middle - 1;
        }

        return ~low;
    }

    private double[] NumbersOf(DicomElement element)
    {
        var bytes = element.Value.Span;
        switch (element.Vr)
        {
            case "US" or "OW": return Each(bytes, 2, b => BitConverter.ToUInt16(b));
            case "SS": return Each(bytes, 2, b => BitConverter.ToInt16(b));
            case "UL": return Each(bytes, 4, b => BitConverter.ToUInt32(b));
            case "SL": return Each(bytes, 4, b => BitConverter.ToInt32(b));
            case "FL": return Each(bytes, 4, b => BitConverter.ToSingle(b));
            case "FD": return Each(bytes, 8, b => BitConverter.ToDouble(b));
        }

        if (element.Value.Length > MostNumberText) return [];
        var text = TextOf(element).AsSpan();
        if (text.Length == 0) return [];
        var numbers = new double[text.Count('\\') + 1];
        var i = 0;
        foreach (var part in text.Split('\\'))
            if (!double.TryParse(text[part].Trim(" \0"), NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) || !double.IsFinite(numbers[i++])) return [];
        return numbers;
    }

    private delegate double Decode(ReadOnlySpan<byte> bytes);

    private static double[] Each(ReadOnlySpan<byte> bytes, int size, Decode decode)
    {
        var numbers = new double[bytes.Length / size];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = decode(bytes.Slice(i * size, size));
        return numbers;
    }

    private static string DecimalString(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        for (var digits = 15; text.Length > 16 && digits > 5; digits--) text = value.ToString($"G{digits}", CultureInfo.InvariantCulture);
        return text;
    }
}
