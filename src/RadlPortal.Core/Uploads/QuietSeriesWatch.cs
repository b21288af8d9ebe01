using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RadlPortal.Core.Storage;

namespace RadlPortal.Core.Uploads;

/// <summary>Every few seconds: examines series to which nothing comes any more. At the start it makes the blob store's journal ready, before the first sender waits for it.</summary>
public sealed partial class QuietSeriesWatch(SeriesExaminer examiner, IBlobStore blobs, TimeProvider clock, ILogger<QuietSeriesWatch> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan QuietFor = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        (blobs as FolderBlobStore)?.Prepare();
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await examiner.ExamineQuietAsync(QuietFor, stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                Failed(failure.GetType().Name, failure);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A series could not be examined ({Kind}); it is tried again.")]
    private partial void Failed(string kind, Exception failure);
}
