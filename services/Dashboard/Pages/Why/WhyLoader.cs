using Volcast.ApiContract.Client;
using Volcast.Services.Dashboard.ApiAccess;

namespace Volcast.Services.Dashboard.Pages.Why;

/// <summary>Reads what Why shows.</summary>
internal static class WhyLoader
{
    /// <summary>The origins that the picker offers: a year.</summary>
    private const int Origins = 252;

    public static async Task<PageModel> LoadAsync(PageRequest request, ApiReader api)
    {
        var origin = request.Day("origin");
        var explanation = await api.ExplanationAsync(origin);
        if (StateModel.Of(explanation) is { } nothing)
            return nothing;
        var stored = api.ForecastsAsync(new ForecastFilter { Limit = Origins });
        return WhyModel.Of(explanation.Document!, (await stored).Document?.Forecasts ?? [], WhyChoice.Of(request),
            origin is null ? null : (await api.ForecastAsync()).Document);
    }
}
