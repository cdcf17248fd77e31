using Volcast.Forecasting;
using Volcast.Market;

namespace Volcast.Prediction;

/// <summary>Bars and features as the rows that a forecaster reads, in training and in serving alike.</summary>
public static class HistoryRows
{
    /// <summary>Joins one target's bars with its features and applies the rule for holes: an outcome is made of returns that
    /// cover one session each. A return that bridges a missing bar is NaN among
    /// <see cref="ForecastingData.TargetReturns"/>, so an outcome across the hole stays unknown until the hole is
    /// healed.</summary>
    /// <param name="target">The symbol that is forecast.</param>
    /// <param name="bars">Its settled bars.</param>
    /// <param name="features">Feature name → one value for each bar.</param>
    public static ForecastingData Of(Symbol target, MarketSeries bars, IReadOnlyDictionary<string, double[]> features) => new(
        target.Value, bars.Session, bars.LogReturn, features,
        [.. bars.LogReturn.Zip(bars.SessionsSpanned, (logReturn, spanned) => spanned == 1 ? logReturn : double.NaN)]);
}
