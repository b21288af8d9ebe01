namespace RadlPortal.Numerics.Volumes;

/// <summary>A volume or its file cannot be used. The message is a whole sentence for the person who brought the file.</summary>
/// <param name="message">What is wrong and, where it is known, what to do.</param>
/// <param name="inner">The failure below, when there is one.</param>
public sealed class VolumeFormatException(string message, Exception? inner = null) : Exception(message, inner);
