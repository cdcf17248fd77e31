namespace Volcast.Services.Monitoring.Alerts.Channels;

/// <summary>Writes one line with the present time, UTC, to the log of the program.</summary>
internal sealed class LogChannel(Action<string> write, TimeProvider time) : AlertChannel
{
    public override Task SendAsync(AlertMessage message, CancellationToken stop)
    {
        write(FormattableString.Invariant($"{time.GetUtcNow().UtcDateTime:yyyy-MM-ddTHH:mm:ssZ} {message.Line}"));
        return Task.CompletedTask;
    }
}
