using Volcast.ApiContract.Models;
using Volcast.Reports;

namespace Volcast.Services.Dashboard.Pages.Models;

/// <summary>Two versions beside each other.</summary>
/// <param name="First">The first version.</param>
/// <param name="Second">The second.</param>
/// <param name="FirstEvidence">The walk-forward of the first; null where it has none.</param>
/// <param name="SecondEvidence">That of the second.</param>
public sealed record ModelComparison(
    VersionDocument First, VersionDocument Second, EvidenceDocument? FirstEvidence, EvidenceDocument? SecondEvidence)
{
    /// <summary>Tags that a line of their own or the table of champions shows, or that name records of the registry.</summary>
    private static readonly HashSet<string> Shown = new(StringComparer.Ordinal)
    {
        "stage", "volcast.recipe", "volcast.recipe_revision", "volcast.training_to", "volcast.market", "volcast.champion_reigns",
        "volcast.champion_reason", "volcast.promoted_by", "volcast.verdict_runs",
    };

    /// <summary>The names of the other tags of Volcast. Tags of other tools keep theirs.</summary>
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["volcast.artifact_digest"] = "digest of the model's files",
        ["volcast.chosen_because"] = "why this recipe",
        ["volcast.chosen_by_tests"] = "models tested for the choice",
        ["volcast.evidence_of"] = "walk-forward taken from version",
        ["volcast.implied_index"] = "implied-volatility index",
        ["volcast.level_factor"] = "factor of the recalibration",
        ["volcast.recipe_parameters"] = "parameters of the recipe",
        ["volcast.rolled_back"] = "rolled back",
        ["volcast.searched_to"] = "search has read up to",
        ["volcast.source_registry"] = "copied from the registry",
        ["volcast.source_run"] = "run in that registry",
        ["volcast.source_version"] = "version in that registry",
        ["volcast.training_digest"] = "digest of the training",
        ["volcast.verdict"] = "verdict of the gate",
    };

    /// <summary>What is compared: name and a text for each version.</summary>
    public IReadOnlyList<(string Fact, string First, string Second)> Facts =>
    [
        Fact("alias", version => string.Join(", ", version.Aliases)),
        Fact("gate", version => ModelsTables.Gate(version.GateStatus)),
        Fact("recipe", version => version.Recipe),
        Fact("revision of the recipe", version => version.RecipeRevision),
        Fact("data", version => version.DataKind),
        Fact("trained to", version => NumberText.Day(version.TrainedTo)),
        Fact("created", version => NumberText.Moment(version.CreatedAt)),
        Score("origins of the walk-forward", (_, scores) => NumberText.Count(scores.N)),
        Score("benchmark", (evidence, _) => evidence.Benchmark),
        Score("QLIKE", (_, scores) => NumberText.Of(scores.Qlike ?? double.NaN, "#.0000")),
        Score("ratio to the benchmark", (_, scores) => NumberText.Ratio(scores.Ratio)),
        Score("its interval", (_, scores) => $"{NumberText.Ratio(scores.RatioLower)} to {NumberText.Ratio(scores.RatioUpper)}"),
        Score("80 % interval held", (_, scores) => NumberText.Percent(scores.Coverage80)),
        Score("95 % interval held", (_, scores) => NumberText.Percent(scores.Coverage95)),
        .. First.Tags.Keys.Union(Second.Tags.Keys).Where(IsOfInterest).Order(StringComparer.Ordinal)
            .Select(tag => Fact(Names.GetValueOrDefault(tag, tag), version => version.Tags.GetValueOrDefault(tag)))
            .Where(fact => fact.First != fact.Second),
    ];

    private static bool IsOfInterest(string tag) =>
        !Shown.Contains(tag) && !tag.StartsWith("volcast.champion_move.", StringComparison.Ordinal);

    private (string Fact, string First, string Second) Fact(string name, Func<VersionDocument, string?> value) =>
        (name, Text(value(First)), Text(value(Second)));

    private (string Fact, string First, string Second) Score(
        string name, Func<EvidenceDocument, EvidenceScoresDocument, string?> value)
    {
        return (name, Of(FirstEvidence), Of(SecondEvidence));

        string Of(EvidenceDocument? evidence) =>
            evidence?.Models.FirstOrDefault(one => one.Model == evidence.Model) is { } scores
                ? Text(value(evidence, scores))
                : NumberText.Missing;
    }

    private static string Text(string? value) => string.IsNullOrEmpty(value) ? NumberText.Missing : value;
}
