using Volcast.ApiContract.Client;
using Volcast.Reports;
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
        var changed = api.ExplanationAsync(origin, request.Day("since") is { } since ? NumberText.Day(since) : "previous");
        var attribution = api.AttributionAsync();
        var stored = api.ForecastsAsync(new ForecastFilter { Limit = Origins });
        var model = WhyModel.Of(explanation.Document!, (await stored).Document?.Forecasts ?? [], WhyChoice.Of(request));
        return model with
        {
            Change = (await changed).Document?.Change,
            ChangeProblem = Problem(await changed),
            Attribution = (await attribution).Document,
            AttributionProblem = Problem(await attribution),
        };
    }

    private static string? Problem<T>(ApiAnswer<T> answer) where T : class =>
        answer.Document is null ? answer.Refusal?.Detail ?? answer.Outage : null;
}
