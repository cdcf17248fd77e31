using System.Text.Json;
using Volcast.ApiContract.Models;

namespace Volcast.ApiContract.CommandLine;

/// <summary>One version of <c>volcast registry list --json</c>.</summary>
/// <param name="Version">As the API serves it.</param>
/// <param name="QlikeRatioToHar">QLIKE of the recipe's walk-forward divided by HAR's; null where the run was deleted.</param>
/// <param name="VerdictSummary">The latest verdict in one sentence; null where there is none.</param>
public sealed record ListedVersionDocument(VersionDocument Version, double? QlikeRatioToHar, string? VerdictSummary);

/// <summary><c>volcast registry show --json</c></summary>
public sealed record VersionPageDocument
{
    public required VersionDocument Version { get; init; }

    /// <summary>The location of the model's files according to the registry.</summary>
    public required string ArtifactUri { get; init; }

    /// <summary>What is wrong with the files; null where nothing is.</summary>
    public required string? Damage { get; init; }

    public required RecipeDocument FittedRecipe { get; init; }
    public required int TrainingRows { get; init; }

    /// <summary>Table → digest of the rows that the version learnt from.</summary>
    public required IReadOnlyDictionary<string, string> InputDigests { get; init; }

    /// <summary>The run's parameters under the names that the registry stores; null where the run was deleted.</summary>
    public required IReadOnlyDictionary<string, string>? Parameters { get; init; }

    /// <summary>The run's metrics under the names that the registry stores; null where the run was deleted.</summary>
    public required IReadOnlyDictionary<string, double?>? Metrics { get; init; }

    /// <summary>The verdicts as they are stored, the oldest first.</summary>
    public required IReadOnlyList<JsonElement> Verdicts { get; init; }

    /// <summary>Which version was champion when.</summary>
    public required IReadOnlyList<ChampionTenureDocument> ChampionTenures { get; init; }

    /// <summary>The run's artifacts.</summary>
    public required IReadOnlyList<ArtifactDocument> Files { get; init; }
}

/// <summary>The recipe of a version.</summary>
/// <param name="Recipe">The recipe's name.</param>
/// <param name="RecipeRevision">Its revision; empty in versions of an older Volcast.</param>
/// <param name="RecipeParameters">Its parameters, as <c>name=value</c> separated by spaces.</param>
/// <param name="Inputs">The names of its inputs, separated by commas.</param>
public sealed record RecipeDocument(string Recipe, string RecipeRevision, string RecipeParameters, string Inputs);

/// <summary>A file of a run.</summary>
/// <param name="Path">Relative to the run.</param>
/// <param name="ByteCount">Its size.</param>
/// <param name="Sha256">Its digest, hexadecimal.</param>
public sealed record ArtifactDocument(string Path, int ByteCount, string Sha256);

/// <summary>One model of <c>volcast registry promote --json</c> or <c>rollback --json</c>.</summary>
public sealed record PromotionDocument
{
    public required string Model { get; init; }

    /// <summary>promoted, forced, refused, rolled_back or nothing_to_do.</summary>
    public required string Outcome { get; init; }

    /// <summary>The champion now; null where there is none.</summary>
    public required int? ChampionVersion { get; init; }

    /// <summary>The champion before this run; null where there was none.</summary>
    public required int? PreviousChampionVersion { get; init; }

    /// <summary>When the present champion was promoted, UTC.</summary>
    public required DateTimeOffset? PromotedAt { get; init; }

    /// <summary>The reason that the user gave.</summary>
    public required string? Reason { get; init; }

    /// <summary>The person or service that asked for it; null where there was nothing to do.</summary>
    public required string? RequestedBy { get; init; }

    /// <summary>The run that keeps the verdict.</summary>
    public required string? VerdictRunId { get; init; }

    /// <summary>The verdict as it is stored; null where none was needed.</summary>
    public required JsonElement? Verdict { get; init; }

    public required string? Note { get; init; }

    /// <summary>What the command repaired in the registry first, as sentences.</summary>
    public required IReadOnlyList<string> Repairs { get; init; }
}

/// <summary>One version of <c>volcast registry push --json</c> or <c>pull --json</c>.</summary>
/// <param name="Model">The registered name.</param>
/// <param name="SourceRegistry">The address copied from.</param>
/// <param name="SourceModelVersion">The version there.</param>
/// <param name="TargetRegistry">The address copied to.</param>
/// <param name="ModelVersion">The version of the copy.</param>
/// <param name="IsNew">Whether this run made the copy; false where it existed before and is complete.</param>
/// <param name="Aliases">The aliases that the copy has now.</param>
public sealed record TransferDocument(
    string Model, string SourceRegistry, int SourceModelVersion, string TargetRegistry, int ModelVersion, bool IsNew,
    IReadOnlyList<string> Aliases);
