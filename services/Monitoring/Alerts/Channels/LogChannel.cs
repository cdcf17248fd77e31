namespace Volcast.Services.Monitoring.Alerts.Channels;

/// <summary>Writes one line to the log of the program.</summary>
internal sealed class LogChannel(Action<string> write) : AlertChannel
{
    public override Task SendAsync(AlertMessage message, CancellationToken stop)
    {
        write(message.Line);
        return Task.CompletedTask;
    }
}
