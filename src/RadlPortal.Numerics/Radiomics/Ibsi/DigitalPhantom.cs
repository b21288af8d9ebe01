using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Numerics.Radiomics.Ibsi;

/// <summary>IBSI's digital phantom (CC BY 4.0; Zwanenburg et al., Radiology 2020;295:328): 5 × 4 × 4 voxels of 2 mm with grey levels from 1 to 9, of which 74 belong to the VOI.</summary>
public static class DigitalPhantom
{
    // Slices from z = 0, in each the rows from y = 0.
    private const string GreyLevels =
        "14411 14611 41641 44641 " +
        "14411 11611 11311 44611 " +
        "14411 11111 11911 11611 " +
        "14411 11111 11111 11611";

    private const string Inside =
        "11111 11111 11111 11111 " +
        "11111 11111 01111 11111 " +
        "11100 11111 11011 11111 " +
        "11100 11111 11111 11111";

    private static readonly VolumeGeometry Grid = new(5, 4, 4, new Vector3(2, 2, 2));

    /// <summary>The grey levels.</summary>
    public static Volume Image => Volume.Of(Grid, Digits(GreyLevels));

    /// <summary>The VOI as label 1.</summary>
    public static Labelmap Mask => new(Grid, Digits(Inside));

    private static byte[] Digits(string text) => [.. text.Where(char.IsAsciiDigit).Select(digit => (byte)(digit - '0'))];
}
