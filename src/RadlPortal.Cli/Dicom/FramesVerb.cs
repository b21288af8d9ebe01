using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using RadlPortal.Dicom;
using RadlPortal.Dicom.Codecs;
using RadlPortal.Dicom.Reading;

namespace RadlPortal.Cli.Dicom;

/// <summary>`radl dicom frames`: decodes every frame and prints one line for each, with the hash of its samples.</summary>
internal static class FramesVerb
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH") { Arity = ArgumentArity.OneOrMore, Description = "Files and folders" };
        var command = new Command("frames", "Decode frames: path, index, rows, columns, type, SHA-256 of the samples; tab-separated") { paths };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed.GetValue(paths)!, cancellation)));
        return command;
    }

    private static int Run(string[] paths, CancellationToken cancellation)
    {
        var inputs = InputFiles.Of(paths);
        var (done, code) = (0, inputs.HasFailed ? VerbRunner.Refused : VerbRunner.Done);
        foreach (var (path, _) in inputs.Files)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                Print(path, cancellation);
            }
            catch (DicomException refusal)
            {
                PrintedText.Tell(path, DumpVerb.Sentence(refusal));
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

    private static void Print(string path, CancellationToken cancellation)
    {
        var frames = PixelFrames.Of(DicomFile.Read(File.ReadAllBytes(path)).Dataset);
        var layout = frames.Layout;
        for (var i = 0; i < frames.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var hash = Convert.ToHexStringLower(SHA256.HashData(frames.Decode(i)));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{PrintedText.Of(path)}\t{i}\t{layout.Rows}\t{layout.Columns}\t{layout.SampleType}\t{hash}"));
        }
    }
}
