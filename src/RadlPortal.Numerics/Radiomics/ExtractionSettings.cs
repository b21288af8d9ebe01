using System.Text.Json;

namespace RadlPortal.Numerics.Radiomics;

/// <summary>How features are computed, under PyRadiomics' names.</summary>
public sealed record ExtractionSettings
{
    /// <summary>Width of the grey-level bins, in units of the image (HU for CT); above 0.</summary>
    public double BinWidth { get; init; } = 25;

    /// <summary>Added to every voxel in Energy, TotalEnergy and RootMeanSquared only, so that negative values do not cancel.</summary>
    public double VoxelArrayShift { get; init; }

    /// <summary>Fewest dimensions in which the VOI must be larger than one voxel, 1 to 3.</summary>
    public int MinimumRoiDimensions { get; init; } = 2;

    /// <summary>Reads settings from a JSON object with PyRadiomics' keys.</summary>
    /// <exception cref="RadiomicsException">A key is not known or its value is not of its kind; the message names it.</exception>
    public static ExtractionSettings Parse(string json)
    {
        var settings = new ExtractionSettings();
        try
        {
            using var document = JsonDocument.Parse(json);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                settings = property.Name switch
                {
                    "binWidth" when property.Value.TryGetDouble(out var width) && width > 0 => settings with { BinWidth = width },
                    "voxelArrayShift" when property.Value.TryGetDouble(out var shift) => settings with { VoxelArrayShift = shift },
                    "minimumROIDimensions" when property.Value.TryGetInt32(out var dimensions) && dimensions is >= 1 and <= 3 => settings with { MinimumRoiDimensions = dimensions },
                    "binWidth" or "voxelArrayShift" or "minimumROIDimensions" => throw new RadiomicsException($"The value of the setting {property.Name} is out of its range."),
                    _ => throw new RadiomicsException($"The setting {property.Name} is not known to this version."),
                };
            }
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            throw new RadiomicsException("The settings are not a JSON object of names and numbers.");
        }

        return settings;
    }
}
