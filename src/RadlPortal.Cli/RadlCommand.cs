using System.CommandLine;
using RadlPortal.Cli.Dicom;
using RadlPortal.Cli.Features;
using RadlPortal.Cli.Migrate;
using RadlPortal.Cli.People;
using RadlPortal.Cli.Report;
using RadlPortal.Cli.Serve;
using RadlPortal.Cli.Statistics;
using RadlPortal.Cli.Study;
using RadlPortal.Cli.Token;
using RadlPortal.Cli.Upload;

namespace RadlPortal.Cli;

/// <summary>The command `radl`. A verb is one factory of a Command, in a file or folder of its own; this list is all that knows them.</summary>
internal static class RadlCommand
{
    public static RootCommand Create() => new("RadlPortal: multi-site CT radiomics studies, from upload to report. For research use only.")
    {
        ServeCommand.Create(),
        DicomCommand.Create(),
        DeidentifyCommand.Create(),
        MigrateCommand.Create(),
        UploadCommand.Create(),
        TokenCommand.Create(),
        FeaturesCommand.Create(),
        PeopleCommand.Create(),
        StudyCommand.Create(),
        ReportCommand.Create(),
        StatisticsCommand.Create(),
    };
}
