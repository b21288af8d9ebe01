using System.CommandLine;
using Xunit;

namespace RadlPortal.Cli.Tests;

/// <summary>Every verb's arguments and options through the real parser.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("upload scans --to http://localhost:5080 --study one --client c")]
    [InlineData("upload scans --to https://radl.hospital.example/ --study one --client c")]
    [InlineData("people add one a@b.example --role SiteCoordinator --site north")]
    [InlineData("people reset-password a@b.example")]
    [InlineData("study create one Title --administrator a@b.example")]
    [InlineData("report one training --number 2 --csv")]
    [InlineData("features image.nrrd mask.nrrd --label 2 --json")]
    [InlineData("statistics verify --data data --expected expected")]
    public void A_right_command_line_has_no_error(string line) => Assert.Empty(RadlCommand.Create().Parse(line).Errors);

    [Theory]
    [InlineData("upload scans --to portal --study one --client c", "\"portal\" is no address of a portal")]
    [InlineData("upload scans --to ftp://portal --study one --client c", "\"ftp://portal\" is no address of a portal")]
    [InlineData("people add one a@b.example --role Reader", "Reader")]
    [InlineData("report one training --number two", "two")]
    [InlineData("features image.nrrd mask.nrrd --jobs many", "many")]
    [InlineData("study create", "TITLE is missing: radl study create CODE TITLE")]
    [InlineData("study create one --administrator a@b.example", "TITLE is missing: radl study create CODE TITLE")]
    [InlineData("upload --to http://localhost --study one --client c", "DIR is missing: radl upload DIR")]
    [InlineData("study add-subjects one north", "CODES is missing")]
    [InlineData("people add one a@b.example", "--role")]
    public void A_wrong_command_line_is_a_sentence_that_names_what_is_wrong(string line, string expected) =>
        Assert.Contains(expected, string.Join('\n', RadlCommand.Create().Parse(line).Errors.Select(VerbRunner.Sentence)));

    /// <summary>A type that the parser cannot make from text is a stack trace at run time.</summary>
    [Fact]
    public void Every_option_and_argument_of_every_verb_can_be_read_from_text()
    {
        var root = RadlCommand.Create();
        foreach (var (path, command) in Commands("", root))
        {
            var line = string.Join(' ', command.Arguments.Select(_ => "1")) + " " + string.Join(' ', command.Options.Where(o => o.ValueType != typeof(void) && o is not (System.CommandLine.Help.HelpOption or VersionOption)).Select(o => o.ValueType == typeof(bool) ? o.Name : $"{o.Name} 1"));
            // A value may be refused, but never with an exception or for want of a parser.
            var parsed = root.Parse($"{path} {line}");
            foreach (var option in command.Options.Where(o => o.ValueType == typeof(Uri))) Assert.NotNull(option.GetType().GetProperty("CustomParser")!.GetValue(option));
            Assert.DoesNotContain(parsed.Errors, e => e.Message.Contains("parser", StringComparison.OrdinalIgnoreCase));
        }
    }

    private static IEnumerable<(string Path, Command Command)> Commands(string path, Command command) =>
        command.Subcommands.SelectMany(c => Commands($"{path} {c.Name}".Trim(), c)).Append((path, command));
}
