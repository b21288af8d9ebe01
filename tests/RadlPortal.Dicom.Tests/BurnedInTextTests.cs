using System.Runtime.InteropServices;
using RadlPortal.Dicom.Volumes;
using Xunit;

namespace RadlPortal.Dicom.Tests;

/// <summary>What is looked for in many pixels at once is found where looking at one after the other finds it.</summary>
public class BurnedInTextTests
{
    [Theory]
    [InlineData(16, 15, true)]
    [InlineData(16, 15, false)]
    [InlineData(12, 11, true)]
    [InlineData(12, 11, false)]
    [InlineData(12, 15, false)]
    public void Rises_are_found_in_vectors_as_one_by_one(int bitsStored, int highBit, bool isSigned)
    {
        var random = new Random(20261);
        const int columns = 67, rows = 40;
        var words = new ushort[rows * columns];
        // Few different values, so that neighbours at both bounds are frequent.
        var lowest = isSigned ? -(1 << (bitsStored - 1)) : 0;
        for (var i = 0; i < words.Length; i++) words[i] = (ushort)((lowest + (random.Next(8) * ((1 << bitsStored) / 8))) << (highBit + 1 - bitsStored));
        var pixels = StoredPixels.Of(Slice(words, rows, columns, bitsStored, highBit, isSigned));
        foreach (var step in Enumerable.Range(-1, 10))
        {
            var (low, high) = (lowest + (step * ((1 << bitsStored) / 8)), lowest + ((step + 2) * ((1 << bitsStored) / 8)));
            for (var row = 0; row < rows; row++)
                for (var from = 1; from <= columns; from += 7) Assert.Equal(OneByOne(pixels, row, from, low, high), pixels.NextRise(row, from, low, high));
        }
    }

    private static int OneByOne(StoredPixels pixels, int row, int from, int low, int high)
    {
        for (var i = from; i < pixels.Columns; i++)
        {
            var at = row * pixels.Columns + i;
            if (pixels[at] >= high && (pixels[at - 1] <= low || (i > 1 && pixels[at - 2] <= low))) return i;
        }

        return pixels.Columns;
    }

    private static DicomDataset Slice(ushort[] words, int rows, int columns, int bitsStored, int highBit, bool isSigned) => new DicomDataset { TransferSyntaxUid = TransferSyntax.ExplicitLittleEndian }
        .Set(DicomTags.SamplesPerPixel, 1).Set(DicomTags.PhotometricInterpretation, "MONOCHROME2").Set(DicomTags.Rows, rows).Set(DicomTags.Columns, columns)
        .Set(DicomTags.BitsAllocated, 16).Set(DicomTags.BitsStored, bitsStored).Set(DicomTags.HighBit, highBit).Set(DicomTags.PixelRepresentation, isSigned ? 1 : 0)
        .Set(new DicomElement(DicomTags.PixelData, "OW", MemoryMarshal.AsBytes(words.AsSpan()).ToArray()));
}
