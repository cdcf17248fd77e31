using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Volcast.Features;
using Volcast.Forecasting;
using Volcast.Forecasting.Distribution;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Prediction;

/// <summary>The inputs of a forecast: the target's rows up to the origin, which is the last row.</summary>
public sealed record ForecastInputs(ForecastingData Known)
{
    public DateOnly Origin => Known.Sessions[^1];

    /// <summary>Checks that the origin has settled by the clock, before a forecast from it is published.</summary>
    /// <exception cref="UnsettledBarException">It settles later.</exception>
    public void RequireSettled(TradingCalendar calendar, DateTimeOffset now) =>
        UnsettledBarException.ThrowIfUnsettled(Symbol.Parse(Known.Symbol), Origin, calendar, now);

    /// <summary>Inputs at the newest session of <c>curated.market</c>, from <c>features.L1</c> and
    /// <c>features.L2</c>.</summary>
    /// <exception cref="LakeException">The features are missing, or were computed from other bars than the lake holds
    /// now.</exception>
    public static async Task<ForecastInputs> SettledAsync(DataLake lake, AssetRoles roles, CancellationToken stop) =>
        Of(roles.Target, await FeatureSnapshot.ReadAsync(lake, roles.Target, roles.Symbols, stop));

    /// <summary>Inputs at the newest session of a snapshot of <c>features.L1</c> and <c>features.L2</c>.</summary>
    public static ForecastInputs Of(Symbol target, FeatureSnapshot held) => Of(target, held.Bars.ToSeries(), held.Columns);

    /// <summary>Inputs at the newest of the given sessions; the kernels compute the features.</summary>
    /// <param name="target">The symbol that is forecast.</param>
    /// <param name="market">Its bars and those of its companion symbols.</param>
    public static ForecastInputs FromMarket(Symbol target, AlignedMarket market) =>
        Of(target, market.Target, FeatureSnapshot.ColumnsOf(
            L1Kernel.Compute(market.L1Inputs), L2Kernel.Compute(market.L2Inputs)));

    /// <summary>Inputs at any past session; the features are computed again from <c>curated.market</c>.</summary>
    /// <exception cref="LakeException">The lake has no bar of the target on that session.</exception>
    public static async Task<ForecastInputs> RebuiltAsync(
        DataLake lake, AssetRoles roles, DateOnly origin, CancellationToken stop)
    {
        var market = await ReadMarketAsync(lake, roles, origin, stop);
        return market.Target.Session is [.., var last] && last == origin
            ? FromMarket(roles.Target, market)
            : throw new LakeException(
                $"The lake holds no bar of {roles.Target} on {origin:yyyy-MM-dd}, so its features cannot be rebuilt.");
    }

    /// <summary>Inputs at the session after the newest settled one, from bars that may still change.</summary>
    /// <exception cref="LakeException">The newest download has no such bar, or one that has settled since.</exception>
    public static async Task<ForecastInputs> ProvisionalAsync(
        DataLake lake, AssetRoles roles, TradingCalendar calendar, DateTimeOffset now, CancellationToken stop)
    {
        var bars = new List<MarketSeries>();
        foreach (var symbol in new[] { roles.Target, roles.Bonds, roles.Credit, roles.Implied, roles.Implied3M })
        {
            var settledBars = symbol == roles.Target
                ? await ReadAsync(lake, symbol, null, stop)
                : await ReadSideAsync(lake, symbol, null, stop);
            bars.Add(await ProvisionalBar.AppendAsync(lake, symbol, settledBars, calendar, stop));
        }
        var settled = (await lake.SnapshotAsync(CuratedMarketTable.Schema, roles.Target, stop))!.Last;
        if (bars[0].Session[^1] == settled)
            throw new LakeException(
                $"There is no provisional bar of {roles.Target} after {settled:yyyy-MM-dd}. Run `volcast ingest` after the close "
                + "and before the bar settles at 06:00 New York time, or forecast without --provisional.");
        if (calendar.SettlesAt(bars[0].Session[^1]) <= now)
            throw new LakeException(
                $"The provisional bar of {roles.Target} on {bars[0].Session[^1]:yyyy-MM-dd} has settled since it was retrieved. "
                + "Run `volcast ingest` and `volcast features`, then forecast without --provisional.");
        return FromMarket(roles.Target, new AlignedMarket(bars[0], bars[1], bars[2], bars[3], bars[4]));
    }

    /// <summary>The returns that a digest covers for a model that needs past returns: the longest memory of one. A GARCH model
    /// also depends a little on older returns.</summary>
    private const int DigestedReturns = 1000;

    /// <summary>SHA-256 of the forecast's inputs: target, origin, the inputs' names and bits, the newest log returns if the model
    /// needs past returns, the model's digest, and the past errors behind its interval.</summary>
    public string Digest(IFittedForecaster forecaster, string modelDigest, ForecastDistribution? distribution)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{Known.Symbol}\n{Origin:yyyy-MM-dd}\n{modelDigest}\n")));
        Span<byte> bits = stackalloc byte[sizeof(double)];
        foreach (var name in forecaster.Spec.Inputs)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            BinaryPrimitives.WriteDoubleLittleEndian(bits, Known.Column(name)[^1]);
            hash.AppendData(bits);
        }
        if (!forecaster.ForecastsFromInputs)
            foreach (var logReturn in Known.LogReturns[Math.Max(Known.Rows - DigestedReturns, 0)..])
            {
                BinaryPrimitives.WriteDoubleLittleEndian(bits, logReturn);
                hash.AppendData(bits);
            }
        if (distribution is not null)
            hash.AppendData(distribution.Save());
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static ForecastInputs Of(Symbol target, MarketSeries bars, IReadOnlyDictionary<string, double[]> features) =>
        new(HistoryRows.Of(target, bars, features));

    private static async Task<AlignedMarket> ReadMarketAsync(
        DataLake lake, AssetRoles roles, DateOnly to, CancellationToken stop) => new(
        await ReadAsync(lake, roles.Target, to, stop),
        await ReadSideAsync(lake, roles.Bonds, to, stop),
        await ReadSideAsync(lake, roles.Credit, to, stop),
        await ReadSideAsync(lake, roles.Implied, to, stop),
        await ReadSideAsync(lake, roles.Implied3M, to, stop));

    /// <summary>The bars of a companion symbol; empty if the lake has none, as when its features were computed.</summary>
    private static async Task<MarketSeries> ReadSideAsync(DataLake lake, Symbol symbol, DateOnly? to, CancellationToken stop) =>
        CuratedMarketTable.FromFrame(symbol,
            await lake.ReadOrEmptyAsync(CuratedMarketTable.Schema, symbol, to: to, cancellationToken: stop)).ToSeries();

    private static async Task<MarketSeries> ReadAsync(DataLake lake, Symbol symbol, DateOnly? to, CancellationToken stop)
    {
        var frame = await lake.ReadAsync(CuratedMarketTable.Schema, symbol, to: to, cancellationToken: stop);
        return CuratedMarketTable.FromFrame(symbol, frame).ToSeries();
    }
}
