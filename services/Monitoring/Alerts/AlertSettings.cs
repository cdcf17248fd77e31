using System.Text.RegularExpressions;
using MimeKit;
using NJsonSchema;
using Volcast.Hosting;
using Volcast.Market;
using Volcast.Services.Monitoring.Alerts.Channels;
using Volcast.Services.Monitoring.Configuration;

namespace Volcast.Services.Monitoring.Alerts;

/// <summary>The content of <c>alerts.yaml</c> (docs/alerts.md).</summary>
public sealed partial record AlertSettings
{
    /// <summary>The name of the file that is used if it is in the working folder.</summary>
    public const string FileName = "alerts.yaml";

    private const string LogName = "log";

    private static readonly Lazy<JsonSchema> Schema = new(() => ConfigurationDocument.SchemaOf("alerts.schema.json"));

    /// <summary>The address that a successful daily run requests; null for none.</summary>
    public string? HeartbeatUrl { get; init; }

    /// <summary>The environment variable with that address; null for none.</summary>
    public string? HeartbeatUrlEnv { get; init; }

    /// <summary>By name, in the order of the file.</summary>
    public required IReadOnlyDictionary<string, ChannelSettings> Channels { get; init; }

    public required IReadOnlyList<AlertRule> Alerts { get; init; }

    /// <summary>What holds without a file: every red check of drift, loss, data and systems, decisions, late data and
    /// failed runs go to the log.</summary>
    public static AlertSettings Default { get; } = new()
    {
        Channels = new Dictionary<string, ChannelSettings> { [LogName] = new() { Type = ChannelType.Log } },
        Alerts =
        [
            .. new[] { AlertCondition.Drift, AlertCondition.Loss, AlertCondition.Data, AlertCondition.System,
                AlertCondition.Decision, AlertCondition.Freshness, AlertCondition.FailedRun }.Select(
                condition => new AlertRule
                {
                    Name = Schemas.StoredName.Of(condition),
                    When = condition,
                    Channels = [LogName],
                }),
        ],
    };

    /// <exception cref="SettingException">The file cannot be read or has errors; each names line and column.</exception>
    public static AlertSettings Read(string path) => Checked(ConfigurationDocument.Read(path, Schema.Value));

    /// <param name="content">The file's bytes.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="SettingException">The content has errors; each names line and column.</exception>
    public static AlertSettings Parse(ReadOnlySpan<byte> content, string file) =>
        Checked(ConfigurationDocument.Parse(content, file, Schema.Value));

    private static AlertSettings Checked(ConfigurationDocument document)
    {
        var settings = document.As<AlertSettings>();
        document.ThrowIfAny([.. settings.Faults(), .. settings.AddressFaults()]);
        return settings;
    }

    private IEnumerable<(string Path, string Message)> Faults()
    {
        foreach (var name in Channels.Keys.Where(name => !Name().IsMatch(name)))
            yield return ($"channels.{name}",
                "the name of a channel has at most 64 letters, digits and underscores in lower case.");
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < Alerts.Count; i++)
        {
            var (rule, path) = (Alerts[i], $"alerts[{i}]");
            if (!names.Add(rule.Name))
                yield return ($"{path}.name", $"another alert is named {rule.Name}; each needs a name of its own.");
            for (var j = 0; j < rule.Channels.Count; j++)
                if (!Channels.ContainsKey(rule.Channels[j]))
                    yield return ($"{path}.channels[{j}]",
                        $"there is no channel {rule.Channels[j]}; "
                        + (UnknownNames.Nearest(rule.Channels[j], Channels.Keys) is { } nearest
                            ? $"the nearest is {nearest}." : $"expected {string.Join(", ", Channels.Keys)}."));
            for (var j = 0; j < rule.Targets.Count; j++)
                if (!Symbol.TryParse(rule.Targets[j], out _))
                    yield return ($"{path}.targets[{j}]", "expected a ticker, such as SPY.");
            if (rule is { When: AlertCondition.Percentile, Above: 100 })
                yield return ($"{path}.above", "no percentile is above 100, so this alert could never be raised.");
            if (rule is { When: AlertCondition.Percentile, Below: 0 })
                yield return ($"{path}.below", "no percentile is below 0, so this alert could never be raised.");
            if (rule is { When: AlertCondition.Implied, Unit: AlertUnit.Ratio, Threshold: <= 0 })
                yield return ($"{path}.{(rule.Above is null ? "below" : "above")}", "expected a ratio above 0.");
            if (rule is { When: AlertCondition.Change, Unit: AlertUnit.Percent, Below: <= -100 })
                yield return ($"{path}.below", "no forecast falls by 100 percent or more, so this alert could never be raised.");
        }
    }

    private IEnumerable<(string Path, string Message)> AddressFaults()
    {
        if (HeartbeatUrl is not null && HeartbeatUrlEnv is not null)
            yield return ("heartbeat_url_env", "expected heartbeat_url or heartbeat_url_env, not both.");
        if (HeartbeatUrl is { } heartbeat && WebhookAddress.Problem(heartbeat, allowsUnencrypted: null) is { } refused)
            yield return ("heartbeat_url", refused);
        foreach (var (name, channel) in Channels)
        {
            if (channel.Url is { } url && WebhookAddress.Problem(url, channel.AllowUnencrypted) is { } problem)
                yield return ($"channels.{name}.url", problem);
            if (channel is { Type: ChannelType.Email, Security: MailSecurity.None, AllowUnencrypted: false, Host: { } host }
                && !WebhookAddress.IsLoopback(host))
                yield return ($"channels.{name}.security",
                    "mail to another machine must be encrypted: use starttls or tls, or set allow_unencrypted: true.");
            if (channel is { From: { } from } && !MailboxAddress.TryParse(from, out _))
                yield return ($"channels.{name}.from", "expected an e-mail address, such as desk@example.com.");
            for (var i = 0; i < channel.To.Count; i++)
                if (!MailboxAddress.TryParse(channel.To[i], out _))
                    yield return ($"channels.{name}.to[{i}]", "expected an e-mail address, such as desk@example.com.");
            if (channel is { Type: ChannelType.Email } && channel.Username is null != channel.PasswordEnv is null)
                yield return ($"channels.{name}", "username and password_env belong together: give both or neither.");
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9_]{0,63}$")]
    private static partial Regex Name();
}
