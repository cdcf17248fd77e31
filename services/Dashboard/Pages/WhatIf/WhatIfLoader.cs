using Volcast.ApiContract.Data;
using Volcast.Services.Dashboard.ApiAccess;

namespace Volcast.Services.Dashboard.Pages.WhatIf;

/// <summary>Reads what What if shows.</summary>
internal static class WhatIfLoader
{
    public static async Task<PageModel> LoadAsync(PageRequest request, ApiReader api)
    {
        var market = await api.MarketAsync();
        if (StateModel.Of(market) is { } nothing)
            return nothing;
        var newest = market.Document!;
        var presets = WhatIfPreset.Offered.Select(async offered => (offered, Answer: await api.MarketAsync(offered.Day))).ToArray();
        var impact = api.NewsImpactAsync(holdsCompanions: request.Choice("companions", "follow", "hold") == "hold");
        var inputs = WhatIfModel.InputsOf(newest, request);
        var scenario = inputs.All(input => input.Problem is null)
            ? await api.ScenarioAsync(inputs.ToDictionary(input => input.Symbol, input => input.Bar))
            : null;
        return WhatIfModel.Of(newest, inputs, [.. (await Task.WhenAll(presets)).Select(preset => Preset(preset, newest))],
            scenario?.Document, scenario is { Document: null } ? scenario.Refusal?.Detail ?? scenario.Outage : null,
            (await impact).Document);
    }

    private static WhatIfPreset Preset(
        ((DateOnly, string) Offered, ApiAnswer<MarketDocument> Answer) preset, MarketDocument newest) => WhatIfPreset.Of(
            preset.Offered, WhatIfModel.Ordered(newest), preset.Answer.Document,
            preset.Answer.Refusal?.Detail ?? preset.Answer.Outage);
}
