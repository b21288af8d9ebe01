namespace RadlPortal.Core.Segmentations;

/// <summary>What the server computes for the structure in hand.</summary>
public enum StructureOperationKind
{
    Interpolate,
    Grow,
    LargestIsland,
    SmallIslands,
    FillHoles,
    Smooth,
    Margin,
    Shell,
}

/// <summary>One computation as the reading room asks for it. Lengths in mm, HU as in the images.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Label">The structure.</param>
/// <param name="Mm">Margin (below 0 shrinks), outer edge of the shell, or deviation of the smoothing.</param>
/// <param name="FromMm">Inner edge of the shell.</param>
/// <param name="Mm3">Smallest island that stays.</param>
/// <param name="BySlice">Holes are filled slice by slice.</param>
/// <param name="Seed">Voxel from which the region grows.</param>
/// <param name="Low">Lowest HU of the region.</param>
/// <param name="High">Highest HU of the region.</param>
/// <param name="RadiusMm">Largest radius of the region.</param>
/// <param name="VesselMm">Radius of the vessels that are cut off; 0 = none.</param>
public sealed record StructureOperation(
    StructureOperationKind Kind,
    byte Label,
    double Mm = 0,
    double FromMm = 0,
    double Mm3 = 0,
    bool BySlice = false,
    int[]? Seed = null,
    double Low = -150,
    double High = 300,
    double RadiusMm = 60,
    double VesselMm = 0)
{
    public const double LargestMarginMm = 50;
    public const double LargestSmoothingMm = 10;
    public const double LargestRadiusMm = 150;
    public const double LargestVesselMm = 10;

    /// <summary>Why it cannot be computed as asked; null if it can.</summary>
    public Refusal? Refusal() => Kind switch
    {
        _ when Label is 0 or > LabelmapCodec.LastLabel => OperationRefusals.NoSuchStructure,
        StructureOperationKind.Smooth when !(Mm > 0 && Mm <= LargestSmoothingMm) => OperationRefusals.Range("The smoothing", 0, LargestSmoothingMm),
        StructureOperationKind.Margin when !(Math.Abs(Mm) <= LargestMarginMm) || Mm == 0 => OperationRefusals.Range("The margin", -LargestMarginMm, LargestMarginMm),
        StructureOperationKind.Shell when !(FromMm >= 0 && Mm > FromMm && Mm <= LargestMarginMm) => OperationRefusals.Shell,
        StructureOperationKind.SmallIslands when !(Mm3 > 0 && double.IsFinite(Mm3)) => OperationRefusals.Islands,
        StructureOperationKind.Grow when Seed is not { Length: 3 } => OperationRefusals.NoSeed,
        StructureOperationKind.Grow when !(Low < High) => OperationRefusals.HuRange,
        StructureOperationKind.Grow when !(RadiusMm > 0 && RadiusMm <= LargestRadiusMm) => OperationRefusals.Range("The largest radius", 0, LargestRadiusMm),
        StructureOperationKind.Grow when !(VesselMm >= 0 && VesselMm <= LargestVesselMm) => OperationRefusals.Range("The vessel cut", 0, LargestVesselMm),
        _ => null,
    };
}

/// <summary>Why a computation is not made.</summary>
public static class OperationRefusals
{
    public static readonly Refusal NoSuchStructure = new("no-such-structure", "There is no such structure. Choose one on the right.");

    public static readonly Refusal Empty = new("empty-structure", "The structure has no voxel yet. Draw it first.");

    public static readonly Refusal NothingBetween = new("nothing-between", "There is no empty slice between two drawn ones. Draw the structure on two slices with a gap.");

    public static readonly Refusal Shell = new("shell-range", $"The shell needs an outer edge above its inner one and at most {StructureOperation.LargestMarginMm} mm.");

    public static readonly Refusal Islands = new("island-size", "Say above which volume islands stay.");

    public static readonly Refusal NoSeed = new("no-seed", "The seed lies outside the images. Click on the tumour.");

    public static readonly Refusal HuRange = new("hu-range", "The lowest HU must lie below the highest.");

    public static readonly Refusal NothingGrown = new("nothing-grown", "Nothing grew: the seed lies outside the HU range, or in a part thinner than the vessel cut. Widen the range, cut thinner vessels, or click elsewhere.");

    public static Refusal Range(string what, double low, double high) => new("out-of-range", FormattableString.Invariant($"{what} must lie between {low} and {high} mm."));
}
