using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using RadlPortal.Numerics.Radiomics;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Cli.Features;

/// <summary>`radl features IMAGE MASK`: the radiomic features of one VOI, without a portal.</summary>
internal static class FeaturesCommand
{
    public static Command Create()
    {
        var image = new Argument<FileInfo>("IMAGE") { Description = "NRRD or NIfTI file" };
        var mask = new Argument<FileInfo>("MASK") { Description = "NRRD or NIfTI file of labels on the image's grid" };
        var label = new Option<byte>("--label") { Description = "The label of the VOI", DefaultValueFactory = _ => (byte)1 };
        var settings = new Option<FileInfo?>("--param") { Description = "Settings as JSON object, such as {\"binWidth\": 25}" };
        var json = new Option<bool>("--json") { Description = "One JSON object of name and number instead of lines of name, comma, value" };
        var command = new Command("features", "Compute the radiomic features of a VOI") { image, mask, label, settings, json };
        command.Subcommands.Add(IbsiVerb.Create());
        command.Subcommands.Add(SelfTestVerb.Create());
        command.SetAction(async (parsed, cancellation) =>
        {
            try
            {
                var parameters = parsed.GetValue(settings) is { } file ? ExtractionSettings.Parse(await File.ReadAllTextAsync(file.FullName, cancellation)) : new ExtractionSettings();
                var result = FeatureExtractor.Extract(VolumeFile.Read(parsed.GetValue(image)!.FullName), VolumeFile.ReadLabelmap(parsed.GetValue(mask)!.FullName), parameters, parsed.GetValue(label), cancellation);
                Write(result, parsed.GetValue(json));
                return VerbRunner.Done;
            }
            catch (Exception refused) when (refused is RadiomicsException or VolumeFormatException or IOException or UnauthorizedAccessException)
            {
                throw new VerbRefusedException(refused.Message);
            }
        });
        return command;
    }

    private static void Write(FeatureResult result, bool asJson)
    {
        if (asJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(result.Values.ToDictionary(f => f.Name, f => f.Value)));
            return;
        }

        Console.WriteLine("name,value");
        foreach (var feature in result.Values) Console.WriteLine($"{feature.Name},{feature.Value?.ToString("R", CultureInfo.InvariantCulture)}");
    }
}
