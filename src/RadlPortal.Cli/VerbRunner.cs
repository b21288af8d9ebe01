using System.CommandLine;
using System.CommandLine.Parsing;
using RadlPortal.Core.Database;

namespace RadlPortal.Cli;

/// <summary>Runs a verb and turns its end into an exit code: 0 done, 1 refused or failed, 2 asked for in a wrong way, 130 interrupted. Only results go to standard output; every sentence goes to standard error.</summary>
internal static class VerbRunner
{
    public const int Done = 0;
    public const int Refused = 1;
    public const int Misused = 2;
    public const int Interrupted = 130;

    // Long enough to stop web, worker and database in order.
    private static readonly TimeSpan StopPatience = TimeSpan.FromMinutes(3);

    /// <summary>What is wrong with the command line. The parser's own sentence for a missing argument does not say which.</summary>
    public static string Sentence(ParseError error) => error.SymbolResult is ArgumentResult { Tokens.Count: 0, Argument: var argument, Parent: CommandResult command }
        ? $"{argument.Name} is missing: radl {PathOf(command)} {string.Join(' ', command.Command.Arguments.Select(a => a.Name))}"
        : error.Message;

    private static string PathOf(CommandResult command) => command.Parent is CommandResult { Parent: not null } above ? $"{PathOf(above)} {command.Command.Name}" : command.Command.Name;

    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var sentence in parsed.Errors.Select(Sentence).Distinct()) await Console.Error.WriteLineAsync(sentence);
            await Console.Error.WriteLineAsync("`radl --help` lists the verbs, `radl VERB --help` what one takes.");
            return Misused;
        }
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = StopPatience });
        }
        catch (Exception refusal) when (refusal is VerbRefusedException or EmbeddedPostgresException)
        {
            await Console.Error.WriteLineAsync(refusal.Message);
            return Refused;
        }
        catch (Npgsql.NpgsqlException problem) when (problem is not Npgsql.PostgresException)
        {
            await Console.Error.WriteLineAsync($"The database cannot be reached: {problem.Message}");
            return Refused;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return Refused;
        }
        catch (OperationCanceledException)
        {
            return Interrupted;
        }
    }
}
