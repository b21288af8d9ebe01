using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Database;
using RadlPortal.Core.Imaging;
using RadlPortal.Core.People;
using RadlPortal.Core.Reads;
using RadlPortal.Numerics.Segmentation;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Core.Segmentations;

/// <summary>What was computed: the structure's voxels as run-lengths of 0 and 1, and for a grown region how much of its outermost layer it fills.</summary>
public sealed record ComputedStructure(byte[] Runs, double? ShareAtLimit);

/// <summary>Computes on the labelmap that the reader has on the screen. Nothing is kept: the reading room takes the result as one step that can be undone.</summary>
public sealed class StructureComputation(IDbContextFactory<PortalDb> databases, SeriesLoader loader, TimeProvider clock) : IDisposable
{
    // A whole chest in hand takes some hundred megabytes; more at once would starve the other pages.
    private readonly SemaphoreSlim turns = new(2);

    public async Task<Outcome<ComputedStructure>> RunAsync(StudyAccess access, Guid readId, StructureOperation operation, byte[] runs, CancellationToken cancellation)
    {
        access.Demand(Right.ReadCases);
        if (operation.Refusal() is { } refusal) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var series = await (from read in db.ReadsOpenTo(access, clock.GetUtcNow())
                            where read.Id == readId
                            join s in db.ImagingSeries on read.ImagingSeriesId equals s.Id
                            select s).AsNoTracking().SingleOrDefaultAsync(cancellation);
        if (series is null) return ReadRefusals.NoSuchRead;
        if (SeriesGrid.Parse(series.GridJson) is not { } grid) return ReadRefusals.NotAVolume;
        var geometry = grid.ToGeometry();
        await turns.WaitAsync(cancellation);
        try
        {
            if (operation.Kind == StructureOperationKind.Grow) return Grow(await loader.VolumeAsync(series.Id, cancellation), operation);
            if (LabelmapCodec.Decode(runs, geometry.VoxelCount) is not { } labels) return ReadRefusals.WrongGrid;
            return Compute(VoxelMask.Of(new Labelmap(geometry, labels), operation.Label), operation);
        }
        finally
        {
            turns.Release();
        }
    }

    public void Dispose() => turns.Dispose();

    private static Outcome<ComputedStructure> Grow(Volume image, StructureOperation operation)
    {
        var (x, y, z) = (operation.Seed![0], operation.Seed[1], operation.Seed[2]);
        var size = image.Geometry;
        if ((uint)x >= (uint)size.SizeX || (uint)y >= (uint)size.SizeY || (uint)z >= (uint)size.SizeZ) return OperationRefusals.NoSeed;
        var grown = RegionGrowing.From(image, (x, y, z), new GrowthLimits(operation.Low, operation.High, operation.RadiusMm, operation.VesselMm));
        if (grown.Mask.BoundingBox() is null) return OperationRefusals.NothingGrown;
        return new ComputedStructure(LabelmapCodec.Encode(grown.Mask.Voxels), grown.ShareAtLimit);
    }

    private static Outcome<ComputedStructure> Compute(VoxelMask mask, StructureOperation operation)
    {
        if (mask.BoundingBox() is null) return OperationRefusals.Empty;
        var result = operation.Kind switch
        {
            StructureOperationKind.Interpolate => SliceInterpolation.Between(mask),
            StructureOperationKind.LargestIsland => Islands.Largest(mask),
            StructureOperationKind.SmallIslands => Islands.WithoutSmall(mask, operation.Mm3),
            StructureOperationKind.FillHoles => Islands.Filled(mask, operation.BySlice),
            StructureOperationKind.Smooth => Smoothing.Gaussian(mask, operation.Mm),
            StructureOperationKind.Margin => operation.Mm > 0 ? Margins.Grow(mask, operation.Mm) : Margins.Shrink(mask, -operation.Mm),
            StructureOperationKind.Shell => Margins.Shell(mask, operation.FromMm, operation.Mm),
            _ => throw new ArgumentOutOfRangeException(nameof(operation)),
        };
        if (operation.Kind == StructureOperationKind.Interpolate && result.BoundingBox() is null) return OperationRefusals.NothingBetween;
        return new ComputedStructure(LabelmapCodec.Encode(result.Voxels), null);
    }
}
