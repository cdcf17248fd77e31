using System.Globalization;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Schemas;

namespace Volcast.Services.Monitoring.Alerts;

/// <summary>What an alert watches.</summary>
public enum AlertCondition
{
    /// <summary>The forecast volatility, percent.</summary>
    Level,

    /// <summary>The forecast's percentile in ten years of realised volatility.</summary>
    Percentile,

    /// <summary>The forecast minus, or relative to, the forecast from the session before.</summary>
    Change,

    /// <summary>The forecast minus, or divided by, the implied volatility.</summary>
    Implied,

    /// <summary>The regime differs from that of the session before.</summary>
    Regime,

    /// <summary>The checks of drift.</summary>
    Drift,

    /// <summary>The checks of the loss.</summary>
    Loss,

    /// <summary>The checks of intervals and quantiles.</summary>
    Calibration,

    /// <summary>The checks of the input data.</summary>
    Data,

    /// <summary>The checks of registry, lake and disk.</summary>
    System,

    /// <summary>What the policy reports to a person, and what it could not carry out.</summary>
    Decision,

    /// <summary>How many sessions the target's data are behind.</summary>
    Freshness,

    /// <summary>The steps of the run that failed.</summary>
    FailedRun,
}

/// <summary>The unit of a change or of a comparison.</summary>
public enum AlertUnit
{
    /// <summary>Percentage points of volatility.</summary>
    Points,

    /// <summary>Percent of the former forecast.</summary>
    Percent,

    /// <summary>The forecast divided by the implied volatility.</summary>
    Ratio,
}

/// <summary>One alert of <c>alerts.yaml</c>.</summary>
public sealed record AlertRule
{
    /// <summary>Unique; also the check of its rows in <c>monitoring</c>.</summary>
    public required string Name { get; init; }

    public required AlertCondition When { get; init; }

    /// <summary>The alert is open while the value is above this limit; null if it has a limit below.</summary>
    public double? Above { get; init; }

    /// <summary>The alert is open while the value is below this limit; null if it has a limit above.</summary>
    public double? Below { get; init; }

    public AlertUnit Unit { get; init; } = AlertUnit.Points;

    /// <summary>For a change of regime: the regimes whose beginning is reported; all if there is none.</summary>
    public IReadOnlyList<VolatilityRegime> Enters { get; init; } = [];

    /// <summary>For checks: the status from which the alert is open.</summary>
    public MonitoringStatus Status { get; init; } = MonitoringStatus.Failed;

    /// <summary>For freshness: the largest number of sessions behind that is accepted.</summary>
    public int Sessions { get; init; } = 1;

    /// <summary>The tickers that it watches; all if there is none.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>The horizons that it watches, sessions; all if there is none.</summary>
    public IReadOnlyList<int> Horizons { get; init; } = [];

    /// <summary>The names of the channels that it goes to.</summary>
    public required IReadOnlyList<string> Channels { get; init; }

    /// <summary>The limit, in the condition's unit; NaN where it has none.</summary>
    public double Threshold => Above ?? Below ?? (When == AlertCondition.Freshness ? Sessions : double.NaN);

    /// <summary>When it is open, in words.</summary>
    public string Condition => When switch
    {
        AlertCondition.Level => $"forecast volatility {Limit} %",
        AlertCondition.Percentile => $"percentile of the forecast in ten years {Limit}",
        AlertCondition.Change => $"change of the forecast since the session before {Limit} {StoredName.Of(Unit)}",
        AlertCondition.Implied when Unit == AlertUnit.Ratio => $"forecast divided by the implied volatility {Limit}",
        AlertCondition.Implied => $"forecast minus the implied volatility {Limit} points",
        AlertCondition.Regime when Enters.Count == 0 => "change of regime",
        AlertCondition.Regime => $"change of regime to {string.Join(" or ", Enters.Select(StoredName.Of))}",
        AlertCondition.Freshness => $"newest bar more than {Counted.Of(Sessions, "session")} behind",
        AlertCondition.FailedRun => "a step of the run failed",
        AlertCondition.Decision => "the policy notifies a person, or an action failed",
        _ => $"a check of {StoredName.Of(When)} {(Status == MonitoringStatus.Warning ? "with a warning or failed" : "failed")}",
    };

    private string Limit => $"{(Above is null ? "below" : "above")} {Threshold.ToString("0.####", CultureInfo.InvariantCulture)}";

    /// <summary>Whether it is about the run as a whole, and not about a target.</summary>
    public bool IsOfRun => When == AlertCondition.FailedRun;

    public bool Watches(Market.Symbol target) =>
        Targets.Count == 0 || Targets.Contains(target.Value, StringComparer.OrdinalIgnoreCase);

    /// <param name="horizon">Sessions; 0 for what concerns no horizon, which every alert watches.</param>
    public bool Watches(int horizon) => horizon == 0 || Horizons.Count == 0 || Horizons.Contains(horizon);
}
