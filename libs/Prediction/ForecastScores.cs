using Volcast.Lake.Tables;
using Volcast.Volatility;

namespace Volcast.Prediction;

/// <summary>The proxy of realised variance with which scores compare forecasts.</summary>
public enum OutcomeProxy
{
    /// <summary>Squared returns, the target that models learn.</summary>
    SquaredReturns,

    /// <summary>The range of each session, which is less noisy.</summary>
    Range,
}

/// <summary>A stored forecast and its outcome.</summary>
/// <param name="Forecast">A row of the table <c>forecasts</c>.</param>
/// <param name="Outcome">The complete outcome.</param>
public sealed record ScoredForecast(ForecastRow Forecast, RealizedOutcome Outcome)
{
    /// <summary>The outcome's annualised variance; NaN if the proxy is missing.</summary>
    public double Realized(OutcomeProxy proxy) =>
        proxy == OutcomeProxy.Range ? Outcome.RangeVariance : Outcome.Variance;
}

/// <summary>Scores of stored forecasts.</summary>
/// <param name="N">Number of scored forecasts.</param>
/// <param name="First">The first of their origins; null if there are none.</param>
/// <param name="Last">The last of their origins; null if there are none.</param>
/// <param name="Qlike">Mean <see cref="Losses.Qlike"/> of the variance; smaller is better; NaN if there are no forecasts.</param>
/// <param name="ImpliedQlike">The same of the implied variance. NaN unless every origin has one, because both must cover the
/// same days.</param>
/// <param name="Bias">Mean forecast variance divided by mean realised variance, minus 1: 0 is unbiased, .1 is 10 % too
/// high.</param>
/// <param name="Interval80">Scores of the 80 % interval, in annualised volatility, over the forecasts that have one.</param>
/// <param name="Interval95">The same of the 95 % interval.</param>
public sealed record ForecastScores(
    int N, DateOnly? First, DateOnly? Last, double Qlike, double ImpliedQlike, double Bias, IntervalScore Interval80,
    IntervalScore Interval95)
{
    /// <summary>Scores forecasts of one target and horizon. Forecasts without the proxy are skipped.</summary>
    public static ForecastScores Of(
        IEnumerable<ScoredForecast> forecasts, OutcomeProxy proxy = OutcomeProxy.SquaredReturns)
    {
        ScoredForecast[] scored = [.. forecasts.Where(one => double.IsFinite(one.Realized(proxy)))];
        var realized = Array.ConvertAll(scored, one => one.Realized(proxy));
        var variance = Column(row => row.Variance);
        var implied = Column(row => row.Implied / 100 * (row.Implied / 100));
        return new(scored.Length,
            scored.Length > 0 ? scored.Min(one => one.Forecast.ForecastOrigin) : null,
            scored.Length > 0 ? scored.Max(one => one.Forecast.ForecastOrigin) : null,
            Losses.MeanQlike(realized, variance),
            Array.TrueForAll(implied, double.IsFinite) ? Losses.MeanQlike(realized, implied) : double.NaN,
            variance.Sum() / realized.Sum() - 1,
            IntervalScore.Of(realized, Column(row => row.Lower80), Column(row => row.Upper80), .8),
            IntervalScore.Of(realized, Column(row => row.Lower95), Column(row => row.Upper95), .95));

        double[] Column(Func<ForecastRow, double> of) => Array.ConvertAll(scored, one => of(one.Forecast));
    }
}
