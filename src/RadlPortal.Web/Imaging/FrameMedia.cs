using RadlPortal.Dicom;

namespace RadlPortal.Web.Imaging;

/// <summary>How an object or frame is sent: as it is stored, or decoded to Explicit VR Little Endian.</summary>
/// <param name="Type">Media type of the part, without transfer syntax.</param>
internal sealed record ChosenMedia(string Type, string TransferSyntax, bool IsMultipart, bool IsStored)
{
    public string PartType => $"{Type}; transfer-syntax={TransferSyntax}";
}

/// <summary>Chooses by the Accept header (PS3.18 sections 8.7.3 and 8.7.4).</summary>
internal static class FrameMedia
{
    public const string Dicom = "application/dicom";
    public const string Bytes = "application/octet-stream";

    /// <summary>For whole objects; null = nothing that the client takes.</summary>
    public static ChosenMedia? ForInstance(IReadOnlyList<AcceptedMedia> accepted, string storedSyntax) =>
        accepted.Where(m => m.Is(Dicom) || m.Is(AcceptedMedia.Any)).Select(m => Choose(m, Dicom, storedSyntax)).FirstOrDefault(c => c is not null);

    /// <summary>For frames; null = nothing that the client takes.</summary>
    public static ChosenMedia? ForFrame(IReadOnlyList<AcceptedMedia> accepted, string storedSyntax)
    {
        var image = ImageTypeOf(storedSyntax);
        foreach (var media in accepted)
        {
            if (image is not null && media.Is(image) && (media.TransferSyntax is null or "*" || media.TransferSyntax == storedSyntax)) return new ChosenMedia(image, storedSyntax, media.IsMultipart, true);
            if ((media.Is(Bytes) || media.Is(AcceptedMedia.Any)) && Choose(media, Bytes, storedSyntax) is { } chosen) return chosen;
        }

        return null;
    }

    /// <summary>Media type of compressed frames (PS3.18 table 8.7.3-2); null for native ones.</summary>
    public static string? ImageTypeOf(string syntax) => syntax switch
    {
        TransferSyntax.Rle => "image/dicom-rle",
        TransferSyntax.JpegBaseline or TransferSyntax.JpegExtended or TransferSyntax.JpegSpectral or TransferSyntax.JpegProgressive or TransferSyntax.JpegLossless or TransferSyntax.JpegLosslessFirstOrder => "image/jpeg",
        TransferSyntax.JpegLsLossless or TransferSyntax.JpegLsNearLossless => "image/jls",
        "1.2.840.10008.1.2.4.90" or "1.2.840.10008.1.2.4.91" => "image/jp2",
        "1.2.840.10008.1.2.4.201" or "1.2.840.10008.1.2.4.202" or "1.2.840.10008.1.2.4.203" => "image/jphc",
        _ => null,
    };

    private static ChosenMedia? Choose(AcceptedMedia media, string type, string storedSyntax)
    {
        if (media.TransferSyntax == "*" || media.TransferSyntax == storedSyntax) return new ChosenMedia(type, storedSyntax, media.IsMultipart, true);
        // The default is Explicit VR Little Endian, in which native pixels are stored.
        if (media.TransferSyntax is not (null or TransferSyntax.ExplicitLittleEndian)) return null;
        return TransferSyntax.IsNative(storedSyntax)
            ? new ChosenMedia(type, storedSyntax, media.IsMultipart, true)
            : TransferSyntax.IsDecodable(storedSyntax) ? new ChosenMedia(type, TransferSyntax.ExplicitLittleEndian, media.IsMultipart, false) : null;
    }
}
