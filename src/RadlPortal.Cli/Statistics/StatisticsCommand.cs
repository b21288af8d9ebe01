using System.CommandLine;

namespace RadlPortal.Cli.Statistics;

/// <summary>`radl statistics verify`: the statistics library against reference values, without a portal.</summary>
internal static class StatisticsCommand
{
    public static Command Create()
    {
        var data = new Option<DirectoryInfo>("--data") { Description = "Folder of the data sets, one CSV file each", Required = true };
        var expected = new Option<DirectoryInfo>("--expected") { Description = "Folder of the expected values; their values are not read", Required = true };
        var output = new Option<FileInfo>("--out") { Description = "CSV file to write: dataset, statistic, value; matrices are written beside it. On standard output, without matrices, if left out" };
        var verify = new Command("verify", "Compute every statistic that a folder of expected values names") { data, expected, output };
        verify.SetAction(parsed =>
        {
            try
            {
                Verification.Run(parsed.GetValue(data)!, parsed.GetValue(expected)!, parsed.GetValue(output));
                return VerbRunner.Done;
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                throw new VerbRefusedException(refused.Message);
            }
        });
        return new Command("statistics", "The statistics library by itself") { verify };
    }
}
