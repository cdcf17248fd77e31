using Volcast.Reports;

namespace Volcast.Services.Dashboard.Pages.Models;

/// <summary>The tables of Models.</summary>
internal static class ModelsTables
{
    /// <summary>Every version, the newest first.</summary>
    /// <param name="model">The model.</param>
    /// <param name="address">Version → where its number leads; null for no links.</param>
    public static ReportTable Versions(ModelsModel model, Func<int, string>? address) => new()
    {
        Name = "versions",
        Title = $"Versions of {model.Registered.Model}",
        Columns =
        [
            new("model_version", "version", "0"), new("aliases", "alias"), new("gate_status", "gate"), new("recipe", "recipe"),
            new("recipe_revision", "revision"), new("trained_to", "trained to"), new("created_at", "created"),
        ],
        Rows =
        [
            .. model.Registered.Versions.Select(version => (Cell[])
            [
                address is null ? version.ModelVersion
                    : Cell.Link(NumberText.Of(version.ModelVersion, "0"), address(version.ModelVersion)),
                version.Aliases.Count > 0 ? string.Join(", ", version.Aliases) : NumberText.Missing,
                Gate(version.GateStatus), version.Recipe ?? NumberText.Missing, version.RecipeRevision ?? NumberText.Missing,
                NumberText.Day(version.TrainedTo), NumberText.Moment(version.CreatedAt),
            ]),
        ],
    };

    /// <summary>Who made which version champion, and when, the newest first.</summary>
    public static ReportTable Tenures(ModelsModel model) => new()
    {
        Name = "tenures",
        Title = $"Champions of {model.Registered.Model}",
        Columns =
        [
            new("model_version", "version", "0"), new("from", "from"), new("to", "to"), new("promoted_by", "promoted by"),
            new("champion_reason", "reason"),
        ],
        Rows =
        [
            .. model.Registered.ChampionTenures.Reverse().Select(tenure => (Cell[])
            [
                tenure.ModelVersion, NumberText.Moment(tenure.From), tenure.To is { } end ? NumberText.Moment(end) : "now",
                tenure.PromotedBy ?? NumberText.Missing, tenure.ChampionReason ?? NumberText.Missing,
            ]),
        ],
    };

    /// <summary>What two versions have in common and where they differ.</summary>
    public static ReportTable Comparison(ModelComparison comparison) => new()
    {
        Name = "comparison",
        Title = $"Versions {comparison.First.ModelVersion} and {comparison.Second.ModelVersion}",
        Columns =
        [
            new("fact", "fact"), new("first", $"version {comparison.First.ModelVersion}"),
            new("second", $"version {comparison.Second.ModelVersion}"), new("differs", "comparison"),
        ],
        Rows =
        [
            .. comparison.Facts.Select(fact => (Cell[])
                [fact.Fact, fact.First, fact.Second, fact.First == fact.Second ? "same" : "≠ differs"]),
        ],
        Note = "Figures of the walk-forward compare only on the same origins. Tags of the registry are listed where they differ.",
    };

    /// <summary>The verdict of a gate with a sign that does not depend on colour.</summary>
    public static string Gate(string status) => status switch
    {
        "passed" => "✓ passed",
        "refused" => "✕ refused",
        "forced" => "! forced",
        _ => "not judged",
    };
}
