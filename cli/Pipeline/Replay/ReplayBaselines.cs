using Volcast.Forecasting;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;

namespace Volcast.Cli.Pipeline.Replay;

/// <summary>The forecasts of the reference models, session after session; their fits share what they have in common.</summary>
internal sealed class ReplayBaselines : IDisposable
{
    private readonly ForecastingData history;
    private readonly int horizon;
    private readonly List<IEnumerator<(int Origin, ValueOrReason<ForecastModel> Model)>> models;

    /// <param name="roles">The target and its companion symbols.</param>
    /// <param name="history">The target's rows.</param>
    /// <param name="horizon">Sessions ahead.</param>
    /// <param name="first">The first row that is forecast from.</param>
    /// <param name="end">One past the last one.</param>
    public ReplayBaselines(AssetRoles roles, ForecastingData history, int horizon, int first, int end)
    {
        (this.history, this.horizon) = (history, horizon);
        models =
        [
            .. Baselines.Names.Where(name => Baselines.IsFor(roles, name, history.ImpliedIndex)).Select(name => Baselines.At(
                name, history, horizon, Enumerable.Range(first, end - first), CancellationToken.None).GetEnumerator()),
        ];
    }

    /// <summary>The forecasts from one row; rows are asked for one after the other.</summary>
    public IReadOnlyList<MadeForecast> Forecast(int row, TradingCalendar calendar, CancellationToken stop)
    {
        var (made, inputs) = (new List<MadeForecast>(), new ForecastInputs(history.KnownAt(row)));
        foreach (var model in models)
        {
            stop.ThrowIfCancellationRequested();
            if (!model.MoveNext() || model.Current.Origin != row)
                throw new InvalidOperationException($"The rows of the baselines are not asked for one after the other: {row}.");
            if (model.Current.Model.Value is not { } fitted)
                continue;
            using var artifact = fitted.Artifact;
            if (MadeForecast.Make(fitted, inputs, horizon, ForecastKind.Baseline, calendar) is { } forecast)
                made.Add(forecast);
        }
        return made;
    }

    public void Dispose()
    {
        foreach (var model in models)
            model.Dispose();
    }
}
