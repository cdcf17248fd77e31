using Volcast.Services.Dashboard.ApiAccess;

namespace Volcast.Services.Dashboard.Pages.Data;

/// <summary>Reads what Data shows.</summary>
internal static class DataLoader
{
    public static async Task<PageModel> LoadAsync(PageRequest request, ApiReader api)
    {
        var session = request.Day("session");
        var sessions = api.SessionsAsync(request.Whole("year"));
        var quarantine = api.QuarantineAsync(request.Whole("offset") ?? 0);
        var features = api.FeaturesAsync(session);
        var market = api.MarketAsync(session);
        var quality = await api.QualityAsync();
        if (StateModel.Of(quality) is { } nothing)
            return nothing;
        var missing = new Dictionary<string, string>();
        return DataModel.Of(new()
        {
            Quality = quality.Document!,
            Sessions = Part("sessions", await sessions),
            Quarantine = Part("quarantine", await quarantine),
            Features = Part("features", await features),
            Market = Part("market", await market),
            Family = (await features).Document is { } known
                ? request.Choice("family", known.Features.Select(one => one.Family).Distinct())
                : null,
            Missing = missing,
        });

        T? Part<T>(string name, ApiAnswer<T> answer) where T : class
        {
            if (answer.Document is null)
                missing[name] = answer.Refusal?.Detail ?? answer.Outage ?? "The API has nothing to show.";
            return answer.Document;
        }
    }
}
