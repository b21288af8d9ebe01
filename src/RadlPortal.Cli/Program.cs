using RadlPortal.Cli;

return await VerbRunner.RunAsync(RadlCommand.Create(), args);
