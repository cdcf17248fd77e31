namespace Volcast.Forecasting;

/// <summary>
/// A recipe that learns from the past to forecast annualised variance. Stateless: folds of a walk-forward fit it in parallel.
/// </summary>
public interface IForecaster
{
    /// <summary>The name it has in the literature or in the project's evidence, for example <c>har</c>.</summary>
    string Name { get; }

    /// <summary>The columns that it reads in addition to the log returns. A row in which one of them is missing is neither a
    /// training row nor forecast.</summary>
    IReadOnlyList<string> Inputs { get; }

    /// <summary>The smallest number of usable training rows for a fit.</summary>
    int MinimumTrainingRows { get; }

    /// <summary>Fits on the rows that have a label.</summary>
    /// <param name="known">What is known on the day of the fit, and no more.</param>
    /// <param name="realizedVariance">The labels of the first rows of <paramref name="known"/>, as many as have one: annualised
    /// realised variance over the horizon after the row; NaN where missing. Later rows serve as inputs only.</param>
    /// <param name="horizon">Sessions ahead.</param>
    /// <param name="cancellationToken">Stops between boosting rounds.</param>
    /// <exception cref="InsufficientDataException">There are fewer than <see cref="MinimumTrainingRows"/> usable
    /// rows.</exception>
    /// <exception cref="Volatility.EstimationException">The rows do not determine the parameters.</exception>
    IFittedForecaster Fit(
        ForecastingData known, ReadOnlySpan<double> realizedVariance, int horizon, CancellationToken cancellationToken = default);
}

/// <summary>A fitted forecaster. It keeps no state between calls, so threads can share it.</summary>
public interface IFittedForecaster : IDisposable
{
    /// <summary>Its coefficients and training facts.</summary>
    FittedModelSpec Spec { get; }

    /// <summary>Annualised variance over the horizon after the newest row of <paramref name="known"/>, the forecast origin;
    /// NaN if an input of that row is missing, otherwise positive.</summary>
    double Forecast(ForecastingData known);

    /// <summary>Explains the forecast from the newest row of <paramref name="known"/>.</summary>
    /// <exception cref="InsufficientDataException">An input of the row is missing; the message names it.</exception>
    Explanation Explain(ForecastingData known);

    /// <summary>Whether a forecast depends on the origin's row of <see cref="FittedModelSpec.Inputs"/> only. A model that needs
    /// past returns cannot forecast from a row of inputs.</summary>
    bool ForecastsFromInputs => false;

    /// <summary>The forecast from a row of inputs without a history; the same bits as from a session with these inputs.</summary>
    /// <param name="inputs">A value for each of <see cref="FittedModelSpec.Inputs"/>, in their order; NaN where missing.</param>
    /// <exception cref="ArgumentException">The number of values is wrong.</exception>
    /// <exception cref="NotSupportedException"><see cref="ForecastsFromInputs"/> is false.</exception>
    double Forecast(ReadOnlySpan<double> inputs) => throw Spec.NeedsHistory();

    /// <summary>Explains the forecast from a row of inputs.</summary>
    /// <exception cref="InsufficientDataException">An input is missing; the message names it.</exception>
    /// <inheritdoc cref="Forecast(ReadOnlySpan{double})"/>
    Explanation Explain(ReadOnlySpan<double> inputs) => throw Spec.NeedsHistory();

    /// <summary>The interactions of the inputs in the forecast from the newest row; null for a model without interactions, which
    /// is every model without trees. Much slower than <see cref="Explain(ForecastingData)"/>.</summary>
    /// <exception cref="InsufficientDataException">An input of the row is missing; the message names it.</exception>
    InteractionValues? Interactions(ForecastingData known) => null;

    /// <summary>The recipe with every forecast variance multiplied by a factor and no other coefficient changed; null for a model
    /// without a constant in log variance.</summary>
    FittedModelSpec? WithLevel(double factor) => null;

    /// <summary>The files from which <see cref="ForecasterArtifact.Load"/> rebuilds this forecaster bit for bit: path →
    /// content.</summary>
    IReadOnlyDictionary<string, byte[]> Save();
}

/// <summary>The history is too short, or an input is missing; the message says which and where.</summary>
public sealed class InsufficientDataException(string message, Exception? inner = null) : Exception(message, inner);
