namespace RadlPortal.Numerics.Radiomics;

/// <summary>Features cannot be computed; the message says why, for people.</summary>
public class RadiomicsException(string message) : Exception(message);
