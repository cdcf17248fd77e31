using Volcast.ApiContract.Forecasts;
using Volcast.Services.Dashboard.ApiAccess;

namespace Volcast.Services.Dashboard.Pages.History;

/// <summary>Reads what History shows.</summary>
internal static class HistoryLoader
{
    /// <summary>The most targets that are offered as links.</summary>
    private const int MostLinks = 30;

    public static async Task<PageModel> LoadAsync(PageRequest request, ApiReader api)
    {
        var forecast = await api.ForecastAsync();
        if (StateModel.Of(forecast) is { } nothing)
            return nothing;
        var choice = HistoryChoice.Of(request);
        var filter = choice.Filter(forecast.Document!.ForecastOrigin);
        var shadow = choice.Kind is null ? api.HistoryAsync(filter with { Kind = "shadow" }) : null;
        var others = filter with { Kind = null };
        Task<Overlay>[] overlays =
        [
            .. choice.Models.Select(model =>
                OverlayAsync(model, isSymbol: false, api.HistoryAsync(others with { Model = model }))),
            .. choice.Symbols.Select(symbol => OverlayAsync(symbol, isSymbol: true, api.For(symbol).HistoryAsync(others))),
        ];
        var all = api.AllModelsAsync();
        var history = await api.HistoryAsync(filter);
        if (StateModel.Of(history) is { } refused)
            return refused;
        string[] symbols = [.. ((await all).Document?.Models ?? []).Select(model => model.Symbol).Distinct()
            .Where(symbol => symbol != history.Document!.Symbol)];
        return HistoryModel.Of(history.Document!, choice) with
        {
            Shadow = shadow is null ? [] : (await shadow).Document?.Points ?? [],
            Overlays = await Task.WhenAll(overlays),
            OtherSymbols = symbols.Length > MostLinks ? [] : symbols,
        };
    }

    private static async Task<Overlay> OverlayAsync(string name, bool isSymbol, Task<ApiAnswer<HistoryDocument>> asked)
    {
        var answer = await asked;
        var points = answer.Document?.Points ?? [];
        return new(name, isSymbol, points, points.Count > 0 ? null
            : answer.Refusal?.Detail ?? answer.Outage ?? "It has no forecasts in this range.");
    }
}
