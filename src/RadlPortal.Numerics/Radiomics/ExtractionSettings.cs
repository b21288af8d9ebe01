namespace RadlPortal.Numerics.Radiomics;

/// <summary>How features are computed: the settings of PyRadiomics 3.1 with its defaults. The names in parameter files are PyRadiomics' own (binWidth, resampledPixelSpacing, …).</summary>
public sealed record ExtractionSettings
{
    /// <summary>Width of the grey-level bins, in units of the image (HU for CT); above 0. Not used with <see cref="BinCount"/>.</summary>
    public double BinWidth { get; init; } = 25;

    /// <summary>Fixed number of grey-level bins from minimum to maximum; null for bins of fixed width.</summary>
    public int? BinCount { get; init; }

    /// <summary>Centres the whole image at its mean and divides by its standard deviation (N−1) before anything else.</summary>
    public bool Normalize { get; init; }

    /// <summary>Factor of the normalised values; above 0.</summary>
    public double NormalizeScale { get; init; } = 1;

    /// <summary>Normalised values beyond this many standard deviations are set to it, before the factor; null for no limit.</summary>
    public double? RemoveOutliers { get; init; }

    /// <summary>Spacing in mm along x, y, z to which image and mask are resampled; 0 keeps an axis; null for no resampling.</summary>
    public IReadOnlyList<double>? ResampledPixelSpacing { get; init; }

    /// <summary>Of the image when it is resampled; null switches resampling off. The mask takes the nearest neighbour.</summary>
    public Interpolator? Interpolator { get; init; } = Radiomics.Interpolator.BSpline;

    /// <summary>Voxels kept around the VOI when the image is resampled or cropped before it is filtered.</summary>
    public int PadDistance { get; init; } = 5;

    /// <summary>Crops the image to the VOI and <see cref="PadDistance"/> before it is filtered (resampling always does).</summary>
    public bool PreCrop { get; init; }

    /// <summary>Limits within which voxels stay in the VOI: lower, or lower and upper, both included; null for no resegmentation.</summary>
    public IReadOnlyList<double>? ResegmentRange { get; init; }

    /// <summary>What the limits mean.</summary>
    public ResegmentMode ResegmentMode { get; init; }

    /// <summary>Shape also of the resegmented VOI.</summary>
    public bool ResegmentShape { get; init; }

    /// <summary>Distances in voxels (largest component) of the neighbours of GLCM, GLDM and NGTDM; each above 0.</summary>
    public IReadOnlyList<int> Distances { get; init; } = [1];

    /// <summary>Neighbours, runs, zones and wavelets within slices only.</summary>
    public bool Force2D { get; init; }

    /// <summary>Axis across the slices of <see cref="Force2D"/>: 0 is z, 1 is y, 2 is x.</summary>
    public int Force2DDimension { get; init; }

    /// <summary>Counts each pair of the GLCM in both orders.</summary>
    public bool SymmetricalGlcm { get; init; } = true;

    /// <summary>Merges the directions of GLCM and GLRLM; null for the mean over directions.</summary>
    public WeightingNorm? WeightingNorm { get; init; }

    /// <summary>Largest difference of grey levels at which a GLDM neighbour depends on its centre; 0 or above.</summary>
    public int GldmA { get; init; }

    /// <summary>Added to every voxel in Energy, TotalEnergy and RootMeanSquared only, so that negative values do not cancel.</summary>
    public double VoxelArrayShift { get; init; }

    /// <summary>The label of the VOI; above 0.</summary>
    public int Label { get; init; } = 1;

    /// <summary>Resamples a mask of another grid to that of the image (nearest neighbour) instead of refusing it.</summary>
    public bool CorrectMask { get; init; }

    /// <summary>How far image and mask geometry may differ, relative to the spacing; null for ITK's 1e-6.</summary>
    public double? GeometryTolerance { get; init; }

    /// <summary>Fewest dimensions in which the VOI must be larger than one voxel, 1 to 3.</summary>
    public int MinimumRoiDimensions { get; init; } = 2;

    /// <summary>The VOI must have more voxels than this; null for no limit.</summary>
    public int? MinimumRoiSize { get; init; }

    /// <summary>Adds the diagnostics_* entries.</summary>
    public bool AdditionalInfo { get; init; } = true;

    /// <summary>Widths of the Laplacian of Gaussian.</summary>
    public IReadOnlyList<LogSigma> Sigma { get; init; } = [];

    /// <summary>PyWavelets' name of the wavelet.</summary>
    public string Wavelet { get; init; } = "coif1";

    /// <summary>Wavelet levels for which features are computed; above 0.</summary>
    public int Level { get; init; } = 1;

    /// <summary>Wavelet levels to leave out before the first.</summary>
    public int StartLevel { get; init; }

    /// <summary>The gradient in values per mm; otherwise per voxel.</summary>
    public bool GradientUseSpacing { get; init; } = true;

    /// <summary>Reads settings from a JSON object of PyRadiomics' setting names and values.</summary>
    /// <exception cref="ParameterException">A key is not known or its value is not of its kind; the message names it.</exception>
    public static ExtractionSettings Parse(string json) =>
        SettingsTable.Read(new ExtractionSettings(), ParameterText.Read(json) as ParameterMap ?? throw new ParameterException("", "The settings are not a JSON object of names and values."), "setting");
}
