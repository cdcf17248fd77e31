using Volcast.Lake;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Registry;
using Volcast.Registry.Aliases;

namespace Volcast.Services.Forecasts;

/// <summary>The tail risk of the session after each missed origin, from the one-session version that was champion when the origin
/// had settled, and never from one that has learnt from later outcomes. An origin without such a version has none: its backfilled
/// forecast then states its own model's.</summary>
internal sealed class OneSessionBackfill(IModelRegistry registry, TradingCalendar calendar, TimeProvider clock, DataKind kind)
{
    /// <param name="target">The symbol that is forecast.</param>
    /// <param name="newest">Everything known now.</param>
    /// <param name="missed">The rows of the missed origins, ascending, so that each version learns its errors in order.</param>
    /// <param name="stop">Stops the reading of versions.</param>
    /// <returns>Row → tail risk.</returns>
    public async Task<IReadOnlyDictionary<int, OneSessionTail>> MakeAsync(
        Symbol target, ForecastInputs newest, IReadOnlyList<int> missed, CancellationToken stop)
    {
        var tails = new Dictionary<int, OneSessionTail>();
        if (await OneSessionTail.FindServingAsync(registry, target, stop) is not { } serving)
            return tails;
        var history = await registry.ReadChampionHistoryAsync(serving.Model, clock.GetUtcNow(), stop);
        var loaded = new Dictionary<int, RegisteredForecaster?>();
        try
        {
            foreach (var row in missed)
            {
                var number = history.ServingVersionAt(calendar.SettlesAt(newest.Known.Sessions[row])) ?? serving.Number;
                if (!loaded.TryGetValue(number, out var model))
                    loaded[number] = model = await LoadAsync(serving.Model, number, stop);
                if (model is not null
                    && OneSessionTail.Of(model, newest.KnownAt(row), calendar).Value is { } tail)
                    tails[row] = tail;
            }
            return tails;
        }
        finally
        {
            foreach (var model in loaded.Values)
                model?.Dispose();
        }
    }

    /// <summary>Null if the version has been deleted or cannot be used.</summary>
    private async Task<RegisteredForecaster?> LoadAsync(string model, int number, CancellationToken stop) =>
        await registry.FindVersionAsync(model, number, stop) is { } version
            ? (await RegisteredForecaster.TryLoadAsync(registry, version, kind, stop)).Value
            : null;
}
