using System.Text.Json;
using System.Text.RegularExpressions;
using Volcast.Lake.Tables;
using Volcast.Market;
using YamlDotNet.Serialization;

namespace Volcast.Services.Api.Tests.Monitoring;

/// <summary>The metrics of monitoring, and what the alerting rules and the dashboard in <c>deploy</c> make of them.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed partial class MonitoringMetricsTests : IAsyncLifetime
{
    private static readonly string Deploy = Path.Combine(SharedData.RepositoryRoot, "deploy");
    private static readonly string Rules = Path.Combine(Deploy, "prometheus", "volcast.rules.yml");

    /// <summary>Prometheus itself makes this one.</summary>
    private static readonly Sample Up = new("up", new Dictionary<string, string> { ["job"] = "volcast-api" }, 1);

    private readonly MonitoredApi api = new();

    public ValueTask InitializeAsync() => api.InitializeAsync();

    public ValueTask DisposeAsync() => api.DisposeAsync();

    private async Task<IReadOnlyList<Sample>> SamplesAsync() =>
        Sample.Parse(await api.Http.GetStringAsync("/metrics", TestContext.Current.CancellationToken));

    /// <summary>Name, labels and value of each sample of monitoring.</summary>
    private async Task<string[]> MonitoringAsync() =>
    [
        .. (await SamplesAsync()).Where(sample => sample.Name.StartsWith("volcast_monitoring_", StringComparison.Ordinal))
            .Select(sample => $"{sample.Name["volcast_monitoring_".Length..]} "
                + string.Join(' ', sample.Labels.Where(label => label.Key != "symbol").OrderBy(label => label.Key)
                    .Select(label => label.Value).Append(FormattableString.Invariant($"{sample.Value}"))))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Of the two rows of drift the worse one counts, and coverage_95 has too little data.</summary>
    [Fact]
    public async Task The_gauges_are_those_of_the_newest_session()
    {
        var (newest, before) = (Seconds(ApiUnderTest.Last), Seconds(MonitoredApi.Before));
        Assert.Equal(
            [
                "check_status coverage_80 5 0", "check_status drift 0 2", "check_status freshness 0 0",
                "check_status loss_alarm 5 1", "check_status pit_alarm 5 0", "check_status registry 0 0",
                "coverage_ratio 5 0.8 0.75",
                $"decision_timestamp_seconds keep 5 {newest}", $"decision_timestamp_seconds retrain 5 {before}",
                "e_process loss_alarm 5 2.5", "e_process pit_alarm 5 0.5",
                $"session_timestamp_seconds {newest}", "sessions_behind 0",
            ],
            await MonitoringAsync());
        Assert.All(
            (await SamplesAsync()).Where(sample => sample.Name.StartsWith("volcast_monitoring_", StringComparison.Ordinal)),
            sample => Assert.Equal("SPY", sample.Labels["symbol"]));

        static long Seconds(DateOnly session) => TradingCalendar.Nyse.SettlesAt(session).ToUnixTimeSeconds();
    }

    [Fact]
    public async Task A_check_that_was_made_again_is_measured_with_its_last_revision()
    {
        await api.StoreAsync(
            MonitoredApi.Row("drift", MonitoringKind.Drift, subject: "vix", horizon: 0) with { Revision = 1 },
            MonitoredApi.Row("loss_alarm", MonitoringKind.Loss) with { Revision = 1, Value = 1 });
        await api.RefreshAsync();
        var samples = await MonitoringAsync();
        Assert.Contains("check_status drift 0 0", samples);
        Assert.Equal(["e_process loss_alarm 5 1"],
            samples.Where(sample => sample.StartsWith("e_process loss", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_new_check_is_shown_after_the_next_refresh_and_the_forecast_keeps_its_etag()
    {
        var stop = TestContext.Current.CancellationToken;
        using var before = await api.Http.GetAsync("/v1/forecasts/latest", stop);
        await api.StoreAsync(MonitoredApi.Row("disk", MonitoringKind.System, subject: "system", horizon: 0) with
        {
            Status = MonitoringStatus.Failed,
        });
        await api.RefreshAsync();
        Assert.Contains("check_status disk 0 2", await MonitoringAsync());
        using var after = await api.Http.GetAsync("/v1/forecasts/latest", stop);
        Assert.Equal(before.Headers.ETag, after.Headers.ETag);
    }

    [Fact]
    public async Task The_page_lists_exactly_the_metrics()
    {
        var page = await File.ReadAllTextAsync(
            Path.Combine(SharedData.RepositoryRoot, "docs", "monitoring.md"), TestContext.Current.CancellationToken);
        Assert.Equal(
            (await SamplesAsync()).Select(sample => sample.Name)
                .Where(name => name.StartsWith("volcast_monitoring_", StringComparison.Ordinal)).Distinct().Order(),
            Listed().Matches(page).Select(match => match.Groups[1].Value).Order());
    }

    [Fact]
    public void Each_rule_says_when_how_urgent_and_what_happened()
    {
        var rules = ReadRules();
        Assert.Equal(rules.Count, rules.Select(rule => rule.Alert).Distinct().Count());
        var page = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "monitoring.md"));
        Assert.All(rules, rule =>
        {
            Assert.Matches("^[0-9]+[mh]$", rule.For);
            Assert.Contains(rule.Labels["severity"], new[] { "info", "warning", "critical" });
            Assert.Matches(@"\.$", rule.Annotations["summary"]);
            Assert.Matches(@"\.$", rule.Annotations["description"]);
            Assert.Contains(
                $"| `{rule.Alert}` | {rule.Labels["severity"]} | `{rule.Expr.Replace("|", "\\|")}` | {rule.For} |", page,
                StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Every_metric_of_the_rules_and_the_dashboard_is_exported()
    {
        var exported = (await SamplesAsync()).Select(sample => sample.Name).Append(Up.Name).ToHashSet();
        var dashboard = await File.ReadAllTextAsync(
            Path.Combine(Deploy, "grafana", "volcast.json"), TestContext.Current.CancellationToken);
        string[] named =
        [
            .. ReadRules().Select(rule => new RuleExpression(rule.Expr).Metric),
            .. Strings(JsonDocument.Parse(dashboard).RootElement, "expr", "query")
                .SelectMany(text => Metric().Matches(text).Select(match => match.Value)),
        ];
        Assert.True(named.Length > 15, string.Join(' ', named));
        Assert.All(named, name => Assert.Contains(name, exported));
    }

    [Fact]
    public async Task While_all_is_well_no_rule_fires_except_those_of_the_stored_findings() => Assert.Equal(
        ["VolcastLossYellow", "VolcastDriftFailed"], Firing([.. await SamplesAsync(), Up]));

    [Fact]
    public void Without_the_service_two_rules_fire() =>
        Assert.Equal(["VolcastApiDown", "VolcastNotMonitored"], Firing([Up with { Value = 0 }]));

    /// <summary>Two sessions settle without a run; the last run found a failure of every check.</summary>
    [Fact]
    public async Task Every_other_rule_fires_on_what_it_is_for()
    {
        await api.StoreAsync(Checks(TradingCalendar.Nyse.Add(ApiUnderTest.Last, 1), MonitoringStatus.Ok));
        await api.RefreshAsync();
        Assert.Empty(Firing([.. await SamplesAsync(), Up]));

        var failed = TradingCalendar.Nyse.Add(ApiUnderTest.Last, 2);
        await api.StoreAsync(Checks(failed, MonitoringStatus.Failed));
        api.Clock.Now = TradingCalendar.Nyse.SettlesAt(TradingCalendar.Nyse.Add(failed, 2));
        await api.RefreshAsync();
        Assert.Equal(
            [
                "VolcastSnapshotDegraded", "VolcastDataBehind", "VolcastMonitoringStale", "VolcastRegistryFailed",
                "VolcastDiskFull",
                "VolcastForecastOutOfRange", "VolcastLossRed", "VolcastCalibrationFailed", "VolcastDriftFailed",
            ],
            Firing([.. await SamplesAsync(), Up]));
    }

    /// <summary>A row of every check that a rule reads.</summary>
    private static MonitoringRow[] Checks(DateOnly session, MonitoringStatus status)
    {
        MonitoringRow[] rows =
        [
            MonitoredApi.Row(CheckNames.Registry, MonitoringKind.System, session, "system", 0),
            MonitoredApi.Row(CheckNames.Disk, MonitoringKind.System, session, "system", 0),
            MonitoredApi.Row(CheckNames.Drift, MonitoringKind.Drift, session, "vix", 0),
            MonitoredApi.Row(CheckNames.OutOfRange, MonitoringKind.Data, session, "forecast"),
            MonitoredApi.Row(CheckNames.LossAlarm, MonitoringKind.Loss, session),
            MonitoredApi.Row(CheckNames.Coverage80, MonitoringKind.Calibration, session),
        ];
        return Array.ConvertAll(rows, row => row with { Status = status });
    }

    private static IReadOnlyList<string> Firing(IReadOnlyList<Sample> samples) =>
        [.. ReadRules().Where(rule => new RuleExpression(rule.Expr).Count(samples) > 0).Select(rule => rule.Alert)];

    private static IReadOnlyList<Rule> ReadRules()
    {
        var file = new DeserializerBuilder().WithNamingConvention(
                YamlDotNet.Serialization.NamingConventions.CamelCaseNamingConvention.Instance)
            .WithDuplicateKeyChecking().Build().Deserialize<RuleFile>(File.ReadAllText(Rules));
        return [.. file.Groups.SelectMany(group => group.Rules)];
    }

    private static IEnumerable<string> Strings(JsonElement element, params string[] names) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member =>
            member.Value.ValueKind == JsonValueKind.String && names.Contains(member.Name)
                ? [member.Value.GetString()!] : Strings(member.Value, names)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(one => Strings(one, names)),
        _ => [],
    };

    [GeneratedRegex("volcast_[a-z_]+")]
    private static partial Regex Metric();

    [GeneratedRegex(@"^\| `(volcast_monitoring_[a-z_]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Listed();

    /// <summary>A file of rules; a key that it lacks here is an error.</summary>
    public sealed class RuleFile
    {
        public List<RuleGroup> Groups { get; set; } = [];
    }

    public sealed class RuleGroup
    {
        public string Name { get; set; } = "";
        public List<Rule> Rules { get; set; } = [];
    }

    public sealed class Rule
    {
        public string Alert { get; set; } = "";
        public string Expr { get; set; } = "";
        public string For { get; set; } = "";
        public Dictionary<string, string> Labels { get; set; } = [];
        public Dictionary<string, string> Annotations { get; set; } = [];
    }
}
