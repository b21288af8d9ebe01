using System.Collections.Frozen;
using System.CommandLine;
using System.Security.Cryptography;
using RadlPortal.Dicom.Deidentification;

namespace RadlPortal.Cli.Dicom;

/// <summary>`radl deidentify`: takes the identity out of CT, SEG and RTSTRUCT files at the site, before they are sent; needs no database.</summary>
internal static class DeidentifyCommand
{
    public static Command Create()
    {
        var input = new Argument<string>("IN") { Description = "A file or folder" };
        var output = new Argument<string>("OUT") { Description = "A folder; files go to OUT/subject/study/series/instance.dcm" };
        var keyFile = new Option<string>("--key-file") { Required = true, Description = "The site's secret: the same key gives the same UIDs, dates and codes in every run. Keep it; never send it" };
        var createKey = new Option<bool>("--create-key") { Description = "Make the key file if it is not there yet" };
        var profile = new Option<string>("--profile") { DefaultValueFactory = _ => "modified-dates,patient-characteristics,descriptors", Description = $"Options of PS3.15 annex E, comma-separated: {string.Join(", ", DeidentificationProfile.OptionNames)}" };
        var subjects = new Option<string>("--subjects") { Description = "CSV of patient id,subject code; patients that are not in it get a code made by the key" };
        var descriptions = DescriptionList.Option();
        var log = new Option<string>("--log") { Description = "Where to write what was done, one JSON line a file; default OUT.log.jsonl, beside the folder that is sent" };
        var command = new Command("deidentify", "De-identify CT, SEG and RTSTRUCT files so that they pass the portal's gate") { input, output, keyFile, createKey, profile, subjects, descriptions, log };
        command.SetAction(async (parsed, cancellation) =>
        {
            var folder = parsed.GetValue(output)!;
            var given = parsed.GetValue(input)!;
            if (!Path.Exists(given)) throw new VerbRefusedException($"{PrintedText.Of(given)} is neither a file nor a folder.");
            var files = InputFiles.Of([given]);
            Outputs.DemandApart(folder, files, isAbove: true);
            var logPath = parsed.GetValue(log) ?? Path.TrimEndingDirectorySeparator(folder) + ".log.jsonl";
            Outputs.DemandApart(logPath, files);
            if (files.Files.Count == 0) return VerbRunner.Refused;
            var key = ReadKey(parsed.GetValue(keyFile)!, parsed.GetValue(createKey));
            var deidentifier = new Deidentifier(key, ReadProfile(parsed.GetValue(profile)!), new GateOptions { Descriptions = DescriptionList.Read(parsed.GetValue(descriptions)) });
            var run = new DeidentifyRun(Outputs.Folder(folder, files, isAbove: true), deidentifier, ReadSubjects(parsed.GetValue(subjects)));
            return await run.RunAsync(files, logPath, cancellation) && !files.HasFailed ? VerbRunner.Done : VerbRunner.Refused;
        });
        return command;
    }

    private static DeidentificationKey ReadKey(string path, bool isCreated)
    {
        try
        {
            if (isCreated && !File.Exists(path))
            {
                using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OperatingSystem.IsWindows() ? null : UnixFileMode.UserRead | UnixFileMode.UserWrite });
                file.Write(RandomNumberGenerator.GetBytes(32));
            }

            return new DeidentificationKey(File.ReadAllBytes(path));
        }
        catch (FileNotFoundException)
        {
            throw new VerbRefusedException($"The key file {path} is not there. Name the site's key, or make one once with --create-key; with another key the same patient gets other UIDs and dates.");
        }
        catch (ArgumentException tooShort)
        {
            throw new VerbRefusedException($"The key file {path} is too short: {tooShort.Message}");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new VerbRefusedException(problem.Message);
        }
    }

    private static DeidentificationProfile ReadProfile(string text)
    {
        try
        {
            return DeidentificationProfile.Parse(text);
        }
        catch (FormatException wrong)
        {
            throw new VerbRefusedException(wrong.Message);
        }
    }

    private static FrozenDictionary<string, string> ReadSubjects(string? path)
    {
        if (path is null) return FrozenDictionary<string, string>.Empty;
        var codes = new Dictionary<string, string>(StringComparer.Ordinal);
        var firstRow = new Dictionary<string, int>(StringComparer.Ordinal);
        var row = 0;
        foreach (var line in File.Exists(path) ? File.ReadLines(path) : throw new VerbRefusedException($"The list of subjects {path} is not there."))
        {
            row++;
            if (line.Trim().Length == 0) continue;
            var parts = line.Split(',', StringSplitOptions.TrimEntries);
            if (parts.Length != 2 || parts[0].Length == 0 || parts[1].Length == 0) throw new VerbRefusedException($"{path}, row {row}: a row is a patient id, a comma and a subject code.");
            // One patient may have two numbers; two patients under one code would become one subject.
            if (firstRow.TryGetValue(parts[1], out var earlier) && !codes.ContainsKey(parts[0])) Console.Error.WriteLine($"{PrintedText.Of(path)}, rows {earlier} and {row}: two patient ids have the same subject code and become one subject. Go on only if they are the same person.");
            firstRow.TryAdd(parts[1], row);
            if (!codes.TryAdd(parts[0], parts[1]) && codes[parts[0]] != parts[1]) throw new VerbRefusedException($"{path}, row {row}: this patient id has two subject codes.");
        }

        return codes.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
