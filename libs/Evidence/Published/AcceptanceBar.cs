using Volcast.Evidence.Backtests;

namespace Volcast.Evidence.Published;

/// <summary>A threshold for the recipe <c>volcast</c> on SPY at five sessions: the largest accepted ratio of its QLIKE to a
/// baseline's, and the ratio aimed at. The thresholds were set before the first release and have not changed since.</summary>
/// <param name="Against">The baseline.</param>
/// <param name="Accepted">The largest ratio that is accepted.</param>
/// <param name="Aim">The ratio aimed at.</param>
public sealed record AcceptanceBar(string Against, double Accepted, double Aim)
{
    /// <summary>The origins for which the thresholds were set.</summary>
    public const string Period = "from 2010-01-04 to 2021-12-31";

    public static IReadOnlyList<AcceptanceBar> All { get; } =
    [
        new("har", .755, .74),
        new("log-har-range", .86, .84),
        new("gjr-garch-t", .79, .77),
        new("xgboost-21", .90, .87),
        new("vix-calibrated", .91, .89),
    ];

    /// <summary>Whether thresholds were set for this model, target and horizon; there are none on the simulated market.</summary>
    public static bool AppliesTo(ComparedBacktest backtest) =>
        backtest is { Model.Model: "volcast", Backtest: { Run.IsSimulated: false, Result: { Symbol: "SPY", Horizon: 5 } } };

    /// <summary>The threshold against a baseline; null where none was set.</summary>
    public static AcceptanceBar? Of(ComparedBacktest backtest, string against) =>
        AppliesTo(backtest) ? All.FirstOrDefault(bar => bar.Against == against) : null;

    /// <summary>"aim", "yes", or by how much it is missed.</summary>
    public string Verdict(double ratio) =>
        ratio <= Aim ? "aim" : ratio <= Accepted ? "yes" : $"missed by {ratio - Accepted:.000}";
}
