using System.Globalization;

namespace RadlPortal.Core.ResearchStudies;

/// <summary>What does not fit any more when the PD-L1 threshold changes after signatures were locked.</summary>
/// <param name="Signatures">Locked versions, fitted with the label as it was.</param>
/// <param name="Subjects">Subjects that change between positive and negative.</param>
/// <param name="Reports">Reports made before.</param>
public sealed record ThresholdConsequences(double Before, double After, int Signatures, int Subjects, int Reports)
{
    public string InWords => string.Create(CultureInfo.InvariantCulture,
        $"PD-L1 positive from {Before:0.##} % becomes from {After:0.##} %. {Counted(Subjects, "subject changes", "subjects change")} between positive and negative. {Counted(Signatures, "locked signature version was", "locked signature versions were")} fitted with the old label and {(Signatures == 1 ? "keeps its cut-off" : "keep their cut-offs")}: new reports judge them by a label that they did not learn, until signatures are built again. {Counted(Reports, "report made before stays as it is", "reports made before stay as they are")}.");

    private static string Counted(int count, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");
}
