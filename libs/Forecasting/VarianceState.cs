using Volcast.Volatility;

namespace Volcast.Forecasting;

/// <summary>All that a model carries from the past into its forecast, as one annualised variance.</summary>
/// <param name="Name">Its name as an input, for example <c>rv_5d</c> or <c>garch_variance</c>.</param>
/// <param name="TrainingMean">Its mean over the training rows, at which it contributes nothing.</param>
/// <param name="Parameters">What it is computed with, by the literature's names; of one session's decimal returns, not
/// annualised.</param>
public sealed record VarianceState(string Name, double TrainingMean, IReadOnlyDictionary<string, double> Parameters)
{
    /// <summary>A recursion forgets slowly, so that a return absent long ago is left out as though its session had not been; but
    /// with one absent among this many newest it does not know where the variance stands.</summary>
    internal const int NewestSessions = 22;

    /// <summary>Whether the <paramref name="sessions"/> returns up to this row are all there.</summary>
    internal static bool Known(ForecastingData known, int row, int sessions = NewestSessions) => row + 1 >= sessions
        && double.IsFinite(RealizedVariance.AnnualizedMeanSquare(known.LogReturns.Slice(row + 1 - sessions, sessions)));

    /// <exception cref="InvalidDataException">The parameter is absent.</exception>
    internal double Parameter(string name) => Parameters.TryGetValue(name, out var value)
        ? value
        : throw new InvalidDataException($"{FittedModelSpec.FileName} does not hold the parameter {name} of {Name}: train again.");
}

/// <summary>
/// A fitted model whose forecast is a function of one state. With a single input its Shapley value is the whole distance from
/// the forecast at the state's training mean, whatever the function.
/// </summary>
/// <param name="recipe">With its <see cref="FittedModelSpec.State"/>.</param>
/// <param name="sessions">The newest log returns that must be there.</param>
/// <param name="state">The state after the newest row, annualised variance.</param>
/// <param name="forecast">The mean variance over the horizon that follows from a state, both annualised.</param>
internal sealed class StateForecaster(
    FittedModelSpec recipe, int sessions, Func<ForecastingData, double> state, Func<double, double> forecast) : IFittedForecaster
{
    public FittedModelSpec Spec => recipe;

    public double Forecast(ForecastingData known) =>
        VarianceState.Known(known, known.Rows - 1, sessions) ? Floored(state(known)) : double.NaN;

    /// <summary>In variance.</summary>
    public Explanation Explain(ForecastingData known)
    {
        if (!VarianceState.Known(known, known.Rows - 1, sessions))
            throw new InsufficientDataException($"{recipe.Name} needs the last {sessions} log returns of {known.Symbol} up to "
                + $"{known.Sessions[^1]:yyyy-MM-dd}, and one is absent.");
        var now = state(known);
        var (mean, output) = (Floored(recipe.State!.TrainingMean), Floored(now));
        return new(ContributionScale.Variance, mean, [new(recipe.State.Name, now, output - mean)], output);
    }

    public IReadOnlyDictionary<string, byte[]> Save() =>
        new Dictionary<string, byte[]> { [FittedModelSpec.FileName] = recipe.ToJson() };

    public void Dispose()
    {
    }

    private double Floored(double variance) => Math.Max(forecast(variance), RealizedVariance.Floor);
}
