namespace RadlPortal.Core.Signatures;

/// <summary>A locked signature: manifest, coefficients, operating point and, for deep learning, the network. Append-only.</summary>
public sealed class SignatureVersion
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid SignatureId { get; init; }

    public Signature? Signature { get; init; }

    public required int Number { get; init; }

    /// <summary>Everything needed to compute the score: preprocessing, features, coefficients, cut-off and where each came from.</summary>
    public required string ManifestJson { get; init; }

    /// <summary>SHA-256 of manifest and network.</summary>
    public required string Sha256 { get; init; }

    /// <summary>ONNX file in the blob store; null where there is none.</summary>
    public string? ModelBlobKey { get; init; }

    /// <summary>The score from which on a subject is predicted positive (≥); fixed on the training cohort.</summary>
    public required double Threshold { get; init; }

    /// <summary>The snapshot on which it was fitted; null when copied from another study.</summary>
    public Guid? TrainingSnapshotId { get; init; }

    /// <summary>The version of another study from which it was copied.</summary>
    public Guid? CopiedFromId { get; init; }

    public required Guid LockedBy { get; init; }

    public DateTimeOffset LockedAt { get; init; }
}
