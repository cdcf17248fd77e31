using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Volcast.Forecasting;
using Volcast.Forecasting.Distribution;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Prediction;

/// <summary>The inputs of a forecast: the target's rows up to the origin, which is the last row.</summary>
public sealed record ForecastInputs(ForecastingData Known)
{
    /// <summary>The column of the target's implied-volatility index, in points.</summary>
    public const string ImpliedColumn = "vix";

    /// <summary>The bars from which the rows with another implied-volatility index are computed; null if there is no other.</summary>
    private IndexedMarket? Market { get; init; }

    /// <summary>The index of a model that does not record its own; null if it is not known.</summary>
    private string? Unrecorded { get; init; }

    public DateOnly Origin => Known.Sessions[^1];

    /// <summary>Estimated memory of the rows that were computed with other indices.</summary>
    public long OtherBytes => Market?.Bytes ?? 0;

    /// <summary>The inputs for a model: computed with the implied-volatility index that it learnt from, which can differ from that
    /// of the tables until the model is trained again.</summary>
    /// <exception cref="LakeException">Neither the settings nor <see cref="KnownIndices"/> name this index for the target.</exception>
    public ForecastInputs For(FittedModelSpec model) => For(model.ImpliedIndex);

    /// <summary>The inputs with an implied-volatility index.</summary>
    /// <param name="index">As a model or a stored forecast records it; null for one from before that was recorded.</param>
    /// <exception cref="LakeException">Neither the settings nor <see cref="KnownIndices"/> name this index for the target.</exception>
    public ForecastInputs For(string? index)
    {
        if ((index ?? Unrecorded) is not { } wanted || Known.ImpliedIndex is null || wanted == Known.ImpliedIndex)
            return this;
        return Market?.With(wanted) is { } rows
            ? this with { Known = rows.KnownAt(rows.FirstRowFrom(Origin)) }
            : throw new LakeException($"The implied-volatility index {wanted} is none of those of {Known.Symbol}. Name it in "
                + "VOLCAST_IMPLIED_VOLATILITY, run `volcast ingest` and `volcast features`, or train again.");
    }

    /// <summary>The inputs with the index that the features would have had on a day.</summary>
    public ForecastInputs ForChoiceOf(DateOnly day) => Market is { } market ? For(market.Choice(day).Index.Value) : this;

    /// <summary>The inputs that were known at an earlier row.</summary>
    public ForecastInputs KnownAt(int row) => this with { Known = Known.KnownAt(row) };

    /// <summary>Checks that the origin has settled by the clock, before a forecast from it is published.</summary>
    /// <exception cref="UnsettledBarException">It settles later.</exception>
    public void RequireSettled(TradingCalendar calendar, DateTimeOffset now) =>
        UnsettledBarException.ThrowIfUnsettled(Symbol.Parse(Known.Symbol), Origin, calendar, now);

    /// <summary>Inputs at the newest session of <c>curated.market</c>, from <c>features.L1</c> and
    /// <c>features.L2</c>.</summary>
    /// <exception cref="LakeException">The features are missing, or were computed from other bars than the lake holds
    /// now.</exception>
    public static async Task<ForecastInputs> SettledAsync(DataLake lake, AssetRoles roles, CancellationToken stop) =>
        await OfAsync(lake, roles, await FeatureSnapshot.ReadAsync(lake, roles.Target, roles.Symbols, stop), stop);

    /// <summary>Inputs at the newest session of a snapshot of <c>features.L1</c> and <c>features.L2</c>.</summary>
    public static async Task<ForecastInputs> OfAsync(
        DataLake lake, AssetRoles roles, FeatureSnapshot held, CancellationToken stop) => Of(roles, held,
        HasOtherIndex(roles) ? await ReadMarketAsync(lake, roles, held.Bars.ToSeries(), null, stop) : null);

    /// <summary>Inputs at the newest session of a snapshot of <c>features.L1</c> and <c>features.L2</c>.</summary>
    /// <param name="roles">The target and its companions.</param>
    /// <param name="held">The snapshot.</param>
    /// <param name="market">Gives the bars if models of the target may have learnt from another index.</param>
    public static ForecastInputs Of(AssetRoles roles, FeatureSnapshot held, Func<IndexedMarket> market) =>
        Of(roles, held, HasOtherIndex(roles) ? market() : null);

