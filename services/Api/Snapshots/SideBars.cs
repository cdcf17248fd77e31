using System.Collections.Concurrent;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Services.Api.Snapshots;

/// <summary>One symbol's settled bars, from one snapshot of <c>curated.market</c>.</summary>
/// <param name="Bars">The bars.</param>
/// <param name="ManifestDigest">The digest of the snapshot.</param>
/// <param name="QuarantinedRows">The rows ever rejected.</param>
internal sealed record SettledBars(CuratedMarketTable Bars, string ManifestDigest, QuarantineCount QuarantinedRows)
{
    /// <exception cref="LakeException">The bars are missing or damaged.</exception>
    public static async Task<SettledBars> ReadAsync(DataLake lake, Symbol symbol, CancellationToken stop)
    {
        var (frame, manifest) = await lake.ReadSnapshotAsync(CuratedMarketTable.Schema, symbol, cancellationToken: stop);
        return new(CuratedMarketTable.FromFrame(symbol, frame), manifest.Digest,
            await QuarantineCount.ReadAsync(lake, symbol, stop));
    }
}

/// <summary>How many rows of a symbol were ever rejected.</summary>
/// <param name="Refused">As a whole.</param>
/// <param name="Harmless">In part: their defect is harmless.</param>
internal readonly record struct QuarantineCount(int Refused, int Harmless)
{
    public static async Task<QuarantineCount> ReadAsync(DataLake lake, Symbol symbol, CancellationToken stop)
    {
        var rows = await lake.ReadQuarantineAsync(RawMarketTable.Schema, symbol, stop);
        var harmless = Enumerable.Range(0, rows.Count).Count(rows.IsHarmless);
        return new(rows.Count - harmless, harmless);
    }
}

/// <summary>The bars of the side symbols, such as ^VIX and TLT: held once, however many targets use
/// them.</summary>
internal sealed class SideBars
{
    private readonly ConcurrentDictionary<Symbol, SettledBars> held = [];

    /// <summary>The current bars of the lake.</summary>
    /// <exception cref="LakeException">The bars are missing or damaged.</exception>
    public async Task<SettledBars> GetAsync(DataLake lake, Symbol symbol, CancellationToken stop)
    {
        var digest = (await lake.SnapshotAsync(CuratedMarketTable.Schema, symbol, stop))?.Digest;
        if (held.TryGetValue(symbol, out var known) && known.ManifestDigest == digest)
            return known;
        var fresh = await SettledBars.ReadAsync(lake, symbol, stop);
        // If two targets read the same snapshot at once, both use the result that came first.
        return held.AddOrUpdate(symbol, fresh, (_, other) => other.ManifestDigest == fresh.ManifestDigest ? other : fresh);
    }
}
