using Volcast.Forecasting;
using Volcast.Volatility;

namespace Volcast.Evaluation;

/// <summary>One refit of a walk-forward and the origins that it forecasts. It is the unit of work and depends only on the data
/// before its origins. Rows are rows of the data.</summary>
/// <param name="RefitRow">The session after whose close the model is fitted; also the first origin.</param>
/// <param name="EndRow">One past the row of the last origin.</param>
/// <param name="LabelledRows">The labels of the rows before this one ended strictly before the refit: RefitRow − horizon, so that
/// <c>horizon</c> rows are purged.</param>
/// <param name="FirstRow">The oldest row of the training window; 0 for an expanding window.</param>
public sealed record Fold(int RefitRow, int EndRow, int LabelledRows, int FirstRow)
{
    /// <summary>The number of origins that it forecasts.</summary>
    public int Origins => EndRow - RefitRow;

    /// <summary>The folds that cover the origins from <paramref name="fromRow"/> to before <paramref name="endRow"/>. One of them
    /// starts exactly at <paramref name="fromRow"/>, after the folds of the burn-in. The end of the data changes the start of no
    /// fold.</summary>
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

    /// <summary>Fits the forecaster on what was known at the refit, and forecasts each origin from what was known there. The
    /// forecaster gets views that end at that session, so it cannot look ahead.</summary>
    /// <param name="forecaster">The recipe.</param>
    /// <param name="data">All data.</param>
    /// <param name="labels">The label of each row of <paramref name="data"/>.</param>
    /// <param name="horizon">Sessions ahead.</param>
    /// <param name="isExplained">Whether the reasons of each forecast are computed too.</param>
    /// <param name="cancellationToken">Stops between rounds and origins.</param>
    /// <returns>A forecast for each origin, NaN if the origin is skipped, and the reasons for skipped origins.</returns>
    /// <exception cref="InvalidOperationException">A forecast is not a positive finite number, or the fold would use a label that
    /// ends on or after its refit.</exception>
    public FoldResult Run(IForecaster forecaster, ForecastingData data, double[] labels, int horizon, bool isExplained = false,
        CancellationToken cancellationToken = default) =>
        RunFittedAt(this, forecaster, data, labels, horizon, isExplained, cancellationToken);

    /// <summary>Forecasts this fold's origins with the parameters of a fit at an earlier fold's refit.</summary>
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
                        + $"on {data.Sessions[row]:yyyy-MM-dd}; a forecast must be positive, or NaN if there is none.");
                else if (isExplained)
                    explanations[row - RefitRow] = fitted.Explain(known);
            }
        return new(variance, skipped) { Reasons = ReasonsByOrigin.Of(explanations, variance) };

        SkippedOrigins Out(int first, int last, SkipCause cause, string reason) =>
            new(forecaster.Name, data.Sessions[first], data.Sessions[last], cause, reason) { Origins = last - first + 1 };

        string Absent(ForecastingData known)
        {
            var absent = forecaster.Inputs.Where(name => !double.IsFinite(known.Column(name)[^1])).ToArray();
            return "missing inputs: "
                + (absent.Length > 0 ? string.Join(", ", absent) : "a log return in its window");
        }
    }

    /// <summary>Fits on a copy of the labels that had ended: later labels are not reachable in memory.</summary>
    private IFittedForecaster Fit(
        IForecaster forecaster, ForecastingData data, double[] labels, int horizon, CancellationToken cancellationToken)
    {
        if (LabelledRows > Math.Max(RefitRow - horizon, 0))
            throw new InvalidOperationException($"A fold refitted in row {RefitRow} would use row {LabelledRows - 1}, "
                + $"whose label of {horizon} sessions ends in row {LabelledRows - 1 + horizon}: that would be a look-ahead.");
        var ended = labels.AsSpan(FirstRow, LabelledRows - FirstRow).ToArray();
        return forecaster.Fit(data.KnownAt(RefitRow).Without(FirstRow), ended, horizon, cancellationToken);
    }
}
