using System.Collections.Frozen;

namespace RadlPortal.Dicom.Deidentification;

/// <summary>What a study decides about the gate; PS3.15 annex E leaves it to the user.</summary>
public sealed record GateOptions
{
    /// <summary>The portal's rules without any study's wishes.</summary>
    public static readonly GateOptions Default = new();

    /// <summary>Files without (0012,0062) Patient Identity Removed = YES are checked all the same.</summary>
    public bool IdentityRemovedWaived { get; init; }

    /// <summary>Dates stop a file instead of being taken as shifted; times are left out. Dates of the year 1900 are taken as dummies.</summary>
    public bool DatesForbidden { get; init; }

    /// <summary>Values of free-text descriptions that are kept, whole and in upper and lower case as written.</summary>
    public FrozenSet<string> Descriptions { get; init; } = [];

    /// <summary>A person has looked at the pixels and found no text: they do not stop the file any more.</summary>
    public bool PixelsSeen { get; init; }
}
