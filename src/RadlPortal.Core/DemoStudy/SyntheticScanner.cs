namespace RadlPortal.Core.DemoStudy;

/// <summary>How one site's synthetic scanner differs from the others.</summary>
/// <param name="NoiseHu">Standard deviation of the image noise, HU.</param>
/// <param name="SliceThicknessMm">Thickness and distance of the slices, mm.</param>
public sealed record SyntheticScanner(string Manufacturer, string Model, string Kernel, double Kvp, double NoiseHu, double PixelSpacingMm, double SliceThicknessMm)
{
    public static readonly IReadOnlyList<SyntheticScanner> All =
    [
        new("Synthetic", "Phantom A", "B30f", 120, 12, 2.7, 5),
        new("Synthetic", "Phantom B", "STANDARD", 120, 18, 2.8, 5),
        new("Synthetic", "Phantom C", "B", 100, 24, 2.6, 4.5),
    ];
}
