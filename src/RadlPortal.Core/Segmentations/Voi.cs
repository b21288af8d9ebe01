namespace RadlPortal.Core.Segmentations;

/// <summary>A volume of interest (one lesion) that one reader drew in one series. Its content is its append-only versions.</summary>
public sealed class Voi
{
    // Okabe and Ito's colours, told apart also by people who are colour-blind; the darkest left out on black.
    private static readonly string[] Colours = ["#e69f00", "#56b4e9", "#009e73", "#f0e442", "#cc79a7", "#d55e00", "#999999"];

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid ResearchStudyId { get; init; }

    public required Guid SubjectId { get; init; }

    public required Guid ImagingSeriesId { get; init; }

    public required Guid ReadingAssignmentId { get; init; }

    public required Guid ReaderId { get; init; }

    /// <summary>Label in the reader's labelmap, 1 to <see cref="LabelmapCodec.LastLabel"/>; never given again.</summary>
    public byte Label { get; init; } = 1;

    public string Name { get; private set; } = "Primary tumour";

    /// <summary>The one structure of the case that features, signatures and reports are about.</summary>
    public bool IsPrimary { get; private set; } = true;

    public LesionKind Kind { get; private set; }

    public LesionSide Side { get; private set; }

    public LesionLobe Lobe { get; private set; }

    /// <summary>When the reader took it off the case; its versions stay.</summary>
    public DateTimeOffset? WithdrawnAt { get; set; }

    public List<VoiVersion> Versions { get; } = [];

    public string Colour => ColourOf(Label);

    public StructureCode Code => new(Kind, Side, Lobe);

    public static string ColourOf(byte label) => Colours[(label - 1) % Colours.Length];

    public void NameAs(StructureCode code, int number)
    {
        (Kind, Side, Lobe) = (code.Kind, code.Side, code.Lobe);
        IsPrimary = code.Kind == LesionKind.Primary;
        Name = code.Name(number);
    }
}
