using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text.Json;
using RadlPortal.Dicom;
using RadlPortal.Dicom.Deidentification;
using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Writing;

namespace RadlPortal.Cli.Dicom;

/// <summary>De-identifies files side by side; those with one SOP Instance UID one after the other, so that the first by name is written in every run and the others are told.</summary>
internal sealed class DeidentifyRun(Outputs outputs, Deidentifier deidentifier, FrozenDictionary<string, string> codes)
{
    private static readonly JsonSerializerOptions LogForm = new(JsonSerializerDefaults.Web);
    private readonly ConcurrentDictionary<string, string> written = new(StringComparer.Ordinal);
    private int done;
    private int refused;
    private int repeated;
    private int unlisted;

    /// <returns>Whether no file was refused.</returns>
    public async Task<bool> RunAsync(InputFiles files, string logPath, CancellationToken cancellation)
    {
        await using var log = OpenLog(logPath);
        using var turn = new SemaphoreSlim(1);
        await Parallel.ForEachAsync(Groups(files, cancellation), cancellation, async (group, stopping) =>
        {
            foreach (var path in group)
            {
                var answer = One(path);
                await turn.WaitAsync(stopping);
                try
                {
                    Tell(path, answer, log);
                }
                finally
                {
                    turn.Release();
                }
            }
        });
        var copies = repeated == 0 ? "" : $", {repeated} passed over as {(repeated == 1 ? "a duplicate" : "duplicates")}";
        await Console.Error.WriteLineAsync($"{done - refused - repeated} files de-identified{copies}, {refused} refused; what was done stands in {PrintedText.Of(logPath)}");
        if (unlisted > 0) await Console.Error.WriteLineAsync($"{unlisted} of the files are of patients who are not in the list of subjects; they got a code made by the key.");
        return refused == 0;
    }

    private static StreamWriter OpenLog(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            return new StreamWriter(path, append: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw Outputs.Refusal(path, problem);
        }
    }

    /// <summary>The files by their SOP Instance UID, in the order of their names; one that cannot be read stands alone, and is refused when its turn comes.</summary>
    private static List<List<string>> Groups(InputFiles files, CancellationToken cancellation)
    {
        var uids = new string?[files.Files.Count];
        Parallel.For(0, uids.Length, new ParallelOptions { CancellationToken = cancellation }, i => uids[i] = UidOf(files.Files[i].Path));
        var groups = new List<List<string>>();
        var byUid = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        for (var i = 0; i < uids.Length; i++)
        {
            if (uids[i] is { } uid && byUid.TryGetValue(uid, out var group))
            {
                group.Add(files.Files[i].Path);
                continue;
            }

            groups.Add([files.Files[i].Path]);
            if (uids[i] is { } first) byUid[first] = groups[^1];
        }

        return groups;
    }

    private static string? UidOf(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            return DicomFile.ReadHeader(stream).Dataset.Text(DicomTags.SopInstanceUid);
        }
        catch (Exception problem) when (problem is DicomException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Tell(string path, Answer answer, StreamWriter log)
    {
        var (result, target, copyOf) = answer;
        PrintedText.WriteRow(path, copyOf is not null ? "duplicate" : target is null ? "refused" : "ok", copyOf is not null ? $"the same as {copyOf}; passed over" : target ?? result.Refusal!);
        log.WriteLine(JsonSerializer.Serialize(new { path, output = target, result.Subject, refusal = result.Refusal, duplicateOf = copyOf, result.Actions }, LogForm));
        if (copyOf is not null) repeated++;
        else if (target is null) refused++;
        InputFiles.Progress(++done);
    }

    private Answer One(string path)
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            var file = DicomFile.Read(bytes);
            var code = codes.GetValueOrDefault(file.Dataset.Text(DicomTags.PatientId) ?? "");
            var result = deidentifier.Apply(file, code);
            if (result.Dataset is not { } dataset) return new Answer(result, null);
            if (code is null && codes.Count > 0) Interlocked.Increment(ref unlisted);
            // The original name of a file may name the patient; the new UIDs do not.
            var target = Path.Combine(outputs.Target, result.Subject, dataset.Text(DicomTags.StudyInstanceUid)!, dataset.Text(DicomTags.SeriesInstanceUid)!, dataset.Text(DicomTags.SopInstanceUid)! + ".dcm");
            if (!written.TryAdd(target, path))
            {
                var first = written[target];
                return bytes.AsSpan().SequenceEqual(File.ReadAllBytes(first))
                    ? new Answer(result, null, first)
                    : Refused($"It has the SOP Instance UID of {first}, but is another file. Only that one was written: find out which of the two is right, and leave the other out.");
            }

            Outputs.Write(target, DicomWriter.Write(dataset, file.TransferSyntaxUid).Bytes);
            return new Answer(result, target);
        }
        catch (DicomException damaged)
        {
            return Refused(DumpVerb.Sentence(damaged));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return Refused(InputFiles.ReasonOf(problem));
        }
    }

    private static Answer Refused(string why) => new(new DeidentifiedFile(null, "", [], why, []), null);

    private sealed record Answer(DeidentifiedFile Result, string? Target, string? CopyOf = null);
}
