using System.CommandLine;

namespace RadlPortal.Cli.Dicom;

/// <summary>`radl dicom`: looks into DICOM files; needs no database.</summary>
internal static class DicomCommand
{
    public static Command Create() => new("dicom", "Look into DICOM files and check them as the portal would")
    {
        DumpVerb.Create(),
        FramesVerb.Create(),
        CheckVerb.Create(),
    };
}
