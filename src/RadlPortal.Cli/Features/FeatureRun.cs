using System.Diagnostics;
using System.Globalization;
using RadlPortal.Numerics.Radiomics;

namespace RadlPortal.Cli.Features;

/// <summary>Computes cases with the same parameters.</summary>
internal sealed class FeatureRun(ExtractionParameters parameters, int jobs)
{
    public int One(FeatureCase @case, FeatureOutput output, CancellationToken cancellation)
    {
        var result = Compute(@case, jobs, cancellation);
        if (result.Features is null) throw new VerbRefusedException(result.Refusal!);
        foreach (var warning in result.Features.Warnings) Console.Error.WriteLine(warning);
        output.Write(result);
        return VerbRunner.Done;
    }

    /// <summary>All cases, several side by side. A case that cannot be computed is told and passed over; what is computed is written also when the run is interrupted.</summary>
    public async Task<int> AllAsync(IReadOnlyList<FeatureCase> cases, FeatureOutput output, CancellationToken cancellation)
    {
        var results = new CaseResult?[cases.Count];
        var progress = new BatchProgress(cases.Count);
        var atOnce = Math.Min(jobs, cases.Count);
        try
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, cases.Count), new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellation }, (i, stop) =>
            {
                results[i] = Compute(cases[i], Math.Max(1, jobs / atOnce), stop);
                progress.Done(i + 1, results[i]!);
                return ValueTask.CompletedTask;
            });
        }
        finally
        {
            progress.End();
            output.WriteAll([.. results.OfType<CaseResult>()]);
        }

        var failed = results.Count(r => r!.Features is null);
        if (failed > 0) Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{failed} of {cases.Count} cases have no features."));
        return failed > 0 ? VerbRunner.Refused : VerbRunner.Done;
    }

    private CaseResult Compute(FeatureCase @case, int threads, CancellationToken cancellation)
    {
        try
        {
            var (image, mask, settings) = CaseReader.Read(@case, parameters.Settings, cancellation);
            return new CaseResult(@case, FeatureExtractor.Extract(image, mask, parameters with { Settings = settings }, threads, cancellation: cancellation), null);
        }
        catch (Exception problem) when (CaseReader.Refusal(problem, @case) is { } refusal)
        {
            return new CaseResult(@case, null, refusal);
        }
    }

    /// <summary>A line on standard error that says how far a batch is, drawn anew if that is a terminal.</summary>
    private sealed class BatchProgress(int count)
    {
        private const int Width = 30;
        private readonly Stopwatch clock = Stopwatch.StartNew();
        private readonly Lock door = new();
        private int done;

        public void Done(int line, CaseResult result)
        {
            lock (door)
            {
                done++;
                if (result.Refusal is { } refusal) Say($"Case {line}: {refusal}");
                foreach (var warning in result.Features?.Warnings ?? []) Say($"Case {line}: {warning}");
                var filled = Width * done / count;
                var left = clock.Elapsed * ((double)(count - done) / done);
                var text = string.Create(CultureInfo.InvariantCulture, $"[{new string('#', filled)}{new string('.', Width - filled)}] {done} of {count} cases, {left:h\\:mm\\:ss} left");
                if (!Console.IsErrorRedirected) Console.Error.Write('\r' + text);
                else if (done == count || done * 10 / count > (done - 1) * 10 / count) Console.Error.WriteLine(text);
            }
        }

        public void End()
        {
            if (!Console.IsErrorRedirected) Console.Error.WriteLine();
        }

        private static void Say(string sentence) => Console.Error.WriteLine(Console.IsErrorRedirected ? sentence : '\r' + sentence.PadRight(80));
    }
}
