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

    /// <summary>32-bit samples that are given as words: the two words of each sample change places, which together with turning the words turns the sample.</summary>
    public static ReadOnlyMemory<byte> LongSamplesTurned(DicomDataset dataset, DicomElement pixels)
    {
        if (dataset.Integer(DicomTags.BitsAllocated) != 32 || pixels is not { Fragments: null, Items: null, Vr: "OW" }) return pixels.Value;
        var samples = pixels.Value.ToArray();
        for (var i = 0; i + 4 <= samples.Length; i += 4) (samples[i], samples[i + 1], samples[i + 2], samples[i + 3]) = (samples[i + 2], samples[i + 3], samples[i], samples[i + 1]);
        return samples;
    }
}
