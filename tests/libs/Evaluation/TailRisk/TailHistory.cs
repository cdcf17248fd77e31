using Volcast.Volatility;

namespace Volcast.Evaluation.Tests.TailRisk;

/// <summary>What an origin knows of the earlier forecasts whose outcomes had ended by then.</summary>
/// <param name="Horizon">Sessions ahead.</param>
/// <param name="LogResiduals">ln RV − ln F, the oldest first.</param>
/// <param name="HorizonReturns">Σr/√(F·h/252), the oldest first.</param>
/// <param name="OneDayReturns">r/√(F/252) of the first session, the oldest first.</param>
internal sealed record TailHistory(int Horizon, double[] LogResiduals, double[] HorizonReturns, double[] OneDayReturns)
{
    /// <summary>The newest values only.</summary>
    public TailHistory Newest(int count) =>
        this with
        {
            LogResiduals = [.. LogResiduals.TakeLast(count)],
            HorizonReturns = [.. HorizonReturns.TakeLast(count)],
            OneDayReturns = [.. OneDayReturns.TakeLast(count)],
        };

    /// <summary>The history at a row, from its definition.</summary>
    /// <param name="variance">The forecast of each row, NaN if there is none.</param>
    /// <param name="returns">The log return into each row.</param>
    /// <param name="horizon">Sessions ahead.</param>
    /// <param name="row">Its return is the newest that is known.</param>
    public static TailHistory At(double[] variance, double[] returns, int horizon, int row)
    {
        int[] ended = [.. Enumerable.Range(0, Math.Max(row - horizon + 1, 0)).Where(origin => variance[origin] > 0)];
        int[] begun = [.. Enumerable.Range(0, row).Where(origin => variance[origin] > 0)];
        return new(horizon,
            Array.ConvertAll(ended, o => Math.Log(RealizedVariance.OfReturns(returns.AsSpan(o + 1, horizon)) / variance[o])),
            Array.ConvertAll(ended, o => returns[(o + 1)..(o + 1 + horizon)].Sum() / Math.Sqrt(variance[o] * horizon / 252)),
            Array.ConvertAll(begun, o => returns[o + 1] / Math.Sqrt(variance[o] / 252)));
    }
}
