namespace Volcast.ApiContract.Models;

/// <summary>The registered models.</summary>
/// <param name="Models">Ordered by symbol and horizon.</param>
public sealed record ModelsDocument(IReadOnlyList<ModelDocument> Models);

/// <summary>One registered model.</summary>
/// <param name="Model">The registered name.</param>
/// <param name="Symbol">Its target.</param>
/// <param name="Horizon">Sessions ahead.</param>
/// <param name="ServingVersion">The version that forecasts; null while none can.</param>
/// <param name="IsStale">Whether the last refresh failed, so that this may be out of date.</param>
/// <param name="LastError">Why the last refresh failed; null where it succeeded.</param>
/// <param name="Versions">The newest first.</param>
/// <param name="ChampionTenures">Which version was champion when, the oldest first.</param>
public sealed record ModelDocument(
    string Model, string Symbol, int Horizon, int? ServingVersion, bool IsStale, string? LastError,
    IReadOnlyList<VersionDocument> Versions, IReadOnlyList<ChampionTenureDocument> ChampionTenures);

/// <summary>A time during which a version was champion.</summary>
/// <param name="ModelVersion">The version.</param>
/// <param name="From">Its promotion, UTC.</param>
/// <param name="To">The next promotion, UTC; null for the present champion.</param>
/// <param name="PromotedBy">The person or service that promoted it; null if the registry does not say, as for a version that
/// became champion again later.</param>
/// <param name="ChampionReason">When and why it became champion, in one line; null like <paramref name="PromotedBy"/>.</param>
public sealed record ChampionTenureDocument(
    int ModelVersion, DateTimeOffset From, DateTimeOffset? To, string? PromotedBy, string? ChampionReason);

/// <summary>One registered version of a model.</summary>
public sealed record VersionDocument
{
    /// <summary>The registered name.</summary>
    public required string Model { get; init; }

    public required int ModelVersion { get; init; }

    /// <summary>champion, challenger.</summary>
    public required IReadOnlyList<string> Aliases { get; init; }

    /// <summary>MLflow's stage, such as Production; null where the registry has none.</summary>
    public required string? Stage { get; init; }

    /// <summary>The recipe's name, such as <c>volcast</c>.</summary>
    public required string? Recipe { get; init; }

    public required string? RecipeRevision { get; init; }

    /// <summary>passed, refused, forced or not_judged: the newest verdict of a gate. A forced version was refused and is champion
    /// because a person promoted it.</summary>
    public required string GateStatus { get; init; }

    /// <summary>Why the recipe is not the shipped one, as sentences; null if it is, or if a person named it.</summary>
    public required string? ChosenBecause { get; init; }

    /// <summary>REAL or SIMULATED: what the version learnt from.</summary>
    public required string? DataKind { get; init; }

    /// <summary>The last session that the version learnt from.</summary>
    public required DateOnly? TrainedTo { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The run that made it.</summary>
    public required string RunId { get; init; }

    /// <summary>All tags as the registry stores them.</summary>
    public required IReadOnlyDictionary<string, string> Tags { get; init; }
}
