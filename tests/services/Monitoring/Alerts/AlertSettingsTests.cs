using System.Text;
using System.Text.RegularExpressions;
using Volcast.Hosting;
using Volcast.Lake.Tables;
using Volcast.Prediction;
using Volcast.Services.Monitoring.Alerts;

namespace Volcast.Services.Monitoring.Tests.Alerts;

public sealed class AlertSettingsTests
{
    private const string Head = "channels:\n  desk: { type: log }\nalerts:\n";

    private static string Fault(string yaml) => Assert.Throws<SettingException>(() => Sample.Settings(yaml)).Message;

    /// <summary>One alert, whose first line is the fourth of the file.</summary>
    private static string RuleFault(params string[] lines) => Fault(
        Head + string.Concat(lines.Select((line, row) => $"  {(row == 0 ? "-" : " ")} {line}\n")));

    [Theory]
    [InlineData("above: 0", "expected a volatility in percent, above 0 and at most 1000.")]
    [InlineData("above: -5", "expected a volatility in percent, above 0 and at most 1000.")]
    [InlineData("above: 1001", "expected a volatility in percent, above 0 and at most 1000.")]
    [InlineData("above: high", "expected a volatility in percent, above 0 and at most 1000.")]
    [InlineData("above: .nan", "expected a volatility in percent, above 0 and at most 1000.")]
    public void An_impossible_level_is_refused_at_its_place(string limit, string expected) => Assert.Equal(
        $"alerts.yaml, line 6, column 12, alerts[0].above: {expected}",
        RuleFault("name: a", "when: level", limit, "channels: [desk]"));

    [Theory]
    [InlineData("percentile", "above: 101", "expected a percentile from 0 to 100.")]
    [InlineData("percentile", "below: -1", "expected a percentile from 0 to 100.")]
    [InlineData("percentile", "above: 100", "no percentile is above 100, so this alert could never be raised.")]
    [InlineData("percentile", "below: 0", "no percentile is below 0, so this alert could never be raised.")]
    [InlineData("change", "above: -1", "expected a rise, above 0 and at most 1000.")]
    [InlineData("change", "below: 5", "expected a fall, below 0 and at least -1000.")]
    [InlineData("freshness", "sessions: -1", "expected a whole number of sessions from 0 to 1000.")]
    [InlineData("freshness", "sessions: 1.5", "expected a whole number of sessions from 0 to 1000.")]
    [InlineData("drift", "status: red", "expected warning or failed.")]
    [InlineData("regime", "enters: [wild]", "expected calm, normal, elevated or stressed.")]
    [InlineData("regime", "enters: []", "expected a list of the regimes calm, normal, elevated and stressed, each once.")]
    public void Impossible_thresholds_are_refused(string when, string limit, string expected)
    {
        var fault = RuleFault("name: a", $"when: {when}", limit, "channels: [desk]");
        Assert.StartsWith("alerts.yaml, line 6, column ", fault, StringComparison.Ordinal);
        Assert.Contains($", alerts[0].{limit.Split(':')[0]}", fault, StringComparison.Ordinal);
        Assert.EndsWith($": {expected}", fault, StringComparison.Ordinal);
        Assert.Single(fault.Split('\n'));
    }

    [Fact]
    public void Limits_that_only_a_unit_makes_impossible_are_refused()
    {
        Assert.Equal("alerts.yaml, line 7, column 12, alerts[0].above: expected a ratio above 0.",
            RuleFault("name: a", "when: implied", "unit: ratio", "above: 0", "channels: [desk]"));
        Assert.Equal("alerts.yaml, line 7, column 12, alerts[0].below: no forecast falls by 100 percent or more, so this alert "
            + "could never be raised.", RuleFault("name: a", "when: change", "unit: percent", "below: -100", "channels: [desk]"));
    }

    [Fact]
    public void An_unknown_key_names_the_nearest_one() => Assert.Equal(
        "alerts.yaml, line 7, column 5, alerts[0].chanels: there is no such key; the nearest is channels.",
        RuleFault("name: a", "when: level", "above: 25", "chanels: [desk]", "channels: [desk]"));

