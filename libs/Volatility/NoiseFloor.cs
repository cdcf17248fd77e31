using MathNet.Numerics;

namespace Volcast.Volatility;

/// <summary>
/// The loss of a perfect forecast, caused by the noise of the target. Over h sessions of a constant variance σ² with Gaussian
/// returns, RV/σ² is χ²(h)/h, so the true variance itself does not score 0. Daily returns have fatter tails, so the floor is a
/// lower bound that no forecast is expected to reach.
/// </summary>
public static class NoiseFloor
{
    /// <summary>Expected <see cref="Losses.Qlike"/> of the true variance, −ψ(h/2) − ln(2/h), ψ the digamma function: 1.2704 for
    /// one return, .2131 for five.</summary>
    /// <param name="returns">h, the number of squared returns in the realised variance; at least 1.</param>
    public static double OfQlike(int returns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(returns, 1);
        return -SpecialFunctions.DiGamma(returns / 2.0) - Math.Log(2.0 / returns);
    }

    /// <summary>Expected √(RV/σ²) of the true variance, √(2/h) Γ((h + 1)/2)/Γ(h/2): below 1, .7979 for one return and .9515 for
    /// five, because the root of a noisy variance is biased downwards.</summary>
    /// <param name="returns">h, the number of squared returns in the realised variance; at least 1.</param>
    public static double RootBias(int returns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(returns, 1);
        return Math.Sqrt(2.0 / returns)
            * Math.Exp(SpecialFunctions.GammaLn((returns + 1) / 2.0) - SpecialFunctions.GammaLn(returns / 2.0));
    }

    /// <summary>
    /// Skill = (benchmark − loss)/(benchmark − floor): the share of the avoidable part of the benchmark's loss that a forecast
    /// avoids. 0 for the benchmark, 1 at the floor, negative for a worse forecast; NaN if the benchmark is at or below the
    /// floor.
    /// </summary>
    /// <param name="loss">The forecast's mean loss.</param>
    /// <param name="benchmark">The benchmark's mean loss on the same rows.</param>
    /// <param name="floor">The mean loss of the true variance, such as <see cref="OfQlike"/>.</param>
    public static double Skill(double loss, double benchmark, double floor) =>
        benchmark > floor ? (benchmark - loss) / (benchmark - floor) : double.NaN;
}
