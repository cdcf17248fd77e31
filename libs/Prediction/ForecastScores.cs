using Volcast.Lake.Tables;
using Volcast.Volatility;

namespace Volcast.Prediction;

/// <summary>The proxy of realised variance that a score compares forecasts with.</summary>
public enum OutcomeProxy
{
    /// <summary>Squared returns: the target that models are trained on.</summary>
    SquaredReturns,

    /// <summary>The range of each session: less noisy.</summary>
    Range,
}

/// <summary>A stored forecast and what was realised.</summary>
/// <param name="Forecast">A row of the table <c>forecasts</c>.</param>
/// <param name="Outcome">Complete.</param>
public sealed record ScoredForecast(ForecastRow Forecast, RealizedOutcome Outcome)
{
    /// <summary>Annualised variance; NaN where the proxy is missing.</summary>
    public double Realized(OutcomeProxy proxy) =>
        proxy == OutcomeProxy.Range ? Outcome.RangeVariance : Outcome.Variance;
}

/// <summary>How good stored forecasts were.</summary>
/// <param name="N">Forecasts scored.</param>
/// <param name="First">The first of their origins; null where there is none.</param>
/// <param name="Last">The last of their origins.</param>
/// <param name="Qlike">Mean <see cref="Losses.Qlike"/> on variance; smaller is better; NaN where there is no forecast.</param>
/// <param name="ImpliedQlike">The same of the implied variance; NaN unless every origin has one, since the two are compared on
/// the same days.</param>
/// <param name="Bias">Mean forecast variance over mean realised variance, less 1: 0 is unbiased, .1 is 10 % too high.</param>
/// <param name="Interval80">On annualised volatility, over the forecasts that have an interval.</param>
/// <param name="Interval95">The same of the 95 % interval.</param>
public sealed record ForecastScores(
    int N, DateOnly? First, DateOnly? Last, double Qlike, double ImpliedQlike, double Bias, IntervalScore Interval80,
    IntervalScore Interval95)
{
    /// <summary>Scores forecasts of one target and horizon; those without the proxy are left out.</summary>
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
