using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RadlPortal.Core.Uploads;

/// <summary>Every few seconds: examines series to which nothing comes any more.</summary>
public sealed partial class QuietSeriesWatch(SeriesExaminer examiner, TimeProvider clock, ILogger<QuietSeriesWatch> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan QuietFor = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
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
