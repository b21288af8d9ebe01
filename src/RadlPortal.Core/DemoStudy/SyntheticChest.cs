namespace RadlPortal.Core.DemoStudy;

/// <summary>A synthetic chest CT in Hounsfield units (patient coordinates: x to the left, y to the back, z to the head; millimetres from the middle of the chest): body, lungs with vessels, heart, spine, ribs and one tumour.</summary>
public sealed class SyntheticChest
{
    public const int Columns = 128;
    public const int Rows = 128;
    public const int Slices = 32;

    private readonly SyntheticScanner scanner;
    private readonly SyntheticSubject subject;
    private readonly SmoothNoise texture;
    private readonly SmoothNoise fineTexture;
    private readonly SmoothNoise vessels;
    private readonly SmoothNoise surface;
    private readonly (double X, double Y, double Z) tumour;
    private readonly double tumourRadiusMm;

    public SyntheticChest(SyntheticSubject subject, SyntheticScanner scanner)
    {
        (this.subject, this.scanner) = (subject, scanner);
        var random = new Random((int)(subject.Seed & 0x7FFFFFFF));
        var side = random.NextDouble() < 0.5 ? -1 : 1;
        tumour = (side * (72 + 14 * random.NextDouble()), -30 + 60 * random.NextDouble(), -30 + 60 * random.NextDouble());
        tumourRadiusMm = 14 + 9 * random.NextDouble();
        texture = new SmoothNoise(subject.Seed ^ 0xA1, 10);
        fineTexture = new SmoothNoise(subject.Seed ^ 0xB2, 4.5);
        vessels = new SmoothNoise(subject.Seed ^ 0xC3, 22);
        surface = new SmoothNoise(subject.Seed ^ 0xD4, 12);
    }

    /// <summary>Distance between slices, mm.</summary>
    public double SliceSpacingMm => scanner.SliceThicknessMm;

    public double PixelSpacingMm => scanner.PixelSpacingMm;

    /// <summary>Patient position of the first voxel, mm.</summary>
    public (double X, double Y, double Z) Origin =>
        (-(Columns - 1) / 2.0 * PixelSpacingMm, -(Rows - 1) / 2.0 * PixelSpacingMm, -(Slices - 1) / 2.0 * SliceSpacingMm);

    /// <summary>HU of every voxel, x fastest, then y, then slices from feet to head.</summary>
    public short[] Voxels()
    {
        var voxels = new short[Columns * Rows * Slices];
        var random = new Random((int)(subject.Seed >> 33));
        for (var i = 0; i < voxels.Length; i++)
        {
            var (x, y, z) = PositionOf(i);
            voxels[i] = (short)Math.Clamp(Math.Round(Tissue(x, y, z) + scanner.NoiseHu * Gaussian(random)), -1024, 3071);
        }

        return voxels;
    }

    /// <summary>The tumour as a reader outlines it, one byte a voxel. Readers differ a little in where they see the edge.</summary>
    /// <param name="reader">1 or 2.</param>
    /// <param name="generosity">The share of the radius that the reader adds all around.</param>
    public byte[] Voi(int reader, double generosity = 0)
    {
        var hand = new SmoothNoise(subject.Seed ^ (0xE5UL + (ulong)reader), 18);
        var mask = new byte[Columns * Rows * Slices];
        for (var i = 0; i < mask.Length; i++)
        {
            var (x, y, z) = PositionOf(i);
            if (Depth(x, y, z) + 0.06 * hand.At(x, y, z) + generosity > 0) mask[i] = 1;
        }

        return mask;
    }

    private (double X, double Y, double Z) PositionOf(int index)
    {
        var origin = Origin;
        return (origin.X + index % Columns * PixelSpacingMm, origin.Y + index / Columns % Rows * PixelSpacingMm, origin.Z + index / (Columns * Rows) * SliceSpacingMm);
    }

    private double Tissue(double x, double y, double z)
    {
        if (Ellipse(x, y, 158, 112) > 1) return -1000;
        var depth = Depth(x, y, z);
        if (depth > 0) return Tumour(x, y, z);
        if (Ellipse(x, y - 78, 17, 15) < 1) return 320 + 160 * fineTexture.At(x, y, z);
        if (Ellipse(x, y, 150, 104) > 1) return -90;
        if (IsRib(x, y, z)) return 380;
        return IsLung(x, y, z) ? Lung(x, y, z, depth) : Mediastinum(x, y, z);
    }

    /// <summary>The share of the tumour's radius that is left to its lobed surface; negative outside.</summary>
    private double Depth(double x, double y, double z)
    {
        var (dx, dy, dz) = (x - tumour.X, y - tumour.Y, z - tumour.Z);
        var distance = Math.Sqrt(dx * dx + 1.2 * dy * dy + dz * dz);
        return distance > 2 * tumourRadiusMm ? -1 : 1 + 0.25 * surface.At(x, y, z) - distance / tumourRadiusMm;
    }

    /// <summary>What PD-L1 shows in the images: patches of 10 mm whose contrast grows with the subject's heterogeneity.</summary>
    private double Tumour(double x, double y, double z) =>
        35 + (18 + 110 * subject.Heterogeneity) * texture.At(x, y, z) + 22 * (1 - subject.Heterogeneity) * fineTexture.At(x, y, z);

    private double Lung(double x, double y, double z, double depth)
    {
        var parenchyma = -850 + 40 * vessels.At(x, y, z);
        var towardHilum = Math.Exp(-Math.Abs(Math.Abs(x) - 40) / 60);
        var vessel = 1 - Math.Abs(vessels.At(x * 1.3, y * 1.3, z)) / (0.035 + 0.05 * towardHilum);
        var spiculation = depth > -0.35 ? 220 * Math.Max(0, surface.At(x * 2, y * 2, z * 2)) : 0;
        return parenchyma + spiculation + (vessel > 0 ? 820 * Math.Min(1, 2 * vessel) : 0);
    }

    private double Mediastinum(double x, double y, double z)
    {
        if (Ellipse(x - 8, y - 55, 11, 11) < 1) return 160;
        if (Ellipse(x - 22, y + 15, 48, 42) < 1 && z < 35) return 120 + 10 * texture.At(x, y, z);
        return Ellipse(x, y - 8, 8, 9) < 1 && z > 25 ? -980 : 45 + 15 * fineTexture.At(x, y, z);
    }

    private static bool IsLung(double x, double y, double z)
    {
        var widen = 1 - Math.Max(0, z - 20) / 160;
        return Ellipse(x - 76, y - 2, 60 * widen, 84 * widen) < 1 || Ellipse(x + 76, y - 2, 62 * widen, 86 * widen) < 1;
    }

    private static bool IsRib(double x, double y, double z)
    {
        var ring = Ellipse(x, y, 146, 100);
        return ring is > 0.86 and < 1 && Math.Sin(z / 5.5 + Math.Atan2(y, Math.Abs(x)) * 3) > 0.45;
    }

    private static double Ellipse(double x, double y, double a, double b) => x * x / (a * a) + y * y / (b * b);

    private static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
