using Volcast.ApiContract.Forecasts;
using Volcast.ApiContract.Models;
using Volcast.Reports;

namespace Volcast.Services.Dashboard.Pages.Models;

/// <summary>The versions of one registered model, and the walk-forward of the one that forecasts.</summary>
public sealed record ModelsModel : PageModel
{
    /// <summary>The registered model.</summary>
    public required ModelDocument Registered { get; init; }

    /// <summary>The version that forecasts; null while none can.</summary>
    public VersionDocument? Serving { get; init; }

    /// <summary>The walk-forward of that version's recipe; null where its folder has none.</summary>
    public EvidenceDocument? Evidence { get; init; }

    /// <summary>The scores of that recipe; null without evidence.</summary>
    public EvidenceScoresDocument? Scores => Evidence?.Models.FirstOrDefault(one => one.Model == Evidence.Model);

    public override IReadOnlyList<ReportTable> Tables =>
        Evidence is null ? [ModelsTables.Versions(this)] : [ModelsTables.Versions(this), ModelsTables.Leaderboard(Evidence)];

    /// <param name="model">The registered model.</param>
    /// <param name="evidence">The walk-forward of the serving version; null where there is none.</param>
    /// <param name="forecast">The newest forecast; null where there is none.</param>
    public static ModelsModel Of(ModelDocument model, EvidenceDocument? evidence, ForecastDocument? forecast) => new()
    {
        Symbol = model.Symbol,
        DataKind = forecast?.DataKind ?? evidence?.DataKind,
        ForecastOrigin = forecast?.ForecastOrigin,
        SessionsBehind = forecast?.SessionsBehind,
        Registered = model,
        Serving = model.Versions.FirstOrDefault(version => version.ModelVersion == model.ServingVersion),
        Evidence = evidence,
    };
}
