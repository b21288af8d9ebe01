using System.CommandLine;
using RadlPortal.Cli;
using RadlPortal.Cli.Migrate;

// A verb is one factory of a Command, in a file or folder of its own; this list is all that knows them.
var root = new RootCommand("RadlPortal: multi-site CT radiomics studies, from upload to report. For research use only.")
{
    MigrateCommand.Create(),
};

return await VerbRunner.RunAsync(root, args);
