namespace RadlPortal.Numerics.Radiomics.Filters;

/// <summary>Values of a filtered image on the box of the VOI, x fastest.</summary>
/// <param name="Values">One for each voxel of the box.</param>
/// <param name="IsSingle">Rounded to single precision, as the filter's own image is.</param>
internal readonly record struct BoxValues(double[] Values, bool IsSingle);

/// <summary>An image of which features are computed; its values are made when they are asked for.</summary>
/// <param name="Name">As it stands before the features: original, wavelet-LLH, log-sigma-1-0-mm-3D.</param>
/// <param name="Settings">That hold for this image.</param>
/// <param name="Bytes">Memory that making it takes, about.</param>
/// <param name="Make">Makes the values.</param>
internal sealed record DerivedImage(string Name, ExtractionSettings Settings, long Bytes, Func<CancellationToken, BoxValues> Make);
