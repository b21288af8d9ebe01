namespace RadlPortal.Core.Radiomics;

/// <summary>How far the features of a reading are.</summary>
/// <param name="State">none, queued, running, done or failed.</param>
/// <param name="Version">The saved version of the VOI from which they are; null while there is none.</param>
public sealed record FeatureState(string State, double Progress, string Message, int? Version, int? VoxelCount, IReadOnlyList<NamedFeature> Features);

/// <summary>A feature and its value; null where it has none.</summary>
public sealed record NamedFeature(string Name, double? Value);
