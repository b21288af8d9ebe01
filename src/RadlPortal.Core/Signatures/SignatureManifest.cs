using System.Text.Json.Serialization;
using RadlPortal.Core.Signatures.Networks;

namespace RadlPortal.Core.Signatures;

/// <summary>Everything that is needed to compute a score again, and where each of it came from. What a signature does is here, never a constant in code.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(RadiomicsManifest), "radiomics")]
[JsonDerivedType(typeof(DeepLearningManifest), "deep-learning")]
[JsonDerivedType(typeof(FusionManifest), "fusion")]
public abstract record SignatureManifest(string Name, TrainingRecord Training, OperatingPoint OperatingPoint)
{
    /// <summary>What kind of model it is, for people.</summary>
    [JsonIgnore]
    public abstract string KindInWords { get; }
}

/// <param name="ExtractionProfileSha256">Features of another profile are refused.</param>
/// <param name="Dropped">Features that were not used, with the reason.</param>
public sealed record RadiomicsManifest(string Name, TrainingRecord Training, OperatingPoint OperatingPoint, string ExtractionProfileSha256, LogisticHead Head, IReadOnlyList<DroppedInput> Dropped)
    : SignatureManifest(Name, Training, OperatingPoint)
{
    public override string KindInWords => "penalised logistic regression on radiomic features";
}

public sealed record DeepLearningManifest(string Name, TrainingRecord Training, OperatingPoint OperatingPoint, NetworkRecord Network, CropSettings Crop, LogisticHead Head, IReadOnlyList<DroppedInput> Dropped)
    : SignatureManifest(Name, Training, OperatingPoint)
{
    public override string KindInWords => $"logistic head on the embedding of an {ConvolutionBank.Name}";
}

/// <param name="Inputs">The signatures whose log odds are fused.</param>
public sealed record FusionManifest(string Name, TrainingRecord Training, OperatingPoint OperatingPoint, IReadOnlyList<FusionInput> Inputs, double Intercept, Penalty Penalty)
    : SignatureManifest(Name, Training, OperatingPoint)
{
    public override string KindInWords => $"logistic fusion of the log odds of {string.Join(" and ", Inputs.Select(i => $"{i.Signature} (SHA-256 {i.Sha256[..Math.Min(8, i.Sha256.Length)]}…)"))}";
}

/// <param name="Label">The label that was learned, as a rule.</param>
/// <param name="Left">How many subjects could not be used, and why.</param>
public sealed record TrainingRecord(string Study, string Cohort, string SnapshotSha256, int Subjects, int Positives, string Label, IReadOnlyList<string> Left, int Folds, ulong FoldSeed, string SoftwareVersion);

/// <param name="Threshold">Predicted positive at score ≥ threshold.</param>
public sealed record OperatingPoint(double Threshold, string Comparison, string Rule);

public sealed record Penalty(double Alpha, double Lambda, string ChosenBy);

/// <summary>Log odds = intercept + Σ coefficient · (value − mean) / standard deviation; the score is the probability of it.</summary>
public sealed record LogisticHead(double Intercept, IReadOnlyList<HeadInput> Inputs, Penalty Penalty);

public sealed record HeadInput(string Name, double Mean, double StandardDeviation, double Coefficient);

public sealed record DroppedInput(string Name, string Reason);

public sealed record FusionInput(string Signature, string Sha256, double Coefficient);

public sealed record NetworkRecord(string Description, string Sha256, ConvolutionBankSettings Settings);

/// <summary>How the cube around the VOI is cut out: centre = middle of the VOI's bounding box, axes of the image, linear interpolation, HU window scaled to 0 to 1.</summary>
/// <param name="OutsideVoi">"kept" or "mean-of-voi": what stands where the VOI is not.</param>
/// <param name="LeavesOutBeyondWindow">Voxels of the VOI beyond the HU window, such as lung at its edge, count as outside: the edge would drown the texture.</param>
/// <param name="Pooling">"cube": means over the whole cube, as the network gives them; "voi": divided by the VOI's share of the cube, so that a VOI's size does not pass for texture.</param>
public sealed record CropSettings(double SpacingMm, double LowerHu, double UpperHu, string OutsideVoi, string Pooling = "cube", bool LeavesOutBeyondWindow = false)
{
    public const string OverVoi = "voi";

    public const string MeanOfVoi = "mean-of-voi";

    public static readonly CropSettings Default = new(1.5, -160, 240, MeanOfVoi, OverVoi, true);
}
