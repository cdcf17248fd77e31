using System.Collections.Frozen;
using System.Text;
using Volcast.Files;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;

namespace Volcast.Services.Api.Snapshots;

/// <summary>One state of the lake as far as one target is concerned; immutable, and pinned by every request that reads
/// it.</summary>
internal sealed record TargetSnapshot
{
    public required AssetRoles Roles { get; init; }

    /// <summary>Real or simulated bars.</summary>
    public required DataKind Market { get; init; }

    /// <summary>The settled bars of the target and of the symbols beside it.</summary>
    public required FrozenDictionary<Symbol, CuratedMarketTable> Bars { get; init; }

    /// <summary>The manifest of each symbol's bars.</summary>
    public required FrozenDictionary<Symbol, string> ManifestDigests { get; init; }

    /// <summary>Rows of each symbol's bars that were ever refused.</summary>
    public required FrozenDictionary<Symbol, int> QuarantinedRows { get; init; }

    /// <summary>The target's bars and features, row for row.</summary>
    public required FeatureSnapshot Features { get; init; }

    /// <summary>Everything known at the newest settled session.</summary>
    public required ForecastInputs Inputs { get; init; }

    /// <summary>The stored forecasts, in the order of their key.</summary>
    public required IReadOnlyList<ForecastRow> Forecasts { get; init; }

    /// <summary>Digests of the manifests that this was read from: another state of the lake has another identity.</summary>
    public required string Identity { get; init; }

    /// <summary>What the lake's manifests say now, without reading a table.</summary>
    public static async Task<string> IdentityOfAsync(DataLake lake, AssetRoles roles, CancellationToken stop)
    {
        var digests = new List<string> { lake.Kind.ToString() };
        foreach (var symbol in roles.Symbols)
            digests.Add((await lake.SnapshotAsync(CuratedMarketTable.Schema, symbol, stop))?.Digest ?? "none");
        foreach (var table in new[] { FeatureTable.L1, FeatureTable.L2, ForecastsTable.Schema })
            digests.Add((await lake.SnapshotAsync(table, roles.Target, stop))?.Digest ?? "none");
        return Digest.Of(Encoding.UTF8.GetBytes(string.Join('\n', digests)));
    }

    /// <exception cref="LakeException">Bars or features are missing, or were changed while they were read.</exception>
    public static async Task<TargetSnapshot> ReadAsync(DataLake lake, AssetRoles roles, CancellationToken stop)
    {
        var identity = await IdentityOfAsync(lake, roles, stop);
        var bars = new Dictionary<Symbol, CuratedMarketTable>();
        var manifests = new Dictionary<Symbol, string>();
        var refused = new Dictionary<Symbol, int>();
        foreach (var symbol in roles.Symbols)
        {
            var (frame, manifest) = await lake.ReadSnapshotAsync(CuratedMarketTable.Schema, symbol, cancellationToken: stop);
            bars[symbol] = CuratedMarketTable.FromFrame(symbol, frame);
            manifests[symbol] = manifest.Digest;
            refused[symbol] = (await lake.ReadQuarantineAsync(CuratedMarketTable.Schema, symbol, stop)).Count;
        }
        var features = await FeatureSnapshot.ReadAsync(lake, roles.Target, roles.Symbols, stop);
        var forecasts = await lake.SnapshotAsync(ForecastsTable.Schema, roles.Target, stop) is null
            ? []
            : ForecastsTable.FromFrame(
                roles.Target, await lake.ReadAsync(ForecastsTable.Schema, roles.Target, cancellationToken: stop)).Rows;
        if (await IdentityOfAsync(lake, roles, stop) != identity)
            throw new LakeException($"The lake was written while the state of {roles.Target} was read; it is read again.");
        return new TargetSnapshot
        {
            Roles = roles,
            Market = lake.Kind,
            Bars = bars.ToFrozenDictionary(),
            ManifestDigests = manifests.ToFrozenDictionary(),
            QuarantinedRows = refused.ToFrozenDictionary(),
            Features = features,
            Inputs = ForecastInputs.Of(roles.Target, features),
            Forecasts = forecasts,
            Identity = identity,
        };
    }
}
