using System.Net.Security;
using Volcast.Lake;
using Volcast.Market;

namespace Volcast.Services.Monitoring.Alerts.Channels;

/// <summary>What the channels need from outside.</summary>
public sealed record ChannelSurroundings
{
    /// <summary>Looks up an environment variable, where secrets are.</summary>
    public required Func<string, string?> Environment { get; init; }

    /// <summary>The base of relative paths.</summary>
    public required string WorkingFolder { get; init; }

    /// <summary>Writes a line to the log of the program.</summary>
    public required Action<string> Log { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Sends the HTTP requests; null for the real network with the rules for addresses.</summary>
    public HttpMessageHandler? Http { get; init; }

    /// <summary>The seed of the jitter between two attempts.</summary>
    public int Seed { get; init; }

    /// <summary>How often a webhook is tried; null for the defaults.</summary>
    internal Patience? Patience { get; init; }

    /// <summary>Finds the addresses of a host; null for the system's name resolution.</summary>
    internal ResolveHost? Resolve { get; init; }

    /// <summary>Judges the certificates of mail servers; null for the system's rules.</summary>
    internal RemoteCertificateValidationCallback? MailTrust { get; init; }
}

/// <summary>The channels of <c>alerts.yaml</c>, open for sending. A channel with a missing secret fails when it sends, so that it
/// does not stop the others.</summary>
public sealed class AlertChannels : IDisposable
{
    private static readonly TimeSpan HeartbeatTimeout = TimeSpan.FromSeconds(10);

    private readonly AlertSettings settings;
    private readonly ChannelSurroundings surroundings;
    private readonly GuardedNetwork network;
    private readonly GuardedHttp http;
    private readonly HashSet<string> secrets = new(StringComparer.Ordinal);

    public AlertChannels(AlertSettings settings, ChannelSurroundings surroundings)
    {
        (this.settings, this.surroundings) = (settings, surroundings);
        network = new(surroundings.Resolve);
        http = new(
            surroundings.Http ?? network.HttpHandler(), surroundings.Patience ?? new() { Seed = surroundings.Seed },
            surroundings.Clock);
    }

    /// <summary>The names of the channels in the order of the file.</summary>
    public IReadOnlyCollection<string> Names => [.. settings.Channels.Keys];

    /// <summary>Sends a message by one channel.</summary>
    /// <returns>Null if the receiver has accepted it; otherwise the reason, without secrets.</returns>
    public async Task<string?> SendAsync(string channel, AlertMessage message, CancellationToken stop)
    {
        try
        {
            await Open(settings.Channels[channel]).SendAsync(message with { Text = OneLine(message.Text) }, stop);
            return null;
        }
        catch (ChannelException failed)
        {
            return Shown(failed);
        }
    }

    /// <summary>Sends one marked test message by a channel.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="session">The newest settled session.</param>
    /// <param name="kind">The kind of the lake's data.</param>
    /// <param name="stop">Stops the attempt.</param>
    /// <returns>As <see cref="SendAsync"/>.</returns>
    public Task<string?> TestAsync(string channel, DateOnly session, DataKind kind, CancellationToken stop)
    {
        var id = FormattableString.Invariant($"test-{surroundings.Clock.GetUtcNow().ToUnixTimeSeconds()}-{channel}");
        return SendAsync(channel, new(
            id, AlertEvent.Test, "test", Target: "", Horizon: 0, session, session,
            $"This is a test of the channel {channel}. Nothing has happened.", double.NaN, double.NaN, kind), stop);
    }

    /// <summary>Requests the heartbeat address, which informs a watching service that a daily run has succeeded.</summary>
    /// <returns>Null if it was requested or none is configured; otherwise the reason, without secrets.</returns>
    public async Task<string?> HeartbeatAsync(CancellationToken stop)
    {
        try
        {
            if (settings is not { HeartbeatUrl: null, HeartbeatUrlEnv: null })
            {
                var address = Address(settings.HeartbeatUrl, settings.HeartbeatUrlEnv, allowsUnencrypted: false);
                await http.SendAsync(address, () => new(HttpMethod.Get, address), HeartbeatTimeout, stop);
            }
            return null;
        }
        catch (ChannelException failed)
        {
            return $"The heartbeat was not sent: {Shown(failed)}";
        }
    }

    public void Dispose() => http.Dispose();

    private AlertChannel Open(ChannelSettings channel) => channel.Type switch
    {
        ChannelType.Log => new LogChannel(surroundings.Log, surroundings.Clock),
        ChannelType.File => new FileChannel(Path.GetFullPath(channel.Path!, surroundings.WorkingFolder)),
        ChannelType.Email => new EmailChannel(
            network, channel, Secret(channel.PasswordEnv), surroundings.Clock, surroundings.MailTrust),
        _ => new WebhookChannel(
            http, Address(channel.Url, channel.UrlEnv, channel.AllowUnencrypted), channel.Format, Key(channel.SecretEnv),
            TimeSpan.FromSeconds(channel.Timeout), surroundings.Clock),
    };

    private Uri Address(string? url, string? variable, bool allowsUnencrypted)
    {
        var text = url ?? Secret(variable)!;
        return WebhookAddress.Problem(text, allowsUnencrypted) is { } problem
            ? throw new ChannelException(variable is null ? problem : $"the environment variable {variable}: {problem}")
            : new Uri(text);
    }

    private string? Key(string? variable)
    {
        var secret = Secret(variable);
        return secret is null || WebhookSignature.IsKey(secret)
            ? secret
            : throw new ChannelException($"the environment variable {variable}: expected base64 after whsec_.");
    }

    private string? Secret(string? variable)
    {
        if (variable is null)
            return null;
        if (surroundings.Environment(variable)?.Trim() is not { Length: > 0 } value)
            throw new ChannelException($"the environment variable {variable} is not set.");
        secrets.Add(value);
        return value;
    }

    /// <summary>The reason of a failure. A server may repeat in its answer what it was sent, also a secret.</summary>
    private string Shown(ChannelException failed) => FullStop.After(OneLine(secrets.Aggregate(
        failed.Message, (text, secret) => text.Replace(secret, "(hidden)", StringComparison.Ordinal))));

    /// <summary>Text from data and from servers, without line ends and other control characters, and not endless.</summary>
    private static string OneLine(string text)
    {
        const int longest = 4000;
        var line = string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter)).Trim();
        return line.Length <= longest ? line : $"{line[..longest]} …";
    }
}
