namespace Volcast.Volatility;

/// <summary>
/// Realised variance from daily log returns: 252/h · Σ r² over h sessions, annualised, mean taken as zero. Its square root
/// is the realised volatility. Over future sessions it is the target of every forecast, over past sessions an input.
/// </summary>
public static class RealizedVariance
{
    /// <summary>Trading sessions in a year, the project's only annualisation factor.</summary>
    public const int SessionsPerYear = 252;

    /// <summary>The smallest annualised variance, a volatility of 0.1 %. SPY has had days of zero return, on which a relative
    /// loss would be infinite.</summary>
    public const double Floor = 1e-6;

    /// <summary>Annualised variance over the sessions of <paramref name="logReturns"/>, at least <see cref="Floor"/>.</summary>
    /// <param name="logReturns">Decimal log returns, one for each session; NaN in, NaN out.</param>
    /// <exception cref="ArgumentException">There is no return.</exception>
    public static double OfReturns(ReadOnlySpan<double> logReturns)
    {
        if (logReturns.IsEmpty)
            throw new ArgumentException("A variance needs at least one return.", nameof(logReturns));
        return Math.Max(AnnualizedMeanSquare(logReturns), Floor);
    }

    /// <summary>252 times the mean squared return, without the floor, as an input of regressions.</summary>
    /// <param name="logReturns">Decimal log returns, one for each session; NaN in, NaN out.</param>
    public static double AnnualizedMeanSquare(ReadOnlySpan<double> logReturns)
    {
        var sum = 0.0;
        foreach (var r in logReturns)
            sum += r * r;
        return SessionsPerYear * sum / logReturns.Length;
    }

    /// <summary>
    /// The label of each row: the annualised variance of the <paramref name="horizon"/> sessions after it, RV(t) = 252/h ·
    /// Σ r²(t+1 … t+h), at least <see cref="Floor"/>. NaN where one of these sessions is missing, as in the last h rows.
    /// </summary>
    /// <param name="logReturns">Decimal log return into each session.</param>
    /// <param name="horizon">Sessions ahead, at least 1.</param>
    public static double[] Labels(ReadOnlySpan<double> logReturns, int horizon)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        var labels = new double[logReturns.Length];
        for (var row = 0; row < labels.Length; row++)
            labels[row] = row + horizon < labels.Length ? OfReturns(logReturns.Slice(row + 1, horizon)) : double.NaN;
        return labels;
    }
}
