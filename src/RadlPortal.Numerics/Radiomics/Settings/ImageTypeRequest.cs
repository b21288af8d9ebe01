namespace RadlPortal.Numerics.Radiomics;

/// <summary>Images of which features are computed, under PyRadiomics' names.</summary>
public enum ImageType
{
    /// <summary>The image itself, as preprocessed.</summary>
    Original,

    /// <summary>Laplacian of Gaussian, one image for each sigma.</summary>
    LoG,

    /// <summary>Stationary wavelet transform, eight bands a level (four with force2D).</summary>
    Wavelet,

    /// <summary>Squares, scaled to the range of the image.</summary>
    Square,

    /// <summary>Square roots of the absolute values with the sign of the value, scaled to the range of the image.</summary>
    SquareRoot,

    /// <summary>Logarithms of the absolute values with the sign of the value, scaled to the range of the image.</summary>
    Logarithm,

    /// <summary>Exponentials, scaled to the range of the image.</summary>
    Exponential,

    /// <summary>Magnitude of the gradient.</summary>
    Gradient,
}

/// <summary>An image type and what settings differ for it.</summary>
/// <param name="Type">The image type.</param>
public sealed record ImageTypeRequest(ImageType Type)
{
    internal ParameterMap Overrides { get; init; } = [];

    /// <summary>The settings that hold for this image type. Those of preprocessing (resampling, normalising, resegmenting) are the same for all and are not looked at here.</summary>
    /// <param name="common">The settings of all image types.</param>
    public ExtractionSettings SettingsFor(ExtractionSettings common) => SettingsTable.Read(common, Overrides, $"imageType {Type}");
}
