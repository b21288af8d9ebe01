namespace RadlPortal.Core.Segmentations;

public enum LesionKind
{
    Primary,
    Node,
    Metastasis,
    Shell,
    Other,
}

public enum LesionSide
{
    None,
    Left,
    Right,
    Midline,
}

public enum LesionLobe
{
    None,
    Upper,
    Middle,
    Lower,
    Lingula,
}

/// <summary>What a structure is, from short lists, so that all readers of a study name alike.</summary>
public sealed record StructureCode(LesionKind Kind, LesionSide Side, LesionLobe Lobe)
{
    public static readonly StructureCode Primary = new(LesionKind.Primary, LesionSide.None, LesionLobe.None);

    /// <summary>The code in words, such as "Primary tumour, right upper lobe"; <paramref name="number"/> tells lesions of one kind apart.</summary>
    public string Name(int number)
    {
        var place = (Side, Lobe) switch
        {
            (LesionSide.None, LesionLobe.None) => "",
            (var side, LesionLobe.None) => side.ToString().ToLowerInvariant(),
            (var side, LesionLobe.Lingula) => side == LesionSide.None ? "lingula" : $"{side} lingula".ToLowerInvariant(),
            (LesionSide.None, var lobe) => $"{lobe} lobe".ToLowerInvariant(),
            var (side, lobe) => $"{side} {lobe} lobe".ToLowerInvariant(),
        };
        var kind = Kind switch
        {
            LesionKind.Primary => "Primary tumour",
            LesionKind.Node => "Lymph node",
            LesionKind.Shell => "Peritumoural shell",
            LesionKind.Other => "Other lesion",
            _ => "Metastasis",
        };
        var counted = number > 1 ? $"{kind} {number}" : kind;
        return place.Length == 0 ? counted : $"{counted}, {place}";
    }

    public bool IsDefined => Enum.IsDefined(Kind) && Enum.IsDefined(Side) && Enum.IsDefined(Lobe);
}
