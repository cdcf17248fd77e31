using Volcast.Market;
using Volcast.Registry;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api.Snapshots;

/// <summary>A target and a horizon, which one registered model forecasts.</summary>
internal readonly record struct SeriesKey(Symbol Symbol, int Horizon)
{
    /// <summary>The registered model's name.</summary>
    public string Model => ModelName.For(Symbol.Value, Horizon);

    /// <summary>The model that gives the tail risk of the next session; null where that is <see cref="Model"/>.</summary>
    public string? OneSessionModel => Horizon == 1 ? null : ModelName.For(Symbol.Value, 1);

    /// <summary>Every model that the series is made from.</summary>
    public IEnumerable<string> Models => OneSessionModel is { } other ? [Model, other] : [Model];

    public override string ToString() => $"{Symbol} {Horizon}d";
}

/// <summary>The served state of one series. Immutable; a request keeps the state that it has read.</summary>
/// <param name="Snapshot">The last good snapshot; null before the first.</param>
/// <param name="ConfirmedAt">The last time at which lake and registry confirmed that the snapshot is the newest.</param>
/// <param name="LastError">The reason why lake or registry could not be read the last time; null if they could.</param>
/// <param name="IsMissing">Whether no model is registered, so the series cannot be served, which is not an error.</param>
internal sealed record ServedSeries(
    ServingSnapshot? Snapshot, DateTimeOffset ConfirmedAt, string? LastError, bool IsMissing = false)
{
    /// <summary>Whether the registry has been read at least once, so that the versions are known.</summary>
    public bool IsRead => Snapshot is not null || IsMissing || Versions.Count > 0;

    /// <summary>Whether an older state is served because the newest cannot be read.</summary>
    public bool IsStale => Snapshot is not null && LastError is not null;

    /// <summary>Whether more sessions have settled after the newest one than <paramref name="maximum"/>.</summary>
    public bool ExceedsAge(int maximum) => Snapshot?.Age(maximum).ExceedsMaximum == true;

    /// <summary>Whether the service is degraded because of this series.</summary>
    /// <param name="maximumAge">Settled sessions that the newest session may be behind.</param>
    public bool IsDegraded(int maximumAge) => LastError is not null || ExceedsAge(maximumAge);

    /// <summary>Whether <see cref="LastError"/> is that the serving version's files differ from the registered ones.</summary>
    public bool IsTampered { get; init; }

    /// <summary>Why a series without a snapshot cannot be served now.</summary>
    public ProblemException Unavailable(SeriesKey key) => ProblemException.Unavailable(
        IsTampered ? "model_tampered" : "not_ready", LastError ?? $"{key} has not been read yet.");

    /// <summary>The model's versions when the registry was last read, the newest first.</summary>
    public IReadOnlyList<ModelVersion> Versions { get; init; } = [];
}
