using Volcast.ApiContract.Client;
using Volcast.ApiContract.Forecasts;
using Volcast.Services.Dashboard.ApiAccess;

namespace Volcast.Services.Dashboard.Pages.Today;

/// <summary>Reads what Today shows.</summary>
internal static class TodayLoader
{
    /// <summary>Three months of forecasts.</summary>
    private const int RecentForecasts = 63;

    public static async Task<PageModel> LoadAsync(PageRequest request, ApiReader api)
    {
        var forecast = await api.ForecastAsync(above: 15);
        if (StateModel.Of(forecast) is { } nothing)
            return nothing;
        var high = api.ForecastAsync(above: 30);
        var term = api.TermStructureAsync();
        var recent = api.ForecastsAsync(new ForecastFilter { Limit = RecentForecasts });
        var explanation = api.ExplanationAsync();
        var features = api.FeaturesAsync();
        var market = api.MarketAsync();
        var record = api.TrackRecordAsync();
        var others = PageRequest.Horizons.Select(horizon => api.At(horizon).ForecastAsync()).ToArray();
        var target = api.TargetAsync();
        var stored = (await recent).Document?.Forecasts ?? [];
        var origin = forecast.Document!.ForecastOrigin;
        // Until a forecast has an outcome, the record is that of the walk-forward.
        var history = TodayModel.HasOutcome(stored, origin)
            ? null
            : (await api.HistoryAsync(new HistoryFilter { From = origin.AddMonths(-3) })).Document;
        return TodayModel.Of(new()
        {
            Forecast = forecast.Document,
            HighForecast = (await high).Document,
            TermStructure = (await term).Document,
            Horizons = [.. (await Task.WhenAll(others)).Select(answer => answer.Document).OfType<ForecastDocument>()],
            Recent = stored,
            Explanation = (await explanation).Document?.Explanation,
            Features = (await features).Document,
            Market = (await market).Document,
            TrackRecord = (await record).Document,
            Target = (await target).Document,
            History = history,
        });
    }
}
