using RadlPortal.Numerics.Radiomics;

namespace RadlPortal.Cli.Features;

/// <summary>One line of a table of cases.</summary>
/// <param name="Image">File or folder.</param>
/// <param name="Mask">File.</param>
/// <param name="Label">Number, or name of a segment or region; null for that of the parameters.</param>
/// <param name="Columns">All columns of the line, which are written again before the features.</param>
internal sealed record FeatureCase(string Image, string Mask, string? Label, IReadOnlyList<KeyValuePair<string, string>> Columns);

/// <summary>A case and its features, or why it has none.</summary>
internal sealed record CaseResult(FeatureCase Case, FeatureResult? Features, string? Refusal);
