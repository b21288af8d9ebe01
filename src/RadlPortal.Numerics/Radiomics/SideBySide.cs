namespace RadlPortal.Numerics.Radiomics;

/// <summary>Runs steps on several threads; with one thread in their order on the caller's.</summary>
internal static class SideBySide
{
    public static void Run(int count, int threads, CancellationToken cancellation, Action<int> step)
    {
        if (threads == 1)
        {
            for (var i = 0; i < count; i++) step(i);
            return;
        }

        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, step);
        }
        catch (AggregateException several) when (several.InnerExceptions.OfType<RadiomicsException>().FirstOrDefault() is { } refused)
        {
            throw new RadiomicsException(refused.Message);
        }
    }
}
