using System.CommandLine;
using System.Globalization;
using RadlPortal.Dicom;
using RadlPortal.Dicom.Json;
using RadlPortal.Dicom.Reading;

namespace RadlPortal.Cli.Dicom;

/// <summary>`radl dicom dump`: the attributes of a file as text, or in the DICOM JSON model.</summary>
internal static class DumpVerb
{
    private const int LongestValue = 96;

    public static Command Create()
    {
        var path = new Argument<string>("FILE");
        var json = new Option<bool>("--json") { Description = "Write the DICOM JSON model (PS3.18 annex F)" };
        var command = new Command("dump", "Print the attributes of a file") { path, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var file = await ReadAsync(parsed.GetValue(path)!, cancellation);
            if (parsed.GetValue(json))
            {
                Console.WriteLine(DicomJson.Write(file.Dataset));
            }
            else
            {
                Print(file.Meta, 0);
                Print(file.Dataset, 0);
            }

            return VerbRunner.Done;
        });
        return command;
    }

    private static async Task<DicomFile> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return DicomFile.Read(await File.ReadAllBytesAsync(path, cancellation));
        }
        catch (DicomException refusal)
        {
            throw new VerbRefusedException($"{path}: {Sentence(refusal)}");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new VerbRefusedException(problem.Message);
        }
    }

    /// <summary>A refusal with the byte and the attribute at which it happened.</summary>
    public static string Sentence(DicomException refusal) => string.Create(
        CultureInfo.InvariantCulture,
        $"{refusal.Message}{(refusal.Offset >= 0 || refusal.Tag is not null ? " [" : "")}{(refusal.Offset >= 0 ? $"byte {refusal.Offset}" : "")}{(refusal.Offset >= 0 && refusal.Tag is not null ? ", " : "")}{refusal.Tag}{(refusal.Offset >= 0 || refusal.Tag is not null ? "]" : "")}");

    private static void Print(DicomDataset dataset, int depth)
    {
        foreach (var element in dataset.Elements)
        {
            Console.WriteLine($"{new string(' ', depth * 2)}{element.Tag} {element.Vr} {element.Tag.Keyword} {ValueOf(dataset, element)}");
            if (element.Items is null) continue;
            for (var i = 0; i < element.Items.Count; i++)
            {
                Console.WriteLine($"{new string(' ', depth * 2 + 2)}item {i + 1}");
                Print(element.Items[i], depth + 2);
            }
        }
    }

    private static string ValueOf(DicomDataset dataset, DicomElement element)
    {
        if (element.Items is { } items) return $"{items.Count} items";
        if (element.Fragments is { } fragments) return $"{fragments.Count - 1} fragments, {fragments.Skip(1).Sum(f => (long)f.Length)} bytes";
        if (element.Vr is "OB" or "OD" or "OF" or "OL" or "OV" or "OW" or "UN") return $"{element.Value.Length} bytes";
        var text = element.Vr switch
        {
            "US" or "SS" or "UL" or "SL" or "FL" or "FD" => string.Join('\\', dataset.Numbers(element.Tag).Select(n => n.ToString("R", CultureInfo.InvariantCulture))),
            "AT" or "SV" or "UV" => Convert.ToHexString(element.Value.Span),
            _ => new string([.. dataset.TextOf(element).Select(c => char.IsControl(c) ? '.' : c)]),
        };
        return text.Length <= LongestValue ? text : $"{text[..LongestValue]}… ({text.Length} characters)";
    }
}
