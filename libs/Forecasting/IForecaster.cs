namespace Volcast.Forecasting;

/// <summary>
/// A recipe that learns to forecast annualised variance from the past. Stateless: folds of a walk-forward fit it in parallel.
/// </summary>
public interface IForecaster
{
    /// <summary>The name it has in the literature or in the project's evidence, for example <c>har</c>.</summary>
    string Name { get; }

    /// <summary>The columns it reads beside the log returns; a row in which one of them is absent is neither learnt from nor
    /// forecast.</summary>
    IReadOnlyList<string> Inputs { get; }

    /// <summary>The fewest usable training rows with which a fit is attempted.</summary>
    int MinimumTrainingRows { get; }

    /// <summary>Fits on the rows that have a label.</summary>
    /// <param name="known">What is known on the day of the fit, and no more.</param>
    /// <param name="realizedVariance">The labels of the first rows of <paramref name="known"/>, as many as have one: annualised
    /// realised variance over the horizon after the row; NaN where absent. The rows after these serve as inputs only.</param>
    /// <param name="horizon">Sessions ahead.</param>
    /// <param name="cancellationToken">Stops between boosting rounds.</param>
    /// <exception cref="InsufficientDataException">Fewer than <see cref="MinimumTrainingRows"/> usable rows.</exception>
    /// <exception cref="Volatility.EstimationException">The rows do not determine the parameters.</exception>
    IFittedForecaster Fit(
        ForecastingData known, ReadOnlySpan<double> realizedVariance, int horizon, CancellationToken cancellationToken = default);
}

/// <summary>A fitted forecaster. It keeps no state between calls, and threads may share it.</summary>
public interface IFittedForecaster : IDisposable
{
    /// <summary>What it is and what it was fitted on.</summary>
    FittedModelSpec Spec { get; }

    /// <summary>Annualised variance over the horizon after the newest row of <paramref name="known"/>, the forecast origin;
    /// NaN where an input of that row is absent. Positive otherwise.</summary>
    double Forecast(ForecastingData known);

    /// <summary>Why the forecast from the newest row of <paramref name="known"/> is what it is.</summary>
    /// <exception cref="InsufficientDataException">An input of the row is absent; the message names it.</exception>
    Explanation Explain(ForecastingData known);

    /// <summary>Whether the columns of the origin's row that <see cref="FittedModelSpec.Inputs"/> names are all that a forecast is made
    /// from. A model that looks back on returns has no answer to a row of inputs.</summary>
    bool ForecastsFromInputs => false;

    /// <summary>The forecast from a row of inputs without a history, to the bit that from a session with these inputs.</summary>
    /// <param name="inputs">A value for each of <see cref="FittedModelSpec.Inputs"/>, in their order; NaN where absent.</param>
    /// <exception cref="ArgumentException">There are more values or fewer.</exception>
    /// <exception cref="NotSupportedException"><see cref="ForecastsFromInputs"/> does not hold.</exception>
    double Forecast(ReadOnlySpan<double> inputs) => throw Spec.NeedsHistory();

    /// <summary>Why the forecast from a row of inputs is what it is.</summary>
    /// <exception cref="InsufficientDataException">An input is absent; the message names it.</exception>
    /// <inheritdoc cref="Forecast(ReadOnlySpan{double})"/>
    Explanation Explain(ReadOnlySpan<double> inputs) => throw Spec.NeedsHistory();

    /// <summary>How the inputs acted together in the forecast from the newest row; null for a model in which each acts by
    /// itself, as in every one without trees. Far slower than <see cref="Explain(ForecastingData)"/>, hence apart from
    /// it.</summary>
    /// <exception cref="InsufficientDataException">An input of the row is absent; the message names it.</exception>
    InteractionValues? Interactions(ForecastingData known) => null;

    /// <summary>The files from which <see cref="ForecasterArtifact.Load"/> rebuilds this forecaster bit for bit: path →
    /// content.</summary>
    IReadOnlyDictionary<string, byte[]> Save();
}

/// <summary>There is too little history, or an absent input, for what was asked; the message says which and where.</summary>
public sealed class InsufficientDataException(string message) : Exception(message);
