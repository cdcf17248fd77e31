namespace Volcast.Services.Api.Snapshots;

/// <summary>Keeps the snapshots up to date in the background.</summary>
internal sealed class SnapshotRefresh(SnapshotSource source, ApiOptions options, ILogger<SnapshotRefresh> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.RefreshEvery);
        do
        {
            try
            {
                await source.RefreshAsync(stoppingToken);
            }
            catch (Exception defect) when (defect is not OperationCanceledException)
            {
                // A defect of ours must not end the renewal: what is served stays, and the log tells.
                log.Defect(defect);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
