using RadlPortal.Core.Segmentations;

namespace RadlPortal.Web.Reads;

/// <summary>How the reading room names a structure; an unknown word is refused by the service.</summary>
internal sealed record StructureBody(string? Kind, string? Side, string? Lobe)
{
    private const int Unknown = -1;

    public StructureCode ToCode() => new((LesionKind)CodeOf<LesionKind>(Kind), (LesionSide)CodeOf<LesionSide>(Side ?? "none"), (LesionLobe)CodeOf<LesionLobe>(Lobe ?? "none"));

    private static int CodeOf<T>(string? word) where T : struct, Enum =>
        word is { Length: > 0 } && char.IsLetter(word[0]) && Enum.TryParse<T>(word, ignoreCase: true, out var code) ? Convert.ToInt32(code, System.Globalization.CultureInfo.InvariantCulture) : Unknown;
}
