using Xunit;

namespace RadlPortal.Cli.Tests;

/// <summary>Verbs in a folder without a portal.</summary>
public sealed class DatabaseOfAVerbTests
{
    [Theory]
    [InlineData("people", "add-administrator", "a@b.example")]
    [InlineData("people", "reset-password", "a@b.example")]
    [InlineData("study", "list")]
    [InlineData("report", "one", "training")]
    public async Task A_verb_makes_no_database_and_says_where_it_looked(params string[] verb)
    {
        var folder = Directory.CreateTempSubdirectory("radl-none-").FullName;
        var before = Environment.GetEnvironmentVariable("RADL_DATA");
        var said = new StringWriter();
        var error = Console.Error;
        try
        {
            Environment.SetEnvironmentVariable("RADL_DATA", Path.Combine(folder, "data"));
            Console.SetError(said);
            Assert.Equal(VerbRunner.Refused, await VerbRunner.RunAsync(RadlCommand.Create(), verb));
        }
        finally
        {
            Console.SetError(error);
            Environment.SetEnvironmentVariable("RADL_DATA", before);
        }

        Assert.Contains(Path.Combine(folder, "data"), said.ToString());
        Assert.Contains("RADL_DATA", said.ToString());
        Assert.Contains("ConnectionStrings__Portal", said.ToString());
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
        Directory.Delete(folder);
    }
}
