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
        var paths = new Argument<string[]>("FILE") { Arity = ArgumentArity.OneOrMore, Description = "Files and folders" };
        var json = new Option<bool>("--json") { Description = "Write the DICOM JSON model (PS3.18 annex F), one object a line" };
        var command = new Command("dump", "Print the attributes of files") { paths, json };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed.GetValue(paths)!, parsed.GetValue(json), cancellation)));
        return command;
    }

    private static int Run(string[] given, bool isJson, CancellationToken cancellation)
    {
        var inputs = InputFiles.Of(given);
        var (done, code) = (0, inputs.HasFailed ? VerbRunner.Refused : VerbRunner.Done);
        var hasSeveral = given.Length > 1 || Directory.Exists(given[0]);
        foreach (var (path, _) in inputs.Files)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                Print(path, isJson, hasSeveral);
            }
            catch (DicomException refusal)
            {
                PrintedText.Tell(path, Sentence(refusal));
                code = VerbRunner.Refused;
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                PrintedText.Tell(path, InputFiles.ReasonOf(problem));
                code = VerbRunner.Refused;
            }

            InputFiles.Progress(++done);
        }

        return code;
    }

    private static void Print(string path, bool isJson, bool hasSeveral)
    {
        var file = DicomFile.ReadBeforeDamage(File.ReadAllBytes(path), out var damage);
        if (isJson)
        {
            Console.WriteLine(DicomJson.Write(file.Dataset));
        }
        else
        {
            if (hasSeveral) Console.WriteLine($"# {PrintedText.Of(path)}");
            Print(file.Meta, 0);
            Print(file.Dataset, 0);
        }

        if (damage is not null) throw damage;
    }

    /// <summary>A refusal with the byte and the attribute at which it happened, in one line whatever the file puts into it.</summary>
    public static string Sentence(DicomException refusal) => Printable(string.Create(
        CultureInfo.InvariantCulture,
        $"{refusal.Message}{(refusal.Offset >= 0 || refusal.Tag is not null ? " [" : "")}{(refusal.Offset >= 0 ? $"byte {refusal.Offset}" : "")}{(refusal.Offset >= 0 && refusal.Tag is not null ? ", " : "")}{refusal.Tag}{(refusal.Offset >= 0 || refusal.Tag is not null ? "]" : "")}"));

    private static string Printable(string text) => new([.. text.Select(c => char.IsControl(c) ? '.' : c)]);

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
            _ => Printable(dataset.TextOf(element)),
        };
        return text.Length <= LongestValue ? text : $"{text[..LongestValue]}… ({text.Length} characters)";
    }
}
