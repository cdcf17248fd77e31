using System.Net.Security;
using System.Text;
using Volcast.Lake;
using Volcast.Services.Monitoring.Alerts;
using Volcast.Services.Monitoring.Alerts.Channels;

namespace Volcast.Services.Monitoring.Tests.Alerts;

/// <summary>Settings, channels and a message for the tests of channels.</summary>
internal static class Sample
{
    public static AlertMessage Message { get; } = new(
        "0123456789abcdef0123456789abcdef", AlertEvent.Raised, "spy_above_25", "SPY", 5, new(2026, 11, 20), new(2026, 11, 20),
        "SPY, 5 sessions from 2026-11-20: the forecast volatility is 27.3 %, above 25 %.", 27.3, 25, DataKind.Simulated);

    public static AlertSettings Settings(string yaml) => AlertSettings.Parse(Encoding.UTF8.GetBytes(yaml), "alerts.yaml");

    /// <summary>One channel named <c>out</c>, which no alert uses.</summary>
    public static AlertSettings Channel(params string[] lines) =>
        Settings($"channels:\n  out:\n{string.Concat(lines.Select(line => $"    {line}\n"))}alerts: []\n");

    /// <summary>The channels, which wait a millisecond between two attempts.</summary>
    public static AlertChannels Open(
        AlertSettings settings, Dictionary<string, string>? environment = null, ResolveHost? resolve = null, string folder = "/",
        Action<string>? log = null, int retries = 2, RemoteCertificateValidationCallback? trust = null) => new(settings, new()
        {
            Environment = name => environment?.GetValueOrDefault(name),
            WorkingFolder = folder,
            Log = log ?? (_ => { }),
            Clock = new SettableClock(),
            Patience = new() { Retries = retries, FirstDelay = TimeSpan.FromMilliseconds(1) },
            Resolve = resolve,
            MailTrust = trust,
        });
}
