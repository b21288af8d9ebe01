namespace RadlPortal.Dicom.Deidentification;

/// <summary>The basic profile of PS3.15 annex E and the options that go with it. Options that the portal's gate does not let pass (device, institution) are not offered.</summary>
public sealed record DeidentificationProfile
{
    /// <summary>What a study on images needs: shifted dates, age, sex, size and weight, and the descriptions that the study lists.</summary>
    public static readonly DeidentificationProfile Study = new() { ModifiedDates = true, PatientCharacteristics = true, Descriptors = true };

    /// <summary>Retain Longitudinal Temporal Information with Modified Dates: dates are shifted by subject.</summary>
    public bool ModifiedDates { get; init; }

    /// <summary>Retain Longitudinal Temporal Information with Full Dates.</summary>
    public bool FullDates { get; init; }

    /// <summary>Retain Patient Characteristics: age (90 years and more as 90), sex, size, weight.</summary>
    public bool PatientCharacteristics { get; init; }

    /// <summary>Clean Descriptors: texts on the study's list and names of structures made of plain words stay.</summary>
    public bool Descriptors { get; init; }

    /// <summary>Retain UIDs.</summary>
    public bool Uids { get; init; }

    /// <summary>Names of the options.</summary>
    public static IReadOnlyList<string> OptionNames { get; } = ["basic", "modified-dates", "full-dates", "patient-characteristics", "descriptors", "uids"];

    /// <summary>Reads a list such as <c>modified-dates,descriptors</c>; <c>basic</c> alone is the basic profile without options.</summary>
    /// <exception cref="FormatException">An option is not known, or two exclude each other; the message says which.</exception>
    public static DeidentificationProfile Parse(string text)
    {
        var names = text.Split([',', '+'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names.FirstOrDefault(n => !OptionNames.Contains(n)) is { } unknown) throw new FormatException($"There is no option {unknown}. Options: {string.Join(", ", OptionNames)}.");
        if (names.Contains("modified-dates") && names.Contains("full-dates")) throw new FormatException("Dates are either shifted (modified-dates) or kept (full-dates), not both.");
        return new DeidentificationProfile
        {
            ModifiedDates = names.Contains("modified-dates"),
            FullDates = names.Contains("full-dates"),
            PatientCharacteristics = names.Contains("patient-characteristics"),
            Descriptors = names.Contains("descriptors"),
            Uids = names.Contains("uids"),
        };
    }

    /// <summary>Codes of what was applied (PS3.16 CID 7050): value and meaning.</summary>
    internal IEnumerable<(string Value, string Meaning)> Codes()
    {
        yield return ("113100", "Basic Application Confidentiality Profile");
        if (Descriptors) yield return ("113105", "Clean Descriptors Option");
        if (FullDates) yield return ("113106", "Retain Longitudinal Temporal Information Full Dates Option");
        if (ModifiedDates) yield return ("113107", "Retain Longitudinal Temporal Information Modified Dates Option");
        if (PatientCharacteristics) yield return ("113108", "Retain Patient Characteristics Option");
        if (Uids) yield return ("113110", "Retain UIDs Option");
    }
}
