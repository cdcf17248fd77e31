using Volcast.Lake.Tables;
using Volcast.Prediction;
using Volcast.Volatility;

namespace Volcast.Services.Monitoring.Scores;

/// <summary>The names of the scores in the table <c>monitoring</c>, and their values for one forecast. docs/outcomes.md has the
/// formulas.</summary>
public static class ScoreChecks
{
    /// <summary><see cref="Losses.Qlike"/> against squared returns.</summary>
    public const string Qlike = "qlike";

    /// <summary><see cref="Losses.Qlike"/> against ranges.</summary>
    public const string QlikeRange = "qlike_range";

    /// <summary>ln forecast variance − ln realised variance.</summary>
    public const string Bias = "bias";

    /// <summary>1 if the outcome is inside the interval, ends included; otherwise 0.</summary>
    public const string Covered80 = "covered_80";

    /// <inheritdoc cref="Covered80"/>
    public const string Covered95 = "covered_95";

    /// <summary><see cref="IntervalScore.Winkler"/>, in annualised volatility.</summary>
    public const string Winkler80 = "winkler_80";

    /// <inheritdoc cref="Winkler80"/>
    public const string Winkler95 = "winkler_95";

    /// <summary>1 if the loss over the horizon exceeded the value at risk; otherwise 0.</summary>
    public const string VarHit95 = "var_hit_95";

    /// <inheritdoc cref="VarHit95"/>
    public const string VarHit99 = "var_hit_99";

    /// <summary>The same of the first session of a longer horizon.</summary>
    public const string OneDayVarHit95 = "var_hit_95_1d";

    /// <inheritdoc cref="OneDayVarHit95"/>
    public const string OneDayVarHit99 = "var_hit_99_1d";

    /// <summary>The probability that the forecast's distribution gave to an outcome of at most the realised one
    /// (Dawid 1984).</summary>
    public const string Pit = "pit";

    /// <summary>Every score of a forecast except <see cref="Pit"/>, by name. A figure that the forecast does not state has
    /// none.</summary>
    internal static IEnumerable<(string Check, double Value)> Of(ScoredForecast one)
    {
        var (row, outcome) = (one.Forecast, one.Outcome);
        var scores = ForecastScores.Of([one]);
        (string Check, double Value)[] values =
        [
            (Qlike, scores.Qlike),
            (QlikeRange, ForecastScores.Of([one], OutcomeProxy.Range).Qlike),
            (Bias, Math.Log(row.Variance) - Math.Log(outcome.Variance)),
            (Covered80, scores.Interval80.Coverage), (Covered95, scores.Interval95.Coverage),
            (Winkler80, scores.Interval80.MeanWinkler), (Winkler95, scores.Interval95.MeanWinkler),
            .. row.Horizon == 1
                ? (ReadOnlySpan<(string, double)>)
                [
                    (VarHit95, Hit(row.OneDay95, outcome.FirstLogReturn)), (VarHit99, Hit(row.OneDay99, outcome.FirstLogReturn)),
                ]
                :
                [
                    (VarHit95, Hit(row.Horizon95, outcome.LogReturn)), (VarHit99, Hit(row.Horizon99, outcome.LogReturn)),
                    (OneDayVarHit95, Hit(row.OneDay95, outcome.FirstLogReturn)),
                    (OneDayVarHit99, Hit(row.OneDay99, outcome.FirstLogReturn)),
                ],
        ];
        return values.Where(score => double.IsFinite(score.Value));
    }

    private static double Hit(ForecastTailRisk risk, double logReturn) => TailHits.IsHit(risk, logReturn) switch
    {
        true => 1,
        false => 0,
        null => double.NaN,
    };
}
