using RadlPortal.Dicom;
using RadlPortal.Dicom.Codecs;
using SkiaSharp;

namespace RadlPortal.Core.Imaging;

/// <summary>How a frame is shown (PS3.18 section 8.3.5.1); null = as the object says.</summary>
public sealed record RenderedView(double? WindowCenter, double? WindowWidth, int? MostColumns, int? MostRows, int Quality, bool IsPng);

/// <summary>Makes pictures of stored frames: rescaled, windowed, fitted. Not for reading.</summary>
public sealed class FrameRenderer(StoredObjects objects)
{
    /// <summary>A JPEG or PNG of one frame.</summary>
    /// <param name="index">From 0.</param>
    /// <exception cref="DicomException">There is no decoder, the frame is damaged, or it is no grey picture.</exception>
    public async Task<byte[]> RenderAsync(StoredInstance instance, int index, RenderedView view, CancellationToken cancellation)
    {
        var dataset = await objects.FrameAsync(instance, index, cancellation);
        if (dataset.Integer(DicomTags.SamplesPerPixel) is not (null or 1)) throw new DicomException("Only grey pictures are rendered.", tag: DicomTags.SamplesPerPixel);
        var (rows, columns) = (dataset.Integer(DicomTags.Rows) ?? 0, dataset.Integer(DicomTags.Columns) ?? 0);
        var values = Values(dataset, PixelFrames.Of(dataset).Decode(0), rows * columns);
        var grey = Windowed(dataset, values, view);
        using var picture = new SKBitmap(new SKImageInfo(columns, rows, SKColorType.Gray8, SKAlphaType.Opaque));
        for (var y = 0; y < rows; y++) grey.AsSpan(y * columns, columns).CopyTo(picture.GetPixelSpan()[(y * picture.RowBytes)..]);
        using var fitted = Fitted(picture, view);
        using var encoded = (fitted ?? picture).Encode(view.IsPng ? SKEncodedImageFormat.Png : SKEncodedImageFormat.Jpeg, view.Quality);
        return encoded.ToArray();
    }

    private static float[] Values(DicomDataset dataset, byte[] samples, int count)
    {
        var (slope, intercept) = ((float)(dataset.Number(DicomTags.RescaleSlope) ?? 1), (float)(dataset.Number(DicomTags.RescaleIntercept) ?? 0));
        var isSigned = dataset.Integer(DicomTags.PixelRepresentation) == 1;
        var bitsStored = dataset.Integer(DicomTags.BitsStored) ?? 16;
        var (up, down) = (31 - (dataset.Integer(DicomTags.HighBit) ?? bitsStored - 1), 32 - bitsStored);
        var bytes = samples.Length / Math.Max(count, 1);
        if (bytes is not (1 or 2)) throw new DicomException("Only pictures of 8 or 16 bits are rendered.", tag: DicomTags.BitsAllocated);
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            // Of a word only the stored bits count (PS3.5 section 8.1.1).
            uint word = bytes == 1 ? samples[i] : BitConverter.ToUInt16(samples, i * 2);
            values[i] = (isSigned ? (int)(word << up) >> down : word << up >> down) * slope + intercept;
        }

        return values;
    }

    /// <summary>The linear function of PS3.3 C.11.2.1.2.</summary>
    private static byte[] Windowed(DicomDataset dataset, float[] values, RenderedView view)
    {
        var center = view.WindowCenter ?? dataset.Number(DicomTags.WindowCenter);
        var width = view.WindowWidth ?? dataset.Number(DicomTags.WindowWidth);
        if (center is null || width is not >= 1)
        {
            var (lowest, highest) = (values.Length == 0 ? 0 : values.Min(), values.Length == 0 ? 1 : values.Max());
            (center, width) = ((lowest + highest) / 2.0 + 0.5, Math.Max(highest - lowest + 1.0, 1));
        }

        var isInverted = dataset.Text(DicomTags.PhotometricInterpretation) == "MONOCHROME1";
        var (offset, scale) = (center.Value - 0.5, Math.Max(width.Value - 1, 1e-6));
        var grey = new byte[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var shown = (byte)Math.Clamp(((values[i] - offset) / scale + 0.5) * 255, 0, 255);
            grey[i] = isInverted ? (byte)(255 - shown) : shown;
        }

        return grey;
    }

    private static SKBitmap? Fitted(SKBitmap picture, RenderedView view)
    {
        var scale = Math.Min(view.MostColumns is { } columns ? (double)columns / picture.Width : 1, view.MostRows is { } rows ? (double)rows / picture.Height : 1);
        if (scale >= 1 && view is { MostColumns: null, MostRows: null }) return null;
        var size = new SKSizeI(Math.Max(1, (int)Math.Round(picture.Width * scale)), Math.Max(1, (int)Math.Round(picture.Height * scale)));
        return picture.Resize(size, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
    }
}
