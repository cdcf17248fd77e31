using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Services.Monitoring.Checks;
using Volcast.Services.Monitoring.Report;
using Volcast.Services.Tests;

namespace Volcast.Services.Monitoring.Tests.Report;

/// <summary>A run of SPY over five sessions whose rows a test chooses, with a history of two features: <c>vix</c>, which was 10
/// and is 20 in the newest 60 sessions, and <c>calm</c>, which alternates between 0 and 1.</summary>
internal sealed record SampleRun
{
    public const string Model = "volcast-SPY-5d";
    public static readonly DateOnly[] Sessions = [.. TradingCalendar.Nyse.Sessions(new(2023, 1, 3), new(2024, 3, 28))];
    public static DateOnly Last => Sessions[^1];

    public IReadOnlyList<MonitoringRow> Checks { get; init; } = [];

    /// <summary>Rows of earlier sessions and of other jobs.</summary>
    public IReadOnlyList<MonitoringRow> Earlier { get; init; } = [];

    public IReadOnlyList<ForecastRow> Forecasts { get; init; } = [];

    public DataKind Kind { get; init; } = DataKind.Simulated;

    public MonitoringReport Run => new(SimulatedLake.Roles, Last, Checks);

    public MonitoredTarget Target => new(SimulatedLake.Roles,
        new("SPY", Sessions, [.. Sessions.Select(_ => .01)], new Dictionary<string, double[]>
        {
            ["vix"] = [.. Sessions.Select((_, row) => row < Sessions.Length - 60 ? 10.0 : 20.0)],
            ["calm"] = [.. Sessions.Select((_, row) => row % 2.0)],
        }),
        ["vix", "calm"], Forecasts, [.. Earlier.Concat(Checks).OrderBy(row => row.Session)]);

    public TargetReport Report => TargetReport.Of(Run, Target, Kind);

    public static MonitoringRow Row(string check, MonitoringKind kind, MonitoringStatus status, string subject = "live",
        int horizon = 5, double value = double.NaN, double threshold = double.NaN, string? detail = null,
        int sessionsAgo = 0) => new()
        {
            Horizon = horizon,
            Session = Sessions[^(1 + sessionsAgo)],
            Subject = subject,
            Model = horizon > 0 ? Model : "",
            ModelVersion = horizon > 0 ? "1" : "",
            Check = check,
            Kind = kind,
            Status = status,
            Value = value,
            Threshold = threshold,
            Detail = detail,
        };

    public static MonitoringRow DriftOf(string feature, MonitoringStatus status, double distance) => Row(CheckNames.Drift,
        MonitoringKind.Drift, status, feature, horizon: 0, value: .5, threshold: .05,
        detail: FormattableString.Invariant($$"""{"mean_shift":1.5,"wasserstein":{{distance}}}"""));

    public static MonitoringRow Score(double qlike, int sessionsAgo, bool isHar = false) => Row("qlike", MonitoringKind.Score,
        MonitoringStatus.Ok, isHar ? "baseline" : "live", value: qlike, sessionsAgo: sessionsAgo) with
    {
        Model = isHar ? ForecasterCatalog.Benchmark : Model,
    };

    public static ForecastRow Forecast(int sessionsAgo, double vix, ForecastKind kind = ForecastKind.Live,
        string scale = "log_variance") => SampleForecast.Of(Sessions[^(1 + sessionsAgo)]) with
        {
            Kind = kind,
            ContributionScale = scale,
            Contributions = ContributionsJson.Of(new(ContributionScale.LogVariance, 0, [new("vix", 20, vix)], vix)),
        };
}
