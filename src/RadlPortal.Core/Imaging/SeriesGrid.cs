using System.Text.Json;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Core.Imaging;

/// <summary>The regular grid of a series: what browser, labelmap, SEG and features all agree on. Directions are the columns of the direction matrix, one after the other.</summary>
public sealed record SeriesGrid(string[] SopInstanceUids, int[] Dims, double[] Origin, double[] Spacing, double[] Direction)
{
    public static SeriesGrid Of(IEnumerable<string> sopInstanceUids, VolumeGeometry geometry) => new(
        [.. sopInstanceUids],
        [geometry.SizeX, geometry.SizeY, geometry.SizeZ],
        Numbers(geometry.Origin),
        Numbers(geometry.Spacing),
        [.. Numbers(geometry.Direction[0]), .. Numbers(geometry.Direction[1]), .. Numbers(geometry.Direction[2])]);

    public static SeriesGrid? Parse(string? json) => json is null ? null : JsonSerializer.Deserialize<SeriesGrid>(json, JsonSerializerOptions.Web);

    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    public VolumeGeometry ToGeometry() => new(Dims[0], Dims[1], Dims[2], Vector(Spacing, 0), Vector(Origin, 0), new Matrix3(Vector(Direction, 0), Vector(Direction, 3), Vector(Direction, 6)));

    private static double[] Numbers(Vector3 vector) => [vector.X, vector.Y, vector.Z];

    private static Vector3 Vector(double[] numbers, int at) => new(numbers[at], numbers[at + 1], numbers[at + 2]);
}
