using System.Text.Json.Serialization;
using Volcast.Evaluation;

namespace Volcast.Evidence.Backtests;

/// <summary>How a walk-forward was made, so that it can be repeated.</summary>
public sealed record BacktestRun
{
    /// <summary>The data kind of the simulated market, whose forecasts are no evidence.</summary>
    public const string Simulated = "SIMULATED";

    /// <summary>The data kind of a real market.</summary>
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

    /// <summary>The number of newest rows that a refit does not use, because their label had not ended.</summary>
    public required int PurgedRows { get; init; }

    /// <summary>The number of origins forecast before the first reported one, so that intervals exist from the first day
    /// on.</summary>
    public required int BurnIn { get; init; }

    /// <summary>The number of labelled rows in a rolling training window; null for a window that expands from the first
    /// session.</summary>
    public int? RollingRows { get; init; }

    /// <summary>The seed of every random draw of the models.</summary>
    public required int Seed { get; init; }

    /// <summary>The input data: table → digest.</summary>
    public required IReadOnlyDictionary<string, string> InputDigests { get; init; }

    /// <summary>The command that repeats it.</summary>
    public required string Command { get; init; }

    [JsonIgnore]
    public bool IsSimulated => DataKind == Simulated;
}

/// <summary>A walk-forward with everything that a report needs, from a run or read back from evidence.</summary>
public sealed record Backtest
{
    public required BacktestRun Run { get; init; }

    public required WalkForwardResult Result { get; init; }

    /// <summary>The monthly reasons of the model's forecasts; null if they were not requested.</summary>
    public MonthlyReasons? Reasons { get; init; }

    /// <summary>Some of the same models on the same origins with a rolling training window; null if that was not run.</summary>
    public WalkForwardResult? LookBack { get; init; }

    /// <summary>The number of rows in the window of <see cref="LookBack"/>.</summary>
    public int? LookBackRows { get; init; }

    /// <summary>The true mean annualised variance of each origin's target, known for the simulated market only; NaN if the target
    /// is beyond the data.</summary>
    public double[]? TrueVariance { get; init; }

    /// <summary>Such as <c>SPY-5d</c>.</summary>
    public string Name => $"{Result.Symbol}-{Result.Horizon}d";
}
