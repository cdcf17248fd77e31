using Volcast.Volatility;

namespace Volcast.Evaluation.Comparison;

/// <summary>A loss function for forecasts of variance.</summary>
/// <param name="Name">Its name in tables.</param>
/// <param name="IsRobust">Whether it ranks forecasts correctly although the proxy is noisy (Patton 2011).</param>
/// <param name="Of">The loss of a realised and a forecast annualised variance, in this order.</param>
public sealed record LossFunction(string Name, bool IsRobust, Func<double, double, double> Of)
{
    /// <inheritdoc cref="Losses.Qlike"/>
    public static LossFunction Qlike { get; } = new("qlike", true, Losses.Qlike);

    /// <inheritdoc cref="Losses.SquaredError"/>
    public static LossFunction Variance { get; } = new("mse_variance", true, Losses.SquaredError);

    /// <inheritdoc cref="Losses.SquaredErrorOfLog"/>
    public static LossFunction LogVariance { get; } = new("mse_log_variance", false, Losses.SquaredErrorOfLog);

    /// <inheritdoc cref="Losses.SquaredErrorOfVolatility"/>
    public static LossFunction Volatility { get; } = new("mse_volatility", false, Losses.SquaredErrorOfVolatility);

    /// <summary>All four, the robust ones first.</summary>
    public static IReadOnlyList<LossFunction> All { get; } = [Qlike, Variance, LogVariance, Volatility];
}
