using System.Collections.Frozen;
using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using RadlPortal.Dicom;
using RadlPortal.Dicom.Deidentification;
using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Writing;

namespace RadlPortal.Cli.Dicom;

/// <summary>`radl deidentify`: takes the identity out of CT, SEG and RTSTRUCT files at the site, before they are sent; needs no database.</summary>
internal static class DeidentifyCommand
{
    private static readonly JsonSerializerOptions LogForm = new(JsonSerializerDefaults.Web);

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
            var key = ReadKey(parsed.GetValue(keyFile)!, parsed.GetValue(createKey));
            var deidentifier = new Deidentifier(key, ReadProfile(parsed.GetValue(profile)!), new GateOptions { Descriptions = DescriptionList.Read(parsed.GetValue(descriptions)) });
            var codes = ReadSubjects(parsed.GetValue(subjects));
            if (!File.Exists(parsed.GetValue(input)) && !Directory.Exists(parsed.GetValue(input))) throw new VerbRefusedException($"{parsed.GetValue(input)} is neither a file nor a folder.");
            var files = DicomPaths.Expand([parsed.GetValue(input)!]).Select(f => f.Path).ToList();
            return await RunAsync(files, folder, parsed.GetValue(log) ?? folder.TrimEnd('/', '\\') + ".log.jsonl", deidentifier, codes, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(List<string> files, string folder, string logPath, Deidentifier deidentifier, FrozenDictionary<string, string> codes, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(logPath))!);
        await using var log = new StreamWriter(logPath, append: true);
        using var gate = new SemaphoreSlim(1);
        var (done, refused) = (0, 0);
        await Parallel.ForEachAsync(files, cancellation, async (path, stopping) =>
        {
            var (result, target) = One(path, folder, deidentifier, codes);
            await gate.WaitAsync(stopping);
            try
            {
                Console.WriteLine(target is null ? $"{path}\trefused\t{result.Refusal}" : $"{path}\tok\t{target}");
                await log.WriteLineAsync(JsonSerializer.Serialize(new { path, output = target, result.Subject, refusal = result.Refusal, result.Actions }, LogForm));
                if (target is null) refused++;
                DicomPaths.Progress(++done);
            }
            finally
            {
                gate.Release();
            }
        });
        await Console.Error.WriteLineAsync($"{done - refused} files de-identified, {refused} refused; what was done stands in {logPath}");
        return refused == 0 ? VerbRunner.Done : VerbRunner.Refused;
    }

    private static (DeidentifiedFile Result, string? Target) One(string path, string folder, Deidentifier deidentifier, FrozenDictionary<string, string> codes)
    {
        try
        {
            var file = DicomFile.Read(File.ReadAllBytes(path));
            var result = deidentifier.Apply(file, codes.GetValueOrDefault(file.Dataset.Text(DicomTags.PatientId) ?? ""));
            if (result.Dataset is not { } dataset) return (result, null);
            // The original name of a file may name the patient; the new UIDs do not.
            var target = Path.Combine(folder, result.Subject, dataset.Text(DicomTags.StudyInstanceUid)!, dataset.Text(DicomTags.SeriesInstanceUid)!, dataset.Text(DicomTags.SopInstanceUid)! + ".dcm");
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(target, DicomWriter.Write(dataset, file.TransferSyntaxUid).Bytes);
            return (result, target);
        }
        catch (DicomException damaged)
        {
            return (new DeidentifiedFile(null, "", [], DumpVerb.Sentence(damaged), []), null);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return (new DeidentifiedFile(null, "", [], problem.Message, []), null);
        }
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
        var row = 0;
        foreach (var line in File.Exists(path) ? File.ReadLines(path) : throw new VerbRefusedException($"The list of subjects {path} is not there."))
        {
            row++;
            if (line.Trim().Length == 0) continue;
            var parts = line.Split(',', StringSplitOptions.TrimEntries);
            if (parts.Length != 2 || parts[0].Length == 0 || parts[1].Length == 0) throw new VerbRefusedException($"{path}, row {row}: a row is a patient id, a comma and a subject code.");
            if (!codes.TryAdd(parts[0], parts[1]) && codes[parts[0]] != parts[1]) throw new VerbRefusedException($"{path}, row {row}: this patient id has two subject codes.");
        }

        return codes.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
