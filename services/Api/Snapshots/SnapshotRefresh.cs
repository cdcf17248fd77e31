using Volcast.Services.Api.Security;

namespace Volcast.Services.Api.Snapshots;

/// <summary>Keeps snapshots and keys up to date in the background.</summary>
internal sealed class SnapshotRefresh(SnapshotSource source, KeyRing keys, ApiOptions options, ILogger<SnapshotRefresh> log)
    : BackgroundService
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        keys.Store();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.RefreshEvery);
        do
        {
            try
            {
                keys.Refresh();
                await source.RefreshAsync(stoppingToken);
            }
            catch (Exception defect) when (!stoppingToken.IsCancellationRequested)
            {
                // Neither a defect nor a cancelled wait may end the refresh loop. The service keeps its snapshots.
                log.Defect(defect);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
