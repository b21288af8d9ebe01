using System.CommandLine;

namespace RadlPortal.Cli.Dicom;

/// <summary>`radl dicom`: looks into DICOM files; needs no database.</summary>
internal static class DicomCommand
{
    public static Command Create() => new("dicom", "Look into DICOM files, check them as the portal would, and convert them")
    {
        DumpVerb.Create(),
        FramesVerb.Create(),
        CheckVerb.Create(),
        ToNrrdVerb.Create(),
        FromLabelsVerb.CreateSegmentation(),
        FromLabelsVerb.CreateStructureSet(),
    };
}
