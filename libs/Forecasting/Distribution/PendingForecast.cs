using Volcast.Volatility;

namespace Volcast.Forecasting.Distribution;

/// <summary>A forecast whose outcome is not known yet.</summary>
/// <param name="Origin">The forecast origin.</param>
/// <param name="Variance">Annualised.</param>
/// <param name="Bounds">Bounds of the log residual when it was issued: lower and upper of the 80 %, lower and upper of the 95 %
/// interval; null if there was no interval yet.</param>
/// <param name="LogReturns">Log returns of the sessions since, the oldest first.</param>
internal sealed record PendingForecast(DateOnly Origin, double Variance, double[]? Bounds, double[] LogReturns)
{
    /// <summary>ln RV − ln F, when all returns are known.</summary>
    public double LogResidual() => Math.Log(RealizedVariance.OfReturns(LogReturns)) - Math.Log(Variance);

    /// <summary>The sum of the returns divided by its forecast standard deviation: Σr/√(F·n/252).</summary>
    public double StandardizedReturn() =>
        LogReturns.Sum() / Math.Sqrt(Variance * LogReturns.Length / RealizedVariance.SessionsPerYear);

    /// <summary>The forecast with the return of one more session.</summary>
    public PendingForecast With(double logReturn) => this with { LogReturns = [.. LogReturns, logReturn] };
}
