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

    /// <summary>Two versions beside each other; null where there is only one.</summary>
    public ModelComparison? Comparison { get; init; }

    /// <summary>The version whose card is shown; null where there is no version.</summary>
    public int? CardVersion { get; init; }

    /// <summary>Whether the URL asks for this card.</summary>
    public bool IsCardAsked { get; init; }

    /// <summary>The card, as Markdown; null where the version has none.</summary>
    public string? Card { get; init; }

    /// <summary>The scores of that recipe; null without evidence.</summary>
    public EvidenceScoresDocument? Scores => Evidence?.Models.FirstOrDefault(one => one.Model == Evidence.Model);

    public override IReadOnlyList<ReportTable> Tables =>
    [
        ModelsTables.Versions(this, address: null), ModelsTables.Tenures(this),
        .. Comparison is null ? Array.Empty<ReportTable>() : [ModelsTables.Comparison(Comparison)],
    ];

    /// <summary>The version that forecasts, or else the newest; null where there is none.</summary>
    public static VersionDocument? ServingOrNewest(ModelDocument model) =>
        model.Versions.FirstOrDefault(one => one.ModelVersion == model.ServingVersion)
            ?? (model.Versions is [var newest, ..] ? newest : null);

    /// <summary>The two versions to compare: those of the URL, or else the one that forecasts and the newest other one.</summary>
    /// <returns>Null where there are not two different ones.</returns>
    public static (VersionDocument First, VersionDocument Second)? Pair(ModelDocument model, string? first, string? second)
    {
        var left = Find(first) ?? ServingOrNewest(model);
        var right = Find(second) ?? model.Versions.FirstOrDefault(one => one.ModelVersion != left?.ModelVersion);
        return left is null || right is null || left.ModelVersion == right.ModelVersion ? null : (left, right);

        VersionDocument? Find(string? number) =>
            model.Versions.FirstOrDefault(one => NumberText.Of(one.ModelVersion, "0") == number);
    }

    /// <param name="model">The registered model.</param>
    /// <param name="evidence">The walk-forward of the serving version; null where there is none.</param>
    public static ModelsModel Of(ModelDocument model, EvidenceDocument? evidence) => new()
    {
        Symbol = model.Symbol,
        DataKind = evidence?.DataKind,
        Registered = model,
        Serving = model.Versions.FirstOrDefault(version => version.ModelVersion == model.ServingVersion),
        Evidence = evidence,
    };
}
