using System.Collections.Immutable;
using Volcast.Market;
using Volcast.Registry;

namespace Volcast.Services.Api.Snapshots;

/// <summary>Which series a snapshot belongs to.</summary>
internal readonly record struct SeriesKey(Symbol Symbol, int Horizon)
{
    public override string ToString() => $"{Symbol} {Horizon}d";
}

/// <summary>What is served at one moment; replaced as a whole.</summary>
/// <param name="Series">The last good snapshot of each series, and what keeps it from being newer.</param>
/// <param name="Targets">The last good state of the lake for each target, also where no model is registered.</param>
internal sealed record ServingState(
    ImmutableDictionary<SeriesKey, ServedSeries> Series, ImmutableDictionary<Symbol, TargetSnapshot> Targets)
{
    public static ServingState Empty { get; } = new(
        ImmutableDictionary<SeriesKey, ServedSeries>.Empty, ImmutableDictionary<Symbol, TargetSnapshot>.Empty);
}

/// <summary>One series as it is served.</summary>
/// <param name="Snapshot">The last good one; null while there was none.</param>
/// <param name="ConfirmedAt">When lake and registry last said that it is the newest.</param>
/// <param name="Trouble">Why it could not be looked for again; null while all is well.</param>
/// <param name="IsAbsent">Whether nothing is registered, rather than something being out of order.</param>
internal sealed record ServedSeries(ServingSnapshot? Snapshot, DateTimeOffset ConfirmedAt, string? Trouble, bool IsAbsent = false)
{
    /// <summary>What the registry said last of the model's versions, the newest first.</summary>
    public IReadOnlyList<ModelVersion> Versions { get; init; } = [];
}
