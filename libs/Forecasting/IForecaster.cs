namespace Volcast.Forecasting;

/// <summary>A recipe that learns to forecast annualised variance from the past rows of <see cref="ForecastingData"/>.</summary>
public interface IForecaster
{
    /// <summary>The name it has in the literature or in the project's evidence, for example <c>har</c>.</summary>
    string Name { get; }

    /// <summary>The columns it reads beside the log returns; a row in which one of them is absent is neither learnt from nor forecast.</summary>
    IReadOnlyList<string> Inputs { get; }

    /// <summary>The fewest usable training rows with which a fit is attempted.</summary>
    int MinimumTrainingRows { get; }

    /// <summary>Fits on rows 0 to <paramref name="endRow"/> exclusive; reads nothing at or after it except through
    /// <paramref name="realizedVariance"/> of those rows, whose labels the caller guarantees to be known.</summary>
    /// <param name="data">The target's data; rows at or after <paramref name="endRow"/> are not to be read.</param>
    /// <param name="realizedVariance">Annualised realised variance over the horizon after each row; NaN where unknown.</param>
    /// <param name="endRow">One past the last training row.</param>
    /// <param name="horizon">Sessions ahead.</param>
    /// <param name="cancellationToken">Stops between boosting rounds and iterations.</param>
    /// <exception cref="InsufficientDataException">Fewer than <see cref="MinimumTrainingRows"/> usable rows.</exception>
    IFittedForecaster Fit(ForecastingData data, ReadOnlySpan<double> realizedVariance, int endRow, int horizon, CancellationToken cancellationToken = default);
}

/// <summary>A fitted forecaster: stateless, so that any row can be forecast in any order.</summary>
public interface IFittedForecaster : IDisposable
{
    /// <summary>Forecasts annualised variance for rows <paramref name="startRow"/>, +1, …; NaN where an input is absent.</summary>
    void Forecast(ForecastingData data, int startRow, Span<double> variance);

    /// <summary>Why the forecast of one row is what it is.</summary>
    /// <exception cref="InsufficientDataException">An input of the row is absent; the message names it.</exception>
    Explanation Explain(ForecastingData data, int row);

    /// <summary>The files from which <c>ForecasterArtifact.Load</c> rebuilds this forecaster: path → content.</summary>
    IReadOnlyDictionary<string, byte[]> Save();
}

/// <summary>There is too little history, or an absent input, for what was asked; the message says which, where and what to do.</summary>
public sealed class InsufficientDataException(string message) : Exception(message);
