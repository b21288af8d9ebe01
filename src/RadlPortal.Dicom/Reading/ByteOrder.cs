namespace RadlPortal.Dicom.Reading;

/// <summary>Turns big-endian values into little-endian ones, by the size of their words.</summary>
internal static class ByteOrder
{
    public static ReadOnlyMemory<byte> Swapped(ReadOnlyMemory<byte> value, string vr)
    {
        var size = vr switch
        {
            "AT" or "OW" or "SS" or "US" => 2,
            "FL" or "OF" or "OL" or "SL" or "UL" => 4,
            "FD" or "OD" or "OV" or "SV" or "UV" => 8,
            _ => 1,
        };
        if (size == 1) return value;
        var copy = value.ToArray();
        for (var i = 0; i + size <= copy.Length; i += size) Array.Reverse(copy, i, size);
        return copy;
    }
}
