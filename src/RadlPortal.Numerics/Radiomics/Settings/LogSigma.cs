using System.Globalization;

namespace RadlPortal.Numerics.Radiomics;

/// <summary>Width of a Laplacian of Gaussian. PyRadiomics writes it into the names of features as it stood in the parameter file, so that 3 and 3.0 give different names.</summary>
/// <param name="Millimetres">Standard deviation of the Gaussian in mm, above 0.</param>
/// <param name="IsWhole">Written without a decimal point.</param>
public readonly record struct LogSigma(double Millimetres, bool IsWhole = false)
{
    /// <summary>As Python writes the number.</summary>
    public override string ToString()
    {
        var text = Millimetres.ToString("R", CultureInfo.InvariantCulture);
        return IsWhole || text.Contains('.', StringComparison.Ordinal) || text.Contains('E', StringComparison.Ordinal) ? text : text + ".0";
    }
}
