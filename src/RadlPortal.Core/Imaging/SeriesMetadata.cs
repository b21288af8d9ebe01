namespace RadlPortal.Core.Imaging;

/// <summary>The DICOM JSON of all instances of a series, ready to be sent; made anew when instances came in.</summary>
public sealed class SeriesMetadata
{
    public required Guid ImagingSeriesId { get; init; }

    /// <summary>How many instances it holds.</summary>
    public required int Instances { get; set; }

    public required byte[] GzippedJson { get; set; }
}
