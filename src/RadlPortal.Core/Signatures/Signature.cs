namespace RadlPortal.Core.Signatures;

/// <summary>A named score, such as RAsig; its content is its versions.</summary>
public sealed class Signature
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid ResearchStudyId { get; init; }

    public required string Name { get; init; }

    public required SignatureKind Kind { get; init; }

    public List<SignatureVersion> Versions { get; } = [];
}

public enum SignatureKind
{
    Radiomics,
    DeepLearning,
    Fusion,
}
