using System.Collections.Frozen;
using RadlPortal.Core.Segmentations;
using RadlPortal.Dicom.Deidentification;

namespace RadlPortal.Core.ResearchStudies;

/// <summary>What a study decides for itself; never a constant in code. Stored as JSON with the study.</summary>
public sealed record StudySettings
{
    /// <summary>A subject code that is not registered yet is created by the upload that names it.</summary>
    public bool CreateSubjectsOnUpload { get; init; }

    /// <summary>Data without (0012,0062) Patient Identity Removed = YES is checked all the same instead of quarantined.</summary>
    public bool WaiveIdentityRemovedFlag { get; init; }

    /// <summary>Values of free-text descriptions (series, study, protocol …) that name nobody and are kept.</summary>
    public string[] KeptDescriptions { get; init; } = [];

    /// <summary>Dates put a file into quarantine; otherwise they are taken as shifted and kept.</summary>
    public bool ForbidDates { get; init; }

    /// <summary>Days after which a quarantined file is deleted unless somebody decided on it.</summary>
    public int QuarantineDays { get; init; } = 30;

    /// <summary>PD-L1 is positive from this tumour proportion score on, percent.</summary>
    public double PdL1PositiveFromPercent { get; init; } = 1;

    /// <summary>A VOI with fewer voxels is refused at saving.</summary>
    public int MinimumVoiVoxels { get; init; } = 8;

    /// <summary>Thickest slice accepted without a warning, mm.</summary>
    public double MaximumSliceThicknessMm { get; init; } = 5;

    /// <summary>Fewest slices of a series accepted without a warning.</summary>
    public int MinimumSlices { get; init; } = 10;

    /// <summary>Two readers' VOIs with a lower Dice go to adjudication.</summary>
    public double AdjudicateDiceBelow { get; init; } = 0.7;

    /// <summary>Two readers' VOIs with a larger HD95 go to adjudication, mm.</summary>
    public double AdjudicateHausdorff95AboveMm { get; init; } = 10;

    /// <summary>Two readers' VOIs whose volumes differ by more, in percent of their mean, go to adjudication.</summary>
    public double AdjudicateVolumeDifferenceAbovePercent { get; init; } = 40;

    /// <summary>Up to where two readers agree.</summary>
    public AgreementLimits Agreement() => new(AdjudicateDiceBelow, AdjudicateHausdorff95AboveMm, AdjudicateVolumeDifferenceAbovePercent);

    /// <summary>What the gate needs to know of these.</summary>
    public GateOptions Gate(bool pixelsSeen = false) => new()
    {
        IdentityRemovedWaived = WaiveIdentityRemovedFlag,
        DatesForbidden = ForbidDates,
        Descriptions = KeptDescriptions.ToFrozenSet(StringComparer.Ordinal),
        PixelsSeen = pixelsSeen,
    };
}
