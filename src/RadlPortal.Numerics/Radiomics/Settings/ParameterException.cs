namespace RadlPortal.Numerics.Radiomics;

/// <summary>A parameter file or a setting is not usable: a key that is not known, or a value of another kind. The message names the key.</summary>
/// <param name="key">The key at fault, as it stands in the file; empty if the file as a whole cannot be read.</param>
/// <param name="message">What is wrong with it and what is allowed.</param>
public sealed class ParameterException(string key, string message) : RadiomicsException(message)
{
    /// <summary>The key at fault, as it stands in the file.</summary>
    public string Key { get; } = key;
}
