using Volcast.Forecasting;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;

namespace Volcast.Services.Forecasts;

/// <summary>Forecasts of the reference models (<see cref="Baselines"/>) from the origins of the registered model's forecasts. A
/// late one uses no hindsight either, because each is fitted on what was known at its origin.</summary>
internal static class BaselineForecasts
{
    /// <summary>Makes those that are not stored yet.</summary>
    /// <param name="roles">The target and its companion symbols.</param>
    /// <param name="newest">Everything known now.</param>
    /// <param name="horizon">Sessions ahead.</param>
    /// <param name="rows">The stored forecasts, and those that this run made.</param>
    /// <param name="calendar">Gives the end of the target and the settlement of the origin.</param>
    /// <param name="stop">Stops between fits.</param>
    /// <returns>The rows, and why the newest origin lacks one.</returns>
    public static (IReadOnlyList<ForecastRow> Rows, IReadOnlyList<string> Notes) Make(
        AssetRoles roles, ForecastInputs newest, int horizon, IEnumerable<ForecastRow> rows, TradingCalendar calendar,
        CancellationToken stop)
    {
        var own = rows.Where(row => row.Horizon == horizon && row.Kind != ForecastKind.Provisional).ToArray();
        var (made, notes) = (new List<ForecastRow>(), new List<string>());
        foreach (var name in Baselines.Names.Where(name => Baselines.IsFor(roles, name, newest.Known.ImpliedIndex)))
        {
            var stored = own.Where(row => row.Kind == ForecastKind.Baseline && row.Model == name)
                .Select(row => row.ForecastOrigin).ToHashSet();
            var origins = own.Select(row => row.ForecastOrigin).Distinct().Where(origin => !stored.Contains(origin))
                .Select(origin => RowOf(newest.Known, origin)).OfType<int>().Order();
            foreach (var (origin, model) in Baselines.At(name, newest.Known, horizon, origins, stop))
            {
                var forecast = model.TryGet(out var fitted, out var why)
                    ? Forecast(fitted, newest.KnownAt(origin), horizon, calendar)
                    : new Reason(why);
                if (forecast.Value is { } row)
                    made.Add(row);
                else if (origin == newest.Known.Rows - 1)
                    notes.Add($"No forecast of the baseline {name} is stored: {forecast.Reason}");
            }
        }
        return (made, notes);
    }

    /// <summary>Makes a stored one again.</summary>
    /// <exception cref="InsufficientDataException">The inputs do not suffice.</exception>
    public static ForecastRow MakeAgain(
        ForecastRow stored, ForecastInputs inputs, TradingCalendar calendar, CancellationToken stop)
    {
        var then = inputs.For(stored.ImpliedIndex);
        return Baselines.At(stored.Model, then.Known, stored.Horizon, [then.Known.Rows - 1], stop).Single().Model
            .Match(model => Forecast(model, then, stored.Horizon, calendar), why => new Reason(why))
            .Match(row => row, why => throw new InsufficientDataException(
                $"The baseline {stored.Model} from {stored.ForecastOrigin:yyyy-MM-dd} cannot be made again: {why}"));
    }

    private static ValueOrReason<ForecastRow> Forecast(
        ForecastModel model, ForecastInputs inputs, int horizon, TradingCalendar calendar)
    {
        using var artifact = model.Artifact;
        return SessionForecast.TryMake(model, inputs, horizon, ForecastKind.Baseline, calendar).Select(made => made.Row);
    }

    /// <summary>Null where the lake no longer holds the session.</summary>
    private static int? RowOf(ForecastingData known, DateOnly origin) =>
        known.FirstRowFrom(origin) is var row && row < known.Rows && known.Sessions[row] == origin ? row : null;
}
