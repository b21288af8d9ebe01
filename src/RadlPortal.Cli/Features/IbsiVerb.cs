using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using RadlPortal.Numerics.Radiomics;
using RadlPortal.Numerics.Radiomics.Ibsi;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Cli.Features;

/// <summary>`radl features ibsi IMAGE MASK SETTINGS`: the features of IBSI's first phase for one VOI, by IBSI's own rules.</summary>
internal static class IbsiVerb
{
    public static Command Create()
    {
        var image = new Argument<FileInfo>("IMAGE") { Description = "NRRD or NIfTI file" };
        var mask = new Argument<FileInfo>("MASK") { Description = "NRRD or NIfTI file of labels on the image's grid" };
        var settings = new Argument<FileInfo>("SETTINGS") { Description = "JSON, such as {\"dimensions\": [\"3D\"], \"interpolation\": {\"spacing\": [2, 2, 2]}, \"resegmentation\": {\"range\": [-1000, 400]}, \"discretisation\": {\"method\": \"FBS\", \"width\": 25}}" };
        var label = new Option<byte>("--label") { Description = "The label of the VOI", DefaultValueFactory = _ => (byte)1 };
        var json = new Option<bool>("--json") { Description = "One JSON object of tag and number instead of CSV" };
        var command = new Command("ibsi", "Compute IBSI's features of a VOI by IBSI's interpolation, resegmentation, discretisation and aggregation") { image, mask, settings, label, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            try
            {
                var chosen = await SettingsAsync(parsed.GetValue(settings)!, cancellation);
                var (volume, labels) = (VolumeFile.Read(parsed.GetValue(image)!.FullName), VolumeFile.ReadLabelmap(parsed.GetValue(mask)!.FullName));
                Print(IbsiExtraction.Extract(volume, labels, chosen, parsed.GetValue(label), cancellation: cancellation), parsed.GetValue(json));
                return VerbRunner.Done;
            }
            catch (Exception refused) when (refused is RadiomicsException or VolumeFormatException or IOException or UnauthorizedAccessException)
            {
                throw new VerbRefusedException(refused.Message);
            }
        });
        return command;
    }

    private static async Task<IbsiSettings> SettingsAsync(FileInfo file, CancellationToken cancellation)
    {
        try
        {
            return IbsiSettings.Parse(await File.ReadAllTextAsync(file.FullName, cancellation));
        }
        catch (RadiomicsException refused)
        {
            throw new VerbRefusedException($"{file.FullName}: {refused.Message}");
        }
    }

    private static void Print(IbsiResult result, bool asJson)
    {
        if (asJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(result.Features.ToDictionary(f => f.Tag, f => f.Value)));
            return;
        }

        Console.WriteLine("tag,family,feature,code,value");
        foreach (var f in result.Features) Console.WriteLine($"{f.Tag},{f.Family},{f.Name},{f.Code},{f.Value?.ToString("R", CultureInfo.InvariantCulture)}");
    }
}