    [Fact]
    public void A_key_of_another_condition_is_unknown() => Assert.Equal(
        "alerts.yaml, line 7, column 5, alerts[0].unit: there is no such key; expected "
        + "name, when, above, below, targets, horizons, channels.",
        RuleFault("name: a", "when: percentile", "above: 90", "unit: points", "channels: [desk]"));

    [Fact]
    public void A_missing_key_is_named() => Assert.Equal(
        "alerts.yaml, line 4, column 5, alerts[0]: the key channels is missing; expected a list of names of channels, each once.",
        RuleFault("name: a", "when: level", "above: 25"));

    [Theory]
    [InlineData("line 4, column 5, alerts[0]: expected a level: the key above or the key below.", "when: level")]
    [InlineData("line 7, column 5, alerts[0].below: expected a level: the key above or the key below, not both.",
        "when: level", "above: 5", "below: 3")]
    public void A_level_has_one_limit(string fault, params string[] lines) => Assert.Equal(
        $"alerts.yaml, {fault}", RuleFault(["name: a", .. lines, "channels: [desk]"]));

    [Fact]
    public void An_unknown_condition_names_all() => Assert.Equal(
        "alerts.yaml, line 5, column 11, alerts[0].when: expected level, percentile, change, implied, regime, drift, loss, "
        + "calibration, data, system, decision, freshness or failed_run.",
        RuleFault("name: a", "when: sometimes", "channels: [desk]"));

    [Fact]
    public void All_faults_are_listed_in_the_order_of_the_file() => Assert.Equal(
        [
            "alerts.yaml, line 2, column 22, channels.desk.colour: there is no such key; expected type.",
            "alerts.yaml, line 5, column 11, alerts[0].name: expected a name of at most 64 letters, digits and underscores in "
                + "lower case.",
            "alerts.yaml, line 7, column 12, alerts[0].above: expected a volatility in percent, above 0 and at most 1000.",
        ],
        Fault("channels:\n  desk: { type: log, colour: red }\n\nalerts:\n  - name: A b\n    when: level\n    above: -1\n"
            + "    channels: [desk]\n").Split(Environment.NewLine));

    [Theory]
    [InlineData("channels: [dsk]", "line 7, column 16, alerts[0].channels[0]: there is no channel dsk; the nearest is desk.")]
    [InlineData("targets: ['..']\n    channels: [desk]",
        "line 7, column 15, alerts[0].targets[0]: expected a ticker, such as SPY.")]
    [InlineData("horizons: [7]\n    channels: [desk]",
        "line 7, column 16, alerts[0].horizons[0]: expected the horizon 1, 5, 10 or 22.")]
    public void Names_and_lists_are_checked(string line, string fault) => Assert.Equal(
        $"alerts.yaml, {fault}", RuleFault("name: a", "when: level", "above: 25", line));

    [Fact]
    public void The_heartbeat_to_another_machine_is_encrypted_and_no_key_that_the_file_refuses_is_advised() => Assert.Equal(
        "alerts.yaml, line 1, column 16, heartbeat_url: an address of another machine must begin with https://.",
        Fault("heartbeat_url: http://example.com/\n" + Head + "  - { name: a, when: drift, channels: [desk] }\n"));

    [Fact]
    public void Two_alerts_have_two_names() => Assert.Equal(
        "alerts.yaml, line 5, column 13, alerts[1].name: another alert is named a; each needs a name of its own.",
        Fault(Head + "  - { name: a, when: drift, channels: [desk] }\n  - { name: a, when: loss, channels: [desk] }\n"));

