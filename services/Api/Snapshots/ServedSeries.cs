using Volcast.Market;
using Volcast.Registry;

namespace Volcast.Services.Api.Snapshots;

/// <summary>A target and a horizon: what one registered model forecasts.</summary>
internal readonly record struct SeriesKey(Symbol Symbol, int Horizon)
{
    /// <summary>The registered model's name.</summary>
    public string Model => ModelName.For(Symbol.Value, Horizon);

    public override string ToString() => $"{Symbol} {Horizon}d";
}

/// <summary>One series as it is served; immutable, and pinned by every request that reads it.</summary>
/// <param name="Snapshot">The last good one; null while there was none.</param>
/// <param name="ConfirmedAt">When lake and registry last confirmed that it is the newest.</param>
/// <param name="LastError">Why the last look at lake or registry failed; null where it succeeded.</param>
/// <param name="IsMissing">Whether no model is registered, so that there is nothing to serve and nothing to repair.</param>
internal sealed record ServedSeries(
    ServingSnapshot? Snapshot, DateTimeOffset ConfirmedAt, string? LastError, bool IsMissing = false)
{
    /// <summary>Whether an older state is served because the newest cannot be read.</summary>
    public bool IsStale => Snapshot is not null && LastError is not null;

    /// <summary>The model's versions when the registry was last read, the newest first.</summary>
    public IReadOnlyList<ModelVersion> Versions { get; init; } = [];
}
