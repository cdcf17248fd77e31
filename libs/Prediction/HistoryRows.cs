using Volcast.Forecasting;
using Volcast.Market;

namespace Volcast.Prediction;

/// <summary>Joins bars and features to the rows that a forecaster reads, both in training and in serving.</summary>
public static class HistoryRows
{
    /// <summary>A feature depends on no earlier session than this many before its own.</summary>
    internal const int SessionsOfMemory = 300;

    /// <summary>Joins one target's bars with its features and applies the rule for missing bars: an outcome only uses returns
    /// that span one session each. A return that spans a missing bar is NaN in <see cref="ForecastingData.TargetReturns"/>, so
    /// the outcome is unknown until the bar arrives.</summary>
    /// <param name="target">The symbol that is forecast.</param>
    /// <param name="bars">Its settled bars.</param>
    /// <param name="features">Feature name → one value for each bar.</param>
    /// <param name="implied">The implied-volatility index of the features; null if it is not known.</param>
    /// <param name="isOwn">Whether the index is the target's own.</param>
    public static ForecastingData Of(Symbol target, MarketSeries bars, IReadOnlyDictionary<string, double[]> features,
        Symbol? implied = null, bool isOwn = false) => new(
        target.Value, bars.Session, bars.LogReturn, features,
        [.. bars.LogReturn.Zip(bars.SessionsSpanned, (logReturn, spanned) => spanned == 1 ? logReturn : double.NaN)],
        implied?.Value, isOwn);
}
