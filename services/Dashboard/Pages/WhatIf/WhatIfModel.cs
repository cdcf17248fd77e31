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
            + $"{NumberText.Of(Math.Abs(scenario.VolatilityPointsChange), "0.0")} points";

    /// <summary>Which other symbols stay while the target moves, and where each would usually be, in a sentence; null if none
    /// stays.</summary>
    public string? Held
    {
        get
        {
            var held = Inputs.Skip(1).Where(input => input.IsStill).Select((input, i) =>
                $"{input.Name} {(i == 0 ? "stays at" : "at")} {input.Shown}"
                    + (Usual(input) is { } usual ? $" (usually {usual.Shown})" : ""));
            return Scenario is null || Inputs[0].IsStill || string.Join(", ", held) is not { Length: > 0 } all ? null
                : $"While {Inputs[0].Name} {(TargetReturn < 0 ? "falls" : "rises")} by "
                    + $"{NumberText.Of(100 * Math.Abs(TargetReturn), "0.##")} %, {all}.";
        }
    }

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

    /// <summary>The symbol after a usual session with the target's return; null where that is not known.</summary>
    private WhatIfInput? Usual(WhatIfInput held) =>
        NewsImpact?.CompanionMoves.FirstOrDefault(move => move.Symbol == held.Symbol && move.Sessions > 0) is { } usual
            ? held.Moved(Math.Log(1 + TargetReturn) * (TargetReturn < 0 ? usual.PerFall : usual.PerRise))
            : null;
}
