using System.CommandLine;
using RadlPortal.Cli;
using RadlPortal.Cli.Dicom;
using RadlPortal.Cli.Features;
using RadlPortal.Cli.Migrate;
using RadlPortal.Cli.People;
using RadlPortal.Cli.Report;
using RadlPortal.Cli.Serve;
using RadlPortal.Cli.Statistics;
using RadlPortal.Cli.Study;
using RadlPortal.Cli.Upload;

// A verb is one factory of a Command, in a file or folder of its own; this list is all that knows them.
var root = new RootCommand("RadlPortal: multi-site CT radiomics studies, from upload to report. For research use only.")
{
    ServeCommand.Create(),
    DicomCommand.Create(),
    MigrateCommand.Create(),
    UploadCommand.Create(),
    FeaturesCommand.Create(),
    PeopleCommand.Create(),
    StudyCommand.Create(),
    ReportCommand.Create(),
    StatisticsCommand.Create(),
};

return await VerbRunner.RunAsync(root, args);
