using Volcast.Market;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api.Snapshots;

/// <summary>Picks out of a state what a request asks for, or says why it is not there.</summary>
internal static class SnapshotQueries
{
    /// <summary>The last good snapshot of a series.</summary>
    /// <exception cref="ProblemException">The symbol is not served, nothing is registered, or nothing could be read yet.</exception>
    public static ServedSeries Require(this ServingState state, SeriesKey key)
    {
        if (!state.Series.TryGetValue(key, out var series))
            throw state.Series.Keys.Any(known => known.Symbol == key.Symbol) || state.Series.Count == 0
                ? ProblemException.Unavailable("not_ready", "The service has just started and is reading lake and registry.")
                : Unknown(state, key.Symbol);
        if (series.Snapshot is not null)
            return series;
        throw series.IsAbsent
            ? ProblemException.NotFound("no_model", series.Trouble!, "horizon")
            : ProblemException.Unavailable("not_ready", series.Trouble ?? "Nothing could be read yet.");
    }

    /// <summary>The last good state of the lake for a target.</summary>
    /// <exception cref="ProblemException">The symbol is not served, or nothing could be read yet.</exception>
    public static TargetSnapshot Require(this ServingState state, Symbol symbol)
    {
        if (state.Targets.TryGetValue(symbol, out var target))
            return target;
        var series = state.Series.FirstOrDefault(known => known.Key.Symbol == symbol);
        throw series.Value is { Trouble: { } trouble } ? ProblemException.Unavailable("not_ready", trouble)
            : state.Series.Count == 0
                ? ProblemException.Unavailable("not_ready", "The service has just started and is reading the lake.")
                : Unknown(state, symbol);
    }

    private static ProblemException Unknown(ServingState state, Symbol symbol) => ProblemException.NotFound("unknown_symbol",
        $"{symbol} is not served here; {string.Join(", ", state.Series.Keys.Select(known => known.Symbol).Distinct())} is. "
        + "VOLCAST_TARGETS says which tickers are.", "symbol");
}
