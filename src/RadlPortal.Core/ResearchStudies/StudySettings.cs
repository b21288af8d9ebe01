namespace RadlPortal.Core.ResearchStudies;

/// <summary>What a study decides for itself; never a constant in code. Stored as JSON with the study.</summary>
public sealed record StudySettings
{
    /// <summary>A subject code that is not registered yet is created by the upload that names it.</summary>
    public bool CreateSubjectsOnUpload { get; init; }

    /// <summary>Data without (0012,0062) Patient Identity Removed = YES is checked all the same instead of quarantined.</summary>
    public bool WaiveIdentityRemovedFlag { get; init; }

    /// <summary>PD-L1 is positive from this tumour proportion score on, percent.</summary>
    public double PdL1PositiveFromPercent { get; init; } = 1;

    /// <summary>A VOI with fewer voxels is refused at saving.</summary>
    public int MinimumVoiVoxels { get; init; } = 8;

    /// <summary>Thickest slice accepted without a warning, mm.</summary>
    public double MaximumSliceThicknessMm { get; init; } = 5;

    /// <summary>Fewest slices of a series accepted without a warning.</summary>
    public int MinimumSlices { get; init; } = 10;
}
