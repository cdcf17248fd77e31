using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Api.Snapshots;

namespace Volcast.Services.Api.Data;

/// <summary>What the lake holds of a target and its companion symbols.</summary>
/// <param name="Target">The target.</param>
/// <param name="DataKind">Real or simulated bars.</param>
/// <param name="NewestSettled">The session that should be the newest of the lake.</param>
/// <param name="SessionsBehind">The settled sessions that the lake lacks.</param>
/// <param name="Series">The bars of each symbol of which the lake has any, the target first.</param>
internal sealed record HeldData(
    Symbol Target, DataKind DataKind, DateOnly NewestSettled, int SessionsBehind, IReadOnlyList<SettledBars> Series)
{
    /// <summary>The target's bars.</summary>
    public CuratedMarketTable Bars => Series[0].Bars;

    /// <summary>The data of a snapshot.</summary>
    public static HeldData Of(ServingSnapshot snapshot) => new(
        snapshot.Target.Roles.Target, snapshot.Target.DataKind, snapshot.NewestSettled, snapshot.SessionsBehind,
        [
            .. snapshot.Symbols.Select(symbol => new SettledBars(snapshot.Target.Bars[symbol],
                snapshot.Target.ManifestDigests[symbol], snapshot.Target.QuarantinedRows[symbol])),
        ]);

    /// <summary>The data of a target that no model forecasts yet.</summary>
    /// <exception cref="LakeException">The lake has no bars of the target, they settle later than now, or some are
    /// damaged.</exception>
    public static async Task<HeldData> ReadAsync(
        DataLake lake, AssetRoles roles, TradingCalendar calendar, DateTimeOffset now, CancellationToken stop)
    {
        var series = new List<SettledBars> { await SettledBars.ReadAsync(lake, roles.Target, stop) };
        var newest = series[0].Bars.Session[^1];
        UnsettledBarException.ThrowIfUnsettled(roles.Target, newest, calendar, now);
        foreach (var symbol in roles.Symbols.Where(symbol => symbol != roles.Target))
            if (await lake.SnapshotAsync(CuratedMarketTable.Schema, symbol, stop) is not null)
                series.Add(await SettledBars.ReadAsync(lake, symbol, stop));
        var settled = calendar.NewestSettled(now);
        return new(roles.Target, lake.Kind, settled, calendar.Count(newest.AddDays(1), settled), series);
    }
}

/// <summary>Finds what the lake holds of a target, whether or not a model forecasts it.</summary>
internal sealed class HeldDataSource(
    SnapshotSource source, LakeRequests requests, TradingCalendar calendar, TimeProvider clock)
{
    /// <summary>The data of a series: of its snapshot, or, while it has none, of the lake.</summary>
    /// <exception cref="WebHosting.Problems.ProblemException">The symbol is not served, or the lake cannot be read now.</exception>
    public async ValueTask<HeldData> GetAsync(SeriesKey key, CancellationToken stop) =>
        (await source.GetAsync(key, stop)).Snapshot is { } snapshot
            ? HeldData.Of(snapshot)
            : await ReadAsync(key.Symbol, stop);

    /// <summary>The data of the lake.</summary>
    /// <exception cref="WebHosting.Problems.ProblemException">The symbol is not served, or the lake cannot be read now.</exception>
    public async Task<HeldData> ReadAsync(Symbol symbol, CancellationToken stop)
    {
        var roles = source.RolesOf(symbol);
        return await requests.ReadAsync(lake => HeldData.ReadAsync(lake, roles, calendar, clock.GetUtcNow(), stop), stop);
    }
}
