namespace RadlPortal.Numerics.Radiomics;

/// <summary>What the numbers of a resegmentation range mean.</summary>
public enum ResegmentMode
{
    /// <summary>Values of the image.</summary>
    Absolute,

    /// <summary>Shares of the largest value in the VOI.</summary>
    Relative,

    /// <summary>Standard deviations from the mean of the VOI (population deviation).</summary>
    Sigma,
}
