using Volcast.Volatility;

namespace Volcast.Forecasting;

/// <summary>The state of a model whose forecast depends on the past through one annualised variance.</summary>
/// <param name="Name">Its name as an input, for example <c>rv_5d</c> or <c>garch_variance</c>.</param>
/// <param name="TrainingMean">Its mean over the training rows, at which it contributes nothing.</param>
/// <param name="Parameters">The model's parameters by their names in the literature; for decimal returns of one session, not
/// annualised.</param>
public sealed record VarianceState(string Name, double TrainingMean, IReadOnlyDictionary<string, double> Parameters)
{
    /// <summary>If a return among this many newest is missing, the variance is unknown. An older missing return is skipped,
    /// because a recursion forgets slowly.</summary>
    internal const int NewestSessions = 22;

    /// <summary>Whether none of the <paramref name="sessions"/> returns up to this row is missing.</summary>
    internal static bool Known(ForecastingData known, int row, int sessions = NewestSessions) => row + 1 >= sessions
        && double.IsFinite(RealizedVariance.AnnualizedMeanSquare(known.LogReturns.Slice(row + 1 - sessions, sessions)));

    /// <exception cref="InvalidDataException">The parameter is missing.</exception>
    internal double Parameter(string name) => Parameters.TryGetValue(name, out var value)
        ? value
        : throw new InvalidDataException($"{FittedModelSpec.FileName} lacks the parameter {name} of {Name}: train again.");
}

/// <summary>
/// A fitted model whose forecast is a function of one state. With a single input, the Shapley value is the whole difference to
/// the forecast at the state's training mean, for any function.
/// </summary>
/// <param name="spec">With its <see cref="FittedModelSpec.State"/>.</param>
/// <param name="sessions">The number of newest log returns that must not be missing.</param>
/// <param name="state">The state after the newest row, annualised variance.</param>
/// <param name="forecast">The mean variance over the horizon that follows from a state, both annualised.</param>
internal sealed class StateForecaster(
    FittedModelSpec spec, int sessions, Func<ForecastingData, double> state, Func<double, double> forecast) : IFittedForecaster
{
    public FittedModelSpec Spec => spec;

    public double Forecast(ForecastingData known) =>
        VarianceState.Known(known, known.Rows - 1, sessions) ? Floored(state(known)) : double.NaN;

    /// <summary>In variance.</summary>
    public Explanation Explain(ForecastingData known)
    {
        if (!VarianceState.Known(known, known.Rows - 1, sessions))
            throw new InsufficientDataException($"{spec.Name} needs the last {sessions} log returns of {known.Symbol} up to "
                + $"{known.Sessions[^1]:yyyy-MM-dd}, but one is missing.");
        var now = state(known);
        var (mean, output) = (Floored(spec.State!.TrainingMean), Floored(now));
        return new(ContributionScale.Variance, mean, [new(spec.State.Name, now, output - mean)], output);
    }

    public IReadOnlyDictionary<string, byte[]> Save() =>
        new Dictionary<string, byte[]> { [FittedModelSpec.FileName] = spec.ToJson() };

    public void Dispose()
    {
    }

    private double Floored(double variance) => Math.Max(forecast(variance), RealizedVariance.Floor);
}
