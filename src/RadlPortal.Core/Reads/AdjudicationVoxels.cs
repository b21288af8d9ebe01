using RadlPortal.Core.Database;
using RadlPortal.Core.Segmentations;
using RadlPortal.Core.Storage;
using RadlPortal.Numerics.Segmentation;

namespace RadlPortal.Core.Reads;

/// <summary>The two VOIs of an adjudication as voxels, and what is made of them.</summary>
internal sealed record AdjudicationVoxels(VoxelMask First, VoxelMask Second)
{
    private static readonly AdjudicationOperation[] Taken = [AdjudicationOperation.TookFirst, AdjudicationOperation.TookSecond, AdjudicationOperation.Union, AdjudicationOperation.Intersection];

    /// <summary>Null when a stored labelmap does not fit its series any more.</summary>
    public static async Task<AdjudicationVoxels?> ReadAsync(PortalDb db, IBlobStore blobs, Adjudication adjudication, CancellationToken cancellation) =>
        await VersionMask.ReadAsync(db, blobs, adjudication.FirstVersionId, cancellation) is { } first && await VersionMask.ReadAsync(db, blobs, adjudication.SecondVersionId, cancellation) is { } second
            ? new AdjudicationVoxels(first, second) : null;

    public VoxelMask Of(AdjudicationOperation operation) => operation switch
    {
        AdjudicationOperation.TookFirst => First,
        AdjudicationOperation.TookSecond => Second,
        AdjudicationOperation.Union => First.Union(Second),
        AdjudicationOperation.Intersection => First.Intersection(Second),
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "A redrawn VOI is not made of the two."),
    };

    /// <summary>
    /// How voxels came about: of what the adjudicator says to have done, the first that gives these very voxels; else told from the voxels alone. Where one VOI lies within
    /// the other, a union has the same voxels as the larger one, and only the adjudicator knows what was meant. Whatever equals none of the four was redrawn.
    /// </summary>
    /// <param name="labels">Labels of the adjudicator's case.</param>
    /// <param name="label">The primary VOI's.</param>
    /// <param name="acts">What the adjudicator did, the last first.</param>
    public AdjudicationOperation OperationOf(byte[] labels, byte label, IEnumerable<AdjudicationOperation> acts)
    {
        var drawn = Array.ConvertAll(labels, l => l == label ? (byte)1 : (byte)0);
        return acts.Concat(Taken).Where(operation => Of(operation).Voxels.AsSpan().SequenceEqual(drawn)).FirstOrDefault(AdjudicationOperation.Redrawn);
    }
}
