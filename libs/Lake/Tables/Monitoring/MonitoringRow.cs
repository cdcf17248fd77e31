namespace Volcast.Lake.Tables;

/// <summary>What a row of monitoring reports.</summary>
public enum MonitoringKind
{
    /// <summary>One forecast compared with its outcome.</summary>
    Score,

    /// <summary>The loss of a model over time, against a reference.</summary>
    Loss,

    /// <summary>Whether intervals and quantiles hold as often as they state.</summary>
    Calibration,

    /// <summary>A change in the distribution of a feature, the forecast or the outcome.</summary>
    Drift,

    /// <summary>Freshness, missing sessions and rejected rows of the inputs.</summary>
    Data,

    /// <summary>Whether registry, lake and disk can be used.</summary>
    System,

    /// <summary>An alert that was sent, or that cleared.</summary>
    Alert,

    /// <summary>What the policy decided, for example to retrain.</summary>
    Decision,
}

/// <summary>What a check concludes.</summary>
public enum MonitoringStatus
{
    /// <summary>The value is within its threshold, or the check has none.</summary>
    Ok,

    /// <summary>The value is close to its threshold.</summary>
    Warning,

    /// <summary>The value is beyond its threshold.</summary>
    Failed,

    /// <summary>The check has too little data for a conclusion.</summary>
    Insufficient,
}

/// <summary>One check of one subject on one session.</summary>
public sealed record MonitoringRow
{
    /// <summary>Ends the check of a row with the result of a decision, for example <c>retrain_result</c>.</summary>
    public const string ResultSuffix = "_result";

    /// <summary>Length of the forecast period, sessions; 0 where the check concerns no horizon.</summary>
    public required int Horizon { get; init; }

    /// <summary>The newest session that the check used.</summary>
    public required DateOnly Session { get; init; }

    /// <summary>What is checked: <c>live</c>, <c>shadow</c>, <c>backfill</c> or <c>baseline</c> for the forecasts of that kind,
    /// <c>forecast</c>, <c>outcome</c>, <c>data</c>, <c>system</c>, <c>alert</c>, or a feature's name.</summary>
    public required string Subject { get; init; }

    /// <summary>Registered name of the model; empty where the check concerns no model.</summary>
    public string Model { get; init; } = "";

    /// <summary>The model's version in the registry; empty where the check concerns no model.</summary>
    public string ModelVersion { get; init; } = "";

    /// <summary>The check's name in lower case with underscores, for example <c>qlike_60d</c>.</summary>
    public required string Check { get; init; }

    /// <summary>The check of the decision whose result the row holds, for example <c>retrain</c>; null for every other
    /// row.</summary>
    public string? ResultOf => Kind == MonitoringKind.Decision && Check.EndsWith(ResultSuffix, StringComparison.Ordinal)
        ? Check[..^ResultSuffix.Length]
        : null;

    /// <summary>0 for the first row of this key; one more each time that a vendor's correction changed what the check
    /// used.</summary>
    public int Revision { get; init; }

    public required MonitoringKind Kind { get; init; }

    /// <summary>The statistic, in the check's unit; NaN where it has none.</summary>
    public double Value { get; init; } = double.NaN;

    /// <summary>The limit of the value, in the same unit; NaN where it has none.</summary>
    public double Threshold { get; init; } = double.NaN;

    public required MonitoringStatus Status { get; init; }

    /// <summary>A JSON object with further facts of the check; null if there are none.</summary>
    public string? Detail { get; init; }

    /// <summary>Whether the row holds the result of a decision.</summary>
    public bool IsResultOf(MonitoringRow decision) =>
        ResultOf is { } check && MonitoringTable.HasSameKey(this with { Check = check }, decision);
}
