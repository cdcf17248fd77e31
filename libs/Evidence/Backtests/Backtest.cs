using System.Text.Json.Serialization;
using Volcast.Evaluation;

namespace Volcast.Evidence.Backtests;

/// <summary>How a walk-forward was made: what somebody needs who wants to make it again.</summary>
public sealed record BacktestRun
{
    /// <summary>The market that the data are of, where it is none: forecasts of it are no evidence.</summary>
    public const string Simulated = "SIMULATED";

    /// <summary>The market that there is.</summary>
    public const string Real = "REAL";

    /// <summary>The model that the report is about.</summary>
    public required string Model { get; init; }

    /// <summary>The model that ratios refer to.</summary>
    public required string Benchmark { get; init; }

    /// <summary><see cref="Real"/> or <see cref="Simulated"/>.</summary>
    [JsonPropertyName("market")]
    public required string DataKind { get; init; }

    /// <summary>Sessions from one refit to the next.</summary>
    public required int RefitEvery { get; init; }

    /// <summary>The newest rows that a refit does not learn from, because their label had not ended.</summary>
    public required int PurgedRows { get; init; }

    /// <summary>Origins forecast before the first reported one, so that intervals exist from the first day on.</summary>
    public required int BurnIn { get; init; }

    /// <summary>Labelled rows in a rolling training window; null where it expands from the first session.</summary>
    public int? RollingRows { get; init; }

    /// <summary>Seed of every random draw of the models.</summary>
    public required int Seed { get; init; }

    /// <summary>What was read: table → digest.</summary>
    public required IReadOnlyDictionary<string, string> InputDigests { get; init; }

    /// <summary>The command that makes it again.</summary>
    public required string Command { get; init; }

    [JsonIgnore]
    public bool IsSimulated => DataKind == Simulated;
}

/// <summary>A walk-forward with all that is to be judged and told of it, live or read back from evidence.</summary>
public sealed record Backtest
{
    public required BacktestRun Run { get; init; }

    public required WalkForwardResult Result { get; init; }

    /// <summary>Why the model forecast what it did; null where reasons were not asked for.</summary>
    public MonthlyReasons? Reasons { get; init; }

    /// <summary>Some of the same models on the same origins, learning from a rolling window; null where that was not
    /// tried.</summary>
    public WalkForwardResult? LookBack { get; init; }

    /// <summary>Rows in the window of <see cref="LookBack"/>.</summary>
    public int? LookBackRows { get; init; }

    /// <summary>The true mean annualised variance of each origin's target, known of the simulated market only; NaN where the
    /// target lies beyond the data.</summary>
    public double[]? TrueVariance { get; init; }

    /// <summary>Such as <c>SPY-5d</c>.</summary>
    public string Name => $"{Result.Symbol}-{Result.Horizon}d";
}
