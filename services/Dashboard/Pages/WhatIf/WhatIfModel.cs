using Volcast.ApiContract.Data;
using Volcast.ApiContract.Scenarios;
using Volcast.Reports;

namespace Volcast.Services.Dashboard.Pages.WhatIf;

/// <summary>What the forecast would be after a hypothetical next session.</summary>
public sealed record WhatIfModel : PageModel
{
    /// <summary>The fields of the form, the target first.</summary>
    public required IReadOnlyList<WhatIfInput> Inputs { get; init; }

    /// <summary>Sessions of the past to try.</summary>
    public required IReadOnlyList<WhatIfPreset> Presets { get; init; }

    /// <summary>The forecast after the session; null where a field is wrong or the API gives none.</summary>
    public required ScenarioDocument? Scenario { get; init; }

    /// <summary>Why there is no scenario, a sentence each.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>The forecast after each return of the target; null where the API gives none.</summary>
    public required NewsImpactDocument? NewsImpact { get; init; }

    /// <summary>Whether any symbol moves.</summary>
    public required bool IsMoved { get; init; }

    /// <summary>What the session does to the forecast, in a sentence.</summary>
    public string Verdict => Scenario is not { } scenario ? "This session cannot be computed"
        : Math.Abs(scenario.VolatilityPointsChange) < .05 ? $"The forecast stays at {NumberText.Percent(scenario.Volatility)}"
        : $"The forecast {(scenario.VolatilityPointsChange > 0 ? "rises" : "falls")} by "
            + $"{NumberText.Of(Math.Abs(scenario.VolatilityPointsChange), "F1")} points";

    /// <summary>The return of the target, decimal; NaN where the field holds none.</summary>
    public double TargetReturn => Inputs[0].Value / 100;

    public override IReadOnlyList<ReportTable> Tables =>
    [
        .. Scenario is { } scenario ? [WhatIfTables.Contributions(scenario)] : Array.Empty<ReportTable>(),
        .. NewsImpact is { } impact ? [WhatIfTables.Companions(impact)] : Array.Empty<ReportTable>(),
    ];

    /// <summary>The fields that a URL asks for, the target first.</summary>
    public static IReadOnlyList<WhatIfInput> InputsOf(MarketDocument newest, PageRequest request) =>
        [.. Ordered(newest).Select(bar => WhatIfInput.Of(bar, request))];

    /// <summary>The bars, the target's first.</summary>
    public static IReadOnlyList<BarDocument> Ordered(MarketDocument newest) =>
        [.. newest.Bars.OrderBy(bar => bar.Symbol != newest.Symbol)];

    /// <param name="newest">The bars of the newest settled session.</param>
    /// <param name="inputs">The fields.</param>
    /// <param name="presets">Sessions of the past.</param>
    /// <param name="scenario">The API's answer; null where there is none.</param>
    /// <param name="refusal">Why the API refused the scenario; null where it did not.</param>
    /// <param name="impact">The news impact; null where there is none.</param>
    public static WhatIfModel Of(
        MarketDocument newest, IReadOnlyList<WhatIfInput> inputs, IReadOnlyList<WhatIfPreset> presets,
        ScenarioDocument? scenario, string? refusal, NewsImpactDocument? impact) => new()
        {
            Symbol = newest.Symbol,
            DataKind = newest.DataKind,
            Inputs = inputs,
            Presets = presets,
            Scenario = scenario,
            Problems = [.. inputs.Select(input => input.Problem).Append(refusal).OfType<string>()],
            NewsImpact = impact,
            IsMoved = !inputs.SequenceEqual(Ordered(newest).Select(WhatIfInput.Still)),
        };
}
