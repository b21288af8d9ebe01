using System.CommandLine;
using System.Globalization;
using RadlPortal.Numerics.Radiomics;

namespace RadlPortal.Cli.Features;

/// <summary>`radl features`: the radiomic features of one VOI or of a table of cases, without a portal.</summary>
internal static class FeaturesCommand
{
    public static Command Create()
    {
        var image = new Argument<string>("IMAGE") { Description = "NRRD or NIfTI file, or folder of a DICOM series; or a CSV file of cases with the columns Image, Mask and, if wanted, Label" };
        var mask = new Argument<string?>("MASK") { Description = "NRRD or NIfTI file of labels, DICOM SEG or RTSTRUCT; left out with a CSV file of cases", Arity = ArgumentArity.ZeroOrOne };
        var label = new Option<string?>("--label") { Description = "The label of the VOI; in a SEG or RTSTRUCT the number or name of a segment or region" };
        var parameters = new Option<string?>("--param", "-p") { Description = "PyRadiomics parameter file, YAML or JSON" };
        var output = new Option<string?>("--out", "-o") { Description = "File to write: .csv as PyRadiomics writes it, or .json; lines of name, comma, value on standard output if left out" };
        var jobs = new Option<int>("--jobs", "-j") { Description = "Cases, or images of one case, computed side by side", DefaultValueFactory = _ => Environment.ProcessorCount };
        var json = new Option<bool>("--json") { Description = "One JSON object of name and number on standard output" };
        var command = new Command("features", "Compute radiomic features with PyRadiomics' names and values") { image, mask, label, parameters, output, jobs, json, BenchVerb.Create(), IbsiVerb.Create(), SelfTestVerb.Create() };
        command.SetAction(async (parsed, cancellation) =>
        {
            var run = new FeatureRun(ReadParameters(parsed.GetValue(parameters)), Math.Clamp(parsed.GetValue(jobs), 1, 256));
            var target = FeatureOutput.Of(parsed.GetValue(output), parsed.GetValue(json));
            var given = parsed.GetValue(image)!;
            if (parsed.GetValue(mask) is { } maskPath) return run.One(new FeatureCase(given, maskPath, parsed.GetValue(label), []), target, cancellation);
            if (!given.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)) throw new VerbRefusedException("The mask is missing: `radl features IMAGE MASK`, or a CSV file of cases.");
            return await run.AllAsync(CaseTable.Read(given, parsed.GetValue(label)), target, cancellation);
        });
        return command;
    }

    private static ExtractionParameters ReadParameters(string? path)
    {
        if (path is null) return ExtractionParameters.Default;
        try
        {
            return ExtractionParameters.Parse(File.ReadAllText(path));
        }
        catch (ParameterException refused)
        {
            throw new VerbRefusedException($"{path}: {refused.Message}");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new VerbRefusedException(problem.Message);
        }
    }

    /// <summary>A value as it stands in CSV; nan where there is none, as PyRadiomics writes it.</summary>
    public static string Text(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "nan";
}
