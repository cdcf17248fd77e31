using Volcast.Forecasting;
using Volcast.Volatility;

namespace Volcast.Evaluation;

/// <summary>
/// One refit of a walk-forward and the origins that it forecasts: the unit of work, which depends on nothing but the data
/// before its origins. Rows are those of the data.
/// </summary>
/// <param name="RefitRow">The session on whose evening the model is fitted, and the first origin.</param>
/// <param name="EndRow">One past the last origin.</param>
/// <param name="LabelledRows">The rows before this one have a label that ended strictly before the refit: RefitRow − horizon, so
/// that as many rows as the horizon has sessions are purged.</param>
/// <param name="FirstRow">The oldest row of the training window; 0 when it expands.</param>
public sealed record Fold(int RefitRow, int EndRow, int LabelledRows, int FirstRow)
{
    /// <summary>How many origins it forecasts.</summary>
    public int Origins => EndRow - RefitRow;

    /// <summary>The folds that cover the origins from <paramref name="fromRow"/> to before <paramref name="endRow"/>, one of them
    /// beginning exactly at <paramref name="fromRow"/>, after the folds of the burn-in. Where the data ends changes no fold's
    /// beginning.</summary>
    public static IReadOnlyList<Fold> Plan(int fromRow, int endRow, WalkForwardOptions options)
    {
        var burnInFolds = Math.Min((options.BurnIn + options.RefitEvery - 1) / options.RefitEvery, fromRow / options.RefitEvery);
        var folds = new List<Fold>();
        for (var refit = fromRow - burnInFolds * options.RefitEvery; refit < endRow; refit += options.RefitEvery)
        {
            var labelled = Math.Max(refit - options.Horizon, 0);
            var first = options.RollingRows is { } rolling ? Math.Max(labelled - rolling, 0) : 0;
            folds.Add(new(refit, Math.Min(refit + options.RefitEvery, endRow), labelled, first));
        }
        return folds;
    }

    /// <summary>
    /// Fits the forecaster on what was known at the refit and forecasts each origin from what was known there: it is handed
    /// views that end at that session, so that it cannot look ahead.
    /// </summary>
    /// <param name="forecaster">The recipe.</param>
    /// <param name="data">All there is.</param>
    /// <param name="labels">The label of each row of <paramref name="data"/>.</param>
    /// <param name="horizon">Sessions ahead.</param>
    /// <param name="isExplained">Whether the reasons of each forecast are wanted too.</param>
    /// <param name="cancellationToken">Stops between rounds and origins.</param>
    /// <returns>A forecast for each origin, NaN where the model sat out, and why it did.</returns>
    /// <exception cref="InvalidOperationException">A forecast is not a positive finite number, or the fold would learn from a
    /// label that ends on or after its refit.</exception>
    public FoldResult Run(IForecaster forecaster, ForecastingData data, double[] labels, int horizon, bool isExplained = false,
        CancellationToken cancellationToken = default) =>
        RunFittedAt(this, forecaster, data, labels, horizon, isExplained, cancellationToken);

    /// <summary>Forecasts this fold's origins by a fit as of an earlier fold's refit: its parameters are kept.</summary>
    internal FoldResult RunFittedAt(Fold earlier, IForecaster forecaster, ForecastingData data, double[] labels, int horizon,
        bool isExplained, CancellationToken cancellationToken)
    {
        var variance = new double[Origins];
        Array.Fill(variance, double.NaN);
        IFittedForecaster fitted;
        try
        {
            fitted = earlier.Fit(forecaster, data, labels, horizon, cancellationToken);
        }
        catch (Exception error) when (error is InsufficientDataException or EstimationException)
        {
            var cause = error is InsufficientDataException ? SkipCause.TooLittleHistory : SkipCause.NotEstimated;
            return new(variance, [Out(RefitRow, EndRow - 1, cause, error.Message)]);
        }
        var skipped = new List<SkippedOrigins>();
        var explanations = new Explanation?[variance.Length];
        using (fitted)
            for (var row = RefitRow; row < EndRow; row++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var known = data.KnownAt(row);
                var forecast = fitted.Forecast(known);
                variance[row - RefitRow] = forecast;
                if (double.IsNaN(forecast))
                    skipped.Add(Out(row, row, SkipCause.AbsentInput, Absent(known)));
                else if (!(forecast > 0 && double.IsFinite(forecast)))
                    throw new InvalidOperationException($"{forecaster.Name} forecasts a variance of {forecast} for {data.Symbol} "
                        + $"on {data.Sessions[row]:yyyy-MM-dd}; a forecaster has to answer with a positive number, or NaN.");
                else if (isExplained)
                    explanations[row - RefitRow] = fitted.Explain(known);
            }
        return new(variance, skipped) { Reasons = ReasonsByOrigin.Of(explanations, variance) };

        SkippedOrigins Out(int first, int last, SkipCause cause, string reason) =>
            new(forecaster.Name, data.Sessions[first], data.Sessions[last], cause, reason) { Origins = last - first + 1 };

        string Absent(ForecastingData known)
        {
            var absent = forecaster.Inputs.Where(name => !double.IsFinite(known.Column(name)[^1])).ToArray();
            return "absent: "
                + (absent.Length > 0 ? string.Join(", ", absent) : "a log return that it looks back on");
        }
    }

    /// <summary>Fits on a copy of the labels that had ended: what comes after them is not even in memory's reach.</summary>
    private IFittedForecaster Fit(
        IForecaster forecaster, ForecastingData data, double[] labels, int horizon, CancellationToken cancellationToken)
    {
        if (LabelledRows > Math.Max(RefitRow - horizon, 0))
            throw new InvalidOperationException($"A fold refitted in row {RefitRow} would learn from row {LabelledRows - 1}, "
                + $"whose label of {horizon} sessions ends in row {LabelledRows - 1 + horizon}: that is a look ahead.");
        var ended = labels.AsSpan(FirstRow, LabelledRows - FirstRow).ToArray();
        return forecaster.Fit(data.KnownAt(RefitRow).Without(FirstRow), ended, horizon, cancellationToken);
    }
}
