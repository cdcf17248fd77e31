using Volcast.Volatility;

namespace Volcast.Forecasting.Distribution;

/// <summary>A forecast whose outcome has not ended.</summary>
/// <param name="Origin">The session on whose evening it was made.</param>
/// <param name="Variance">Annualised.</param>
/// <param name="Bounds">Of the log residual, as it was issued: lower and upper of the 80 %, lower and upper of the 95 % interval;
/// null where there was no interval yet.</param>
/// <param name="LogReturns">Of the sessions since, the oldest first.</param>
internal sealed record PendingForecast(DateOnly Origin, double Variance, double[]? Bounds, double[] LogReturns)
{
    /// <summary>ln RV − ln F, once all sessions have passed.</summary>
    public double LogResidual() => Math.Log(RealizedVariance.OfReturns(LogReturns)) - Math.Log(Variance);

    /// <summary>The sum of the returns over the deviation that was forecast for it: Σr/√(F·n/252).</summary>
    public double StandardizedReturn() =>
        LogReturns.Sum() / Math.Sqrt(Variance * LogReturns.Length / RealizedVariance.SessionsPerYear);

    /// <summary>One session later.</summary>
    public PendingForecast With(double logReturn) => this with { LogReturns = [.. LogReturns, logReturn] };
}
