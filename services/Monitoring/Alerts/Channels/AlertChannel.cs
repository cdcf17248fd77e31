namespace Volcast.Services.Monitoring.Alerts.Channels;

/// <summary>One way out for alerts.</summary>
internal abstract class AlertChannel
{
    /// <summary>Sends one message; returns when the receiver has accepted it.</summary>
    /// <exception cref="ChannelException">It was not accepted; the message says why.</exception>
    public abstract Task SendAsync(AlertMessage message, CancellationToken stop);
}

/// <summary>A channel did not send a message.</summary>
internal sealed class ChannelException(string message) : Exception(message);
