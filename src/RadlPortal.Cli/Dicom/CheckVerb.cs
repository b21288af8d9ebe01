using System.CommandLine;
using System.Text.Json;
using RadlPortal.Dicom;
using RadlPortal.Dicom.Deidentification;
using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Writing;

namespace RadlPortal.Cli.Dicom;

/// <summary>`radl dicom check`: what the portal's gate says of files, and what it would store of them.</summary>
internal static class CheckVerb
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH") { Arity = ArgumentArity.OneOrMore, Description = "Files and folders" };
        var json = new Option<bool>("--json") { Description = "One JSON object a line" };
        var folder = new Option<string>("--store-to") { Description = "Write what the portal would store below this folder" };
        var waived = new Option<bool>("--waive-identity-removed") { Description = "Also check files that do not say (0012,0062) = YES" };
        var descriptions = DescriptionList.Option();
        var noDates = new Option<bool>("--forbid-dates") { Description = "Dates put a file into quarantine" };
        var command = new Command("check", "Check files as the portal would: path, accept / warn / quarantine / refuse, reasons; tab-separated") { paths, json, folder, waived, descriptions, noDates };
        command.SetAction((parsed, cancellation) =>
        {
            var inputs = InputFiles.Of(parsed.GetValue(paths)!);
            var store = parsed.GetValue(folder) is { } target ? Outputs.Folder(target, inputs, isAbove: true) : null;
            var (done, code) = (0, inputs.HasFailed ? VerbRunner.Refused : VerbRunner.Done);
            var options = new GateOptions { IdentityRemovedWaived = parsed.GetValue(waived), DatesForbidden = parsed.GetValue(noDates), Descriptions = DescriptionList.Read(parsed.GetValue(descriptions)) };
            foreach (var input in inputs.Files)
            {
                cancellation.ThrowIfCancellationRequested();
                var answer = Check(input, store, options);
                if (parsed.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize(new { path = input.Path, verdict = answer.Verdict, reasons = answer.Reasons }));
                else PrintedText.WriteRow(input.Path, answer.Verdict, string.Join(' ', answer.Reasons));
                if (answer.Verdict is "quarantine" or "refuse") code = VerbRunner.Refused;
                InputFiles.Progress(++done);
            }

            return Task.FromResult(code);
        });
        return command;
    }

    private static (string Verdict, IReadOnlyList<string> Reasons) Check(InputFile input, Outputs? store, GateOptions options)
    {
        try
        {
            var file = DicomFile.Read(File.ReadAllBytes(input.Path));
            var result = DeidentificationGate.Check(file, options);
            if (result.Cleaned is { } cleaned)
            {
                var written = DicomWriter.Write(cleaned, file.TransferSyntaxUid);
                if (store is not null) Outputs.Write(store.Claim(Path.ChangeExtension(input.Relative, null), Path.GetExtension(input.Relative)), written.Bytes);
            }

            return (Name(result.Verdict), [.. result.Findings.Select(f => $"{f.Tag} {f.Keyword} ({f.MaskedValue}): {f.Reason}"), .. result.Notes]);
        }
        catch (DicomException refusal)
        {
            return ("refuse", [DumpVerb.Sentence(refusal)]);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return ("refuse", [InputFiles.ReasonOf(problem)]);
        }
    }

    private static string Name(GateVerdict verdict) => verdict switch
    {
        GateVerdict.Accept => "accept",
        GateVerdict.AcceptWithWarnings => "warn",
        GateVerdict.Quarantine => "quarantine",
        _ => "refuse",
    };
}
