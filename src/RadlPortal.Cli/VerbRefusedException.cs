namespace RadlPortal.Cli;

/// <summary>A verb cannot do what it was asked for; the message says why and what to do, and the exit code is 1.</summary>
internal class VerbRefusedException(string message) : Exception(message);