    /// <summary>Whether models of a target may have learnt from different indices.</summary>
    private static bool HasOtherIndex(AssetRoles roles) => roles.Indices.Count > 1;

    private static ForecastInputs Of(AssetRoles roles, FeatureSnapshot held, IndexedMarket? market) =>
        new(HistoryRows.Of(roles.Target, held.Bars.ToSeries(), held.Columns, held.Implied, roles.IsOwn(held.Implied?.Value)))
        {
            Market = market,
            Unrecorded = roles.Unrecorded.Value,
        };

    /// <summary>Inputs at the newest of the given sessions, with one of the target's indices.</summary>
    /// <param name="roles">The target and its companions.</param>
    /// <param name="market">Their bars.</param>
    /// <param name="index">The index.</param>
    public static ForecastInputs Of(AssetRoles roles, IndexedMarket market, Symbol index) =>
        new(market.With(index.Value) ?? throw new ArgumentException($"{index} is no index of {roles.Target}.", nameof(index)))
        {
            Market = market,
            Unrecorded = roles.Unrecorded.Value,
        };

    /// <summary>Inputs at any past session; the features are computed again from <c>curated.market</c>, with the index that they
    /// would have had then.</summary>
    /// <exception cref="LakeException">The lake has no bar of the target on that session.</exception>
    public static async Task<ForecastInputs> RebuiltAsync(
        DataLake lake, AssetRoles roles, DateOnly origin, CancellationToken stop)
    {
        var target = await ReadAsync(lake, roles.Target, origin, stop);
        if (target.Session is not [.., var last] || last != origin)
            throw new LakeException(
                $"The lake holds no bar of {roles.Target} on {origin:yyyy-MM-dd}, so its features cannot be rebuilt.");
        return AtNewest(roles, await ReadMarketAsync(lake, roles, target, origin, stop));
    }

    /// <summary>Inputs at the session after the newest settled one, from bars that may still change.</summary>
    /// <exception cref="LakeException">The newest download has no such bar, or one that has settled since.</exception>
    public static async Task<ForecastInputs> ProvisionalAsync(
        DataLake lake, AssetRoles roles, TradingCalendar calendar, DateTimeOffset now, CancellationToken stop)
    {
        var bars = new Dictionary<Symbol, MarketSeries>();
        foreach (var symbol in IndexedMarket.SymbolsOf(roles))
        {
            var settledBars = symbol == roles.Target
                ? await ReadAsync(lake, symbol, null, stop)
                : await ReadSideAsync(lake, symbol, null, stop);
            bars[symbol] = await ProvisionalBar.AppendAsync(lake, symbol, settledBars, calendar, stop);
        }
        var settled = (await lake.SnapshotAsync(CuratedMarketTable.Schema, roles.Target, stop))!.Last;
        var newest = bars[roles.Target].Session[^1];
        if (newest == settled)
            throw new LakeException(
                $"There is no provisional bar of {roles.Target} after {settled:yyyy-MM-dd}. Run `volcast ingest` after the close "
                + "and before the bar settles at 06:00 New York time, or forecast without --provisional.");
        if (calendar.SettlesAt(newest) <= now)
            throw new LakeException(
                $"The provisional bar of {roles.Target} on {newest:yyyy-MM-dd} has settled since it was retrieved. "
                + "Run `volcast ingest` and `volcast features`, then forecast without --provisional.");
        return AtNewest(roles, new IndexedMarket(roles, bars));
    }

    private static ForecastInputs AtNewest(AssetRoles roles, IndexedMarket market) => Of(roles, market, market.Choice().Index);

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

    private static async Task<IndexedMarket> ReadMarketAsync(
        DataLake lake, AssetRoles roles, MarketSeries target, DateOnly? to, CancellationToken stop)
    {
        var bars = new Dictionary<Symbol, MarketSeries> { [roles.Target] = target };
        foreach (var symbol in IndexedMarket.SymbolsOf(roles).Where(symbol => symbol != roles.Target))
            bars[symbol] = await ReadSideAsync(lake, symbol, to, stop);
        return new(roles, bars);
    }

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