    [Theory]
    [InlineData("type: webhook", "out: expected a webhook: the key url or the key url_env.")]
    [InlineData("type: webhook\n    url: ftp://example.com/",
        "out.url: expected an address that begins with https:// or http://.")]
    [InlineData("type: webhook\n    url: http://example.com/",
        "out.url: an address of another machine must begin with https://, or set allow_unencrypted: true.")]
    [InlineData("type: webhook\n    url: https://me:pw@example.com/",
        "out.url: an address may not hold a user name or password; sign the messages with secret_env.")]
    [InlineData("type: webhook\n    url: https://169.254.169.254/latest",
        "out.url: the address is link-local; no alert is sent there.")]
    [InlineData("type: webhook\n    url_env: MY-SECRET",
        "out.url_env: expected the name of an environment variable, such as ALERTS_SECRET.")]
    [InlineData("type: webhook\n    url: https://example.com/\n    timeout: 0",
        "out.timeout: expected a number of seconds from 1 to 60.")]
    [InlineData("type: file", "out: the key path is missing; expected the path of a file.")]
    [InlineData("type: carrier_pigeon", "out.type: expected log, file, webhook or email.")]
    [InlineData("type: email\n    host: example.com\n    from: a@example.com\n    to: [b@example.com]\n    security: none",
        "out.security: mail to another machine must be encrypted: use starttls or tls, or set allow_unencrypted: true.")]
    [InlineData("type: email\n    host: example.com\n    from: a@example.com\n    to: [nobody]",
        "out.to[0]: expected an e-mail address, such as desk@example.com.")]
    [InlineData("type: email\n    host: example.com\n    from: a@example.com\n    to: [b@example.com]\n    username: me",
        "out: username and password_env belong together: give both or neither.")]
    [InlineData("type: email\n    host: example.com\n    from: a@example.com\n    to: [b@example.com]\n    password: hunter2",
        "out.password: there is no such key; expected type, host, port, security, username, password_env, from, to, timeout, "
        + "allow_unencrypted.")]
    public void A_channel_that_cannot_work_is_refused(string channel, string fault)
    {
        var message = Fault($"channels:\n  out:\n    {channel}\nalerts: []\n");
        Assert.Matches(@"^alerts\.yaml, line \d+, column \d+, channels\.", message);
        Assert.EndsWith($", channels.{fault}", message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_built_in_alerts_go_to_the_log()
    {
        var settings = AlertSettings.Default;
        Assert.Equal(
            ["drift", "loss", "data", "system", "decision", "freshness", "failed_run"], settings.Alerts.Select(rule => rule.Name));
        Assert.All(settings.Alerts, rule => Assert.Equal(ChannelType.Log, settings.Channels[Assert.Single(rule.Channels)].Type));
        Assert.All(settings.Alerts, rule => Assert.Equal(MonitoringStatus.Failed, rule.Status));
    }

    /// <summary>The examples of the page are valid, and the first one shows every condition, every type of channel and every key
    /// of the schema.</summary>
    [Fact]
    public void The_examples_of_the_documentation_are_valid()
    {
        var page = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "alerts.md"));
        var examples = Regex.Matches(page, "^```yaml\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)
            .Select(match => match.Groups[1].Value).ToArray();
        Assert.True(examples.Length >= 2);
        var all = examples.Select(yaml => AlertSettings.Parse(Encoding.UTF8.GetBytes(yaml), "docs/alerts.md")).ToArray();
        var first = all[0];
        Assert.Equal(Enum.GetValues<AlertCondition>().Order(), first.Alerts.Select(rule => rule.When).Distinct().Order());
        Assert.Equal(
            Enum.GetValues<ChannelType>().Order(), first.Channels.Values.Select(channel => channel.Type).Distinct().Order());

        var schema = File.ReadAllText(Path.Combine(
            SharedData.RepositoryRoot, "services", "Monitoring", "Alerts", "alerts.schema.json"));
        var keys = System.Text.Json.JsonDocument.Parse(schema).RootElement.GetProperty("definitions").EnumerateObject()
            .Where(part => part.Value.TryGetProperty("properties", out _))
            .SelectMany(part => part.Value.GetProperty("properties").EnumerateObject().Select(key => key.Name)).Distinct();
        Assert.All(keys, key => Assert.Contains($"{key}:", examples[0], StringComparison.Ordinal));

        var rule = first.Alerts.Single(rule => rule.Name == "spy_above_25");
        Assert.Equal((AlertCondition.Level, 25.0, "SPY", 5), (rule.When, rule.Above, rule.Targets[0], rule.Horizons[0]));
        Assert.Equal([VolatilityRegime.Elevated, VolatilityRegime.Stressed],
            first.Alerts.Single(one => one.When == AlertCondition.Regime).Enters);
        Assert.Equal(
            AlertSettings.Default.Alerts.Select(one => (one.Name, one.When, one.Status, one.Sessions, one.Channels[0])),
            all[1].Alerts.Select(one => (one.Name, one.When, one.Status, one.Sessions, one.Channels[0])));
    }
}
