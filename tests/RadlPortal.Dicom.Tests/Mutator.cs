using System.Buffers.Binary;
using System.IO.Compression;
using RadlPortal.Dicom.Reading;

namespace RadlPortal.Dicom.Tests;

/// <summary>
/// Damages a good file in many ways: bytes anywhere, and, knowing how the file is built, its tags, value representations, lengths, numbers, items, fragments,
/// offset tables, marker segments of compressed frames, and sizes that every place of the file agrees on.
/// </summary>
internal sealed class Mutator
{
    private static readonly uint[] Nasty = [0, 1, 2, 3, 4, 7, 8, 15, 16, 17, 63, 64, 0x7F, 0x80, 0xFE, 0xFF, 0x100, 0x7FFE, 0x7FFF, 0x8000, 0xFFFE, 0xFFFF, 0x10000, 0xFFFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFF0, 0xFFFFFFFE, 0xFFFFFFFF];
    private static readonly string[] NastyText = ["", "0", "-1", "1", "2147483647", "2147483648", "99999999", "1e308", "-1e308", "NaN", "1e-320", "1\\2", "\\\\\\", "\u001b$B", "ÿþ", "   ", "YES", "BINARY", "LABELMAP", "FRACTIONAL"];
    private static readonly int[] Sizes = [1, 2, 7, 255, 257, 4000, 4096, 5793, 8192, 16384, 32767, 65535];
    private static readonly string[] Representations = ["SQ", "UN", "OB", "OW", "UT", "US", "DS", "IS", "PN", "AT", "FD", "ZZ", "\0\0"];
    private readonly byte[] good;
    private readonly int bodyStart;
    private readonly Mutator? inflated;
    private readonly FileMap map;

    public Mutator(byte[] good)
    {
        this.good = good;
        map = FileMap.Of(good, out bodyStart, out var isDeflated);
        if (!isDeflated) return;
        using var inflater = new DeflateStream(new MemoryStream(good, bodyStart, good.Length - bodyStart), CompressionMode.Decompress);
        using var body = new MemoryStream();
        inflater.CopyTo(body);
        inflated = new Mutator(body.ToArray(), FileMap.OfDataset(body.ToArray()));
    }

    private Mutator(byte[] body, FileMap map) => (good, this.map) = (body, map);

    /// <summary>Another damaged copy.</summary>
    public byte[] Next(Random random)
    {
        if (inflated is not null && random.Next(3) > 0) return Deflated(inflated.Next(random));
        return random.Next(10) switch
        {
            < 4 => Bytes(random),
            < 8 => Structure(random),
            8 => Moved(random),
            _ => Resized(random),
        };
    }

    private byte[] Deflated(byte[] body)
    {
        using var file = new MemoryStream();
        file.Write(good, 0, bodyStart);
        using (var deflater = new DeflateStream(file, CompressionLevel.Fastest, leaveOpen: true)) deflater.Write(body);
        return file.ToArray();
    }

    /// <summary>Bytes overwritten, cut off, left out or repeated; half of the time in the attributes, half anywhere.</summary>
    private byte[] Bytes(Random random)
    {
        var bytes = good.ToArray();
        var start = Math.Min(132, bytes.Length / 2);
        var end = random.Next(2) == 0 ? Math.Min(bytes.Length, 2000) : bytes.Length;
        for (var n = random.Next(1, 8); n > 0; n--) bytes[random.Next(start, end)] = random.Next(4) == 0 ? (byte)0xFF : (byte)random.Next(256);
        var at = random.Next(start, bytes.Length);
        return random.Next(6) switch
        {
            0 => bytes[..at],
            1 => [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + random.Next(1, 64))..]],
            2 => [.. bytes[..at], .. bytes[random.Next(start, bytes.Length)..]],
            _ => bytes,
        };
    }

    /// <summary>Fields that have a meaning get values at the edge of it.</summary>
    private byte[] Structure(Random random)
    {
        var bytes = good.ToArray();
        for (var n = random.Next(1, 4); n > 0; n--)
        {
            var spot = map.Spots[random.Next(map.Spots.Count)];
            var target = bytes.AsSpan(spot.Position, spot.Size);
            if (spot.Kind == SpotKind.Text) Write(target, NastyText[random.Next(NastyText.Length)]);
            else if (spot.Kind == SpotKind.Representation) Write(target, Representations[random.Next(Representations.Length)]);
            else Write(target, Edge(random, Read(target, spot.IsBig)), spot.IsBig);
        }

        return bytes;
    }

    private static uint Edge(Random random, uint old) => random.Next(8) switch
    {
        0 => old + 1,
        1 => old - 1,
        2 => old * 2,
        3 => old ^ (1u << random.Next(32)),
        4 => (uint)random.NextInt64(uint.MaxValue),
        _ => Nasty[random.Next(Nasty.Length)],
    };

    /// <summary>A whole element, item or fragment left out, doubled, moved elsewhere, or many times nested in itself.</summary>
    private byte[] Moved(Random random)
    {
        var (start, end) = map.Parts[random.Next(map.Parts.Count)];
        var (other, _) = map.Parts[random.Next(map.Parts.Count)];
        var part = good[start..end];
        return random.Next(5) switch
        {
            0 => [.. good[..start], .. good[end..]],
            1 => [.. good[..end], .. part, .. good[end..]],
            2 => [.. good[..other], .. part, .. good[other..]],
            3 => [.. good[..start], .. Enumerable.Repeat(part, Math.Min(200, 1 + 100_000 / part.Length)).SelectMany(p => p), .. good[end..]],
            _ => [.. good[..start], .. Nested(random.Next(2, 3000)), .. good[start..]],
        };
    }

    // Sequences in sequences, explicit and of undefined length, that nobody closes.
    private static byte[] Nested(int depth)
    {
        byte[] level = [0x08, 0x00, 0x40, 0x11, (byte)'S', (byte)'Q', 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE, 0xFF, 0x00, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF];
        return [.. Enumerable.Repeat(level, depth).SelectMany(l => l)];
    }

    /// <summary>Rows and columns changed wherever the file gives them, so that nothing contradicts them but the pixels.</summary>
    private byte[] Resized(Random random)
    {
        var bytes = good.ToArray();
        var (rows, columns) = ((uint)Sizes[random.Next(Sizes.Length)], (uint)Sizes[random.Next(Sizes.Length)]);
        foreach (var spot in map.Spots.Where(s => s.Kind == SpotKind.Rows)) Write(bytes.AsSpan(spot.Position, spot.Size), rows, spot.IsBig);
        foreach (var spot in map.Spots.Where(s => s.Kind == SpotKind.Columns)) Write(bytes.AsSpan(spot.Position, spot.Size), columns, spot.IsBig);
        return bytes;
    }

    private static void Write(Span<byte> target, string text)
    {
        for (var i = 0; i < target.Length; i++) target[i] = i < text.Length ? (byte)text[i] : (byte)' ';
    }

    private static void Write(Span<byte> target, uint value, bool isBig)
    {
        for (var i = 0; i < target.Length; i++) target[isBig ? target.Length - 1 - i : i] = (byte)(value >> (8 * Math.Min(i, 3)));
    }

    private static uint Read(ReadOnlySpan<byte> bytes, bool isBig) => bytes.Length switch
    {
        1 => bytes[0],
        2 => isBig ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        4 => isBig ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        _ => 0,
    };
}
