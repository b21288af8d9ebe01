namespace RadlPortal.Cli.Dicom;

/// <summary>The output cannot be written, whatever the input is: the verb ends.</summary>
internal sealed class OutputRefusedException(string message) : VerbRefusedException(message);
