using System.Collections.Concurrent;
using Volcast.Features;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Market.Simulation;
using Volcast.Schemas;

namespace Volcast.Services.Tests;

/// <summary>A lake as ingest and features leave it, filled straight from the simulated market; shared by the tests of later
/// jobs.</summary>
internal static class SimulatedLake
{
    public static readonly Symbol Spy = Symbol.Parse("SPY");
    public static readonly AssetRoles Roles = AssetRoles.For(Spy, ImpliedVolatilityIndex.Parse("SPY=^VIX"));

    /// <summary>Lakes of this process by what they hold: a test that wants one as another test had it gets a copy.</summary>
    private static readonly ConcurrentDictionary<(DateOnly, DateOnly, ulong), Lazy<Task<string>>> Made = [];

    /// <summary>Fills or brings up to date a lake with the sessions from <paramref name="first"/> to
    /// <paramref name="last"/>.</summary>
    /// <param name="folder">The lake's folder.</param>
    /// <param name="first">The first session.</param>
    /// <param name="last">The last session.</param>
    /// <param name="seed">The seed of the market.</param>
    /// <param name="lost">A session of which the target has no bar.</param>
    public static async Task FillAsync(string folder, DateOnly first, DateOnly last, ulong seed = 3, DateOnly? lost = null)
    {
        if (lost is not null || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            await WriteAsync(folder, first, last, seed, lost);
            return;
        }
        var made = await Made.GetOrAdd((first, last, seed), _ => new(async () =>
        {
            var lake = TemporaryFolder.Create();
            await WriteAsync(lake, first, last, seed);
            return lake;
        })).Value;
        foreach (var file in Directory.EnumerateFiles(made, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(made, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private static async Task WriteAsync(string folder, DateOnly first, DateOnly last, ulong seed, DateOnly? lost = null)
    {
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder, DataKind.Simulated);
        var market = SimulatedMarket.Generate(seed, last);
        var inputs = new Dictionary<string, string>();
        var series = new Dictionary<Symbol, MarketSeries>();
        foreach (var symbol in Roles.Symbols)
        {
            var bars = market.Bars(symbol).Between(first, last);
            if (symbol == Spy && lost is not null)
                bars = bars.Take([.. Enumerable.Range(0, bars.Count).Where(row => bars.Session[row] != lost)]);
            var table = Curated(symbol, bars);
            series[symbol] = table.ToSeries();
            var commit = await lake.CommitAsync(CuratedMarketTable.Schema, symbol, table.ToFrame());
            inputs[$"curated.market/{symbol}"] = commit.Manifest.Digest;
        }
        await CommitFeaturesAsync(lake, series, inputs, Roles.Implied);
    }

    /// <summary>The index that <see cref="AddOwnIndexAsync"/> adds, as the target's own.</summary>
    public static readonly Symbol Own = Symbol.Parse("^VXN");

    /// <summary>The roles with <see cref="Own"/>.</summary>
    public static readonly AssetRoles RolesWithOwn = AssetRoles.For(Spy, ImpliedVolatilityIndex.Parse("SPY=^VXN"));

    /// <summary>Adds an index of another level than ^VIX, and computes the features with it, as features does when the lake gets a
    /// target's own index.</summary>
    /// <param name="folder">The lake's folder.</param>
    /// <param name="vixTo">The last session of ^VIX from then on; null for all.</param>
    public static async Task AddOwnIndexAsync(string folder, DateOnly? vixTo = null)
    {
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder, DataKind.Simulated);
        var own = CuratedMarketTable.FromFrame(Own, await lake.ReadAsync(CuratedMarketTable.Schema, AssetRoles.Vix));
        await lake.CommitAsync(
            CuratedMarketTable.Schema, Own, (own with { Close = [.. own.Close.Select(close => 1.5 * close)] }).ToFrame());
        if (vixTo is not null)
            await lake.CommitAsync(CuratedMarketTable.Schema, AssetRoles.Vix,
                await lake.ReadAsync(CuratedMarketTable.Schema, AssetRoles.Vix, to: vixTo));
        var (series, inputs) = (new Dictionary<Symbol, MarketSeries>(), new Dictionary<string, string>());
        foreach (var symbol in RolesWithOwn.Symbols)
        {
            var (frame, manifest) = await lake.ReadSnapshotAsync(CuratedMarketTable.Schema, symbol);
            series[symbol] = CuratedMarketTable.FromFrame(symbol, frame).ToSeries();
            inputs[FeatureSnapshot.InputOf(symbol)] = manifest.Digest;
        }
        await CommitFeaturesAsync(lake, series, inputs, Own);
    }

    private static async Task CommitFeaturesAsync(
        DataLake lake, Dictionary<Symbol, MarketSeries> series, Dictionary<string, string> inputs, Symbol index)
    {
        var aligned = new AlignedMarket(
            series[Roles.Target], series[Roles.Bonds], series[Roles.Credit], series[index], series[Roles.Implied3M]);
        await CommitAsync(FeatureTable.L1, FeatureCatalog.L1, L1Kernel.Compute(aligned.L1Inputs), inputs);
        await CommitAsync(FeatureTable.L2, FeatureCatalog.L2, L2Kernel.Compute(aligned.L2Inputs),
            new[] { Spy, index }.Select(FeatureSnapshot.InputOf).ToDictionary(input => input, input => inputs[input]));

        Task CommitAsync(
            TableSchema schema, FeatureCatalog catalog, double[][] values, IReadOnlyDictionary<string, string> digests) =>
            lake.CommitAsync(schema, Spy, new FeatureTable
            {
                Catalog = catalog,
                Symbol = Spy,
                Session = aligned.Target.Session,
                Values = values,
            }.ToFrame(), digests);
    }

    /// <summary>Adds a download whose last bar has not settled, and in which one session may be lost.</summary>
    public static async Task AddProvisionalAsync(string folder, DateOnly session, DateOnly? lost = null)
    {
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder, DataKind.Simulated);
        var market = SimulatedMarket.Generate(3, session);
        foreach (var symbol in Roles.Symbols)
        {
            var bars = market.Bars(symbol).Between(TradingCalendar.Nyse.Add(session, -5), session);
            bars.Settled[^1] = false;
            bars = bars.Take([.. Enumerable.Range(0, bars.Count).Where(row => bars.Session[row] != lost)]);
            await lake.AddDownloadAsync(symbol, "simulated", TradingCalendar.Nyse.ClosesAt(session).AddHours(1), bars);
        }
    }

    private static CuratedMarketTable Curated(Symbol symbol, DailyBars bars)
    {
        var returns = new double[bars.Count];
        var level = new double[bars.Count];
        for (var i = 0; i < bars.Count; i++)
        {
            returns[i] = i == 0 ? double.NaN : Math.Log(bars.Close[i] / (bars.Close[i - 1] - bars.Dividend[i]));
            level[i] = i == 0 ? bars.Close[0] : level[i - 1] * Math.Exp(returns[i]);
        }
        return new CuratedMarketTable
        {
            Symbol = symbol,
            Session = bars.Session,
            Open = bars.Open,
            High = bars.High,
            Low = bars.Low,
            Close = bars.Close,
            Volume = bars.Volume,
            Dividend = bars.Dividend,
            SplitRatio = bars.SplitRatio,
            LogReturn = returns,
            TotalReturnClose = level,
            SessionsSpanned =
            [
                .. bars.Session.Select((session, row) =>
                    row == 0 ? 1L : TradingCalendar.Nyse.Count(bars.Session[row - 1].AddDays(1), session)),
            ],
            Vintage = [.. bars.Session.Select(_ => "00000000")],
        };
    }
}
