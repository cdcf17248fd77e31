using System.Collections.Frozen;
using System.Text;
using Volcast.Files;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Registry;
using Volcast.Schemas;

namespace Volcast.Services.Api.Snapshots;

/// <summary>One state of the lake for one target. Immutable; a request keeps the state that it has read.</summary>
internal sealed record TargetSnapshot
{
    private const int BarColumns = 15;
    private const int BytesPerForecast = 800;
    private const int BytesPerBaseline = 64;

    /// <summary>The tables of every symbol that a snapshot reads.</summary>
    private static readonly TableSchema[] SymbolTables = [CuratedMarketTable.Schema, FindingsTable.Schema];

    /// <summary>The further tables of the target.</summary>
    private static readonly TableSchema[] OwnTables = [FeatureTable.L1, FeatureTable.L2, ForecastsTable.Schema];

    public required AssetRoles Roles { get; init; }

    /// <summary>Real or simulated bars.</summary>
    public required DataKind DataKind { get; init; }

    /// <summary>The settled bars of the target and of the side symbols of which the lake has bars.</summary>
    public required FrozenDictionary<Symbol, CuratedMarketTable> Bars { get; init; }

    /// <summary>The manifest of each symbol's bars.</summary>
    public required FrozenDictionary<Symbol, string> ManifestDigests { get; init; }

    /// <summary>How many rows of each symbol were ever rejected.</summary>
    public required FrozenDictionary<Symbol, QuarantineCount> QuarantinedRows { get; init; }

    /// <summary>The target's bars and features, row for row.</summary>
    public required FeatureSnapshot Features { get; init; }

    /// <summary>Everything known at the newest settled session.</summary>
    public required ForecastInputs Inputs { get; init; }

    /// <summary>The stored forecasts of registered models, in the order of their key. Those of baselines are not
    /// served.</summary>
    public required IReadOnlyList<ForecastRow> Forecasts { get; init; }

    /// <summary>The stored forecasts of baselines, ascending by origin, without their intervals.</summary>
    public required IReadOnlyList<BaselineForecast> BaselineForecasts { get; init; }

    /// <summary>The stored forecast of a version from the newest session; null if there is none.</summary>
    public ForecastRow? ForecastOf(ModelVersion version) => Forecasts
        .Where(row => row.ForecastOrigin == Inputs.Origin && row.Model == version.Model
            && row.ModelVersion == $"{version.Number}" && row.Kind is ForecastKind.Live or ForecastKind.Backfill)
        .MinBy(row => row.Kind); // The live one, if both are stored.

    /// <summary>A sentence for each symbol whose data have an open finding.</summary>
    public required IReadOnlyList<(Symbol Symbol, string Sentence)> OpenFindings { get; init; }

    /// <summary>A sentence for each hole in the bars of a version's symbols, and for each of them whose data have an open
    /// finding.</summary>
    /// <param name="used">The target and its companions, with the index of the version.</param>
    /// <param name="calendar">Knows which sessions must exist.</param>
    public IEnumerable<string> DataWarningsOf(AssetRoles used, TradingCalendar calendar) =>
    [
        .. MissingSessions.Sentences(
            used, used.Symbols.Where(Bars.ContainsKey).Select(symbol => Bars[symbol]), Inputs.Origin, calendar),
        .. OpenFindings.Where(one => used.Symbols.Contains(one.Symbol)).Select(one => one.Sentence),
    ];

    /// <summary>The digests of the manifests that were read; another state of the lake has another identity.</summary>
    public required string Identity { get; init; }

    /// <summary>Estimated memory, without the bars of the other symbols, which all targets share.</summary>
    public long Bytes =>
        (long)Features.Bars.Count * sizeof(double)
            * (BarColumns + Features.L1.Values.Length + Features.L2.Values.Length)
        + Forecasts.Sum(row => BytesPerForecast + sizeof(char) * (long)row.Contributions.Length)
        + (long)BaselineForecasts.Count * BytesPerBaseline
        + Inputs.OtherBytes;

    /// <summary>The symbols of the forecasts, and the index of nine days, which only the term structure shows.</summary>
    private static IEnumerable<Symbol> SymbolsOf(AssetRoles roles) =>
        IndexedMarket.SymbolsOf(roles).Append(ImpliedLevels.Vix9D).Distinct();

    /// <summary>The parts of tables that a snapshot is read from.</summary>
    private static IEnumerable<(TableSchema Table, Symbol Symbol)> PartsOf(AssetRoles roles) =>
        SymbolsOf(roles).SelectMany(symbol => SymbolTables.Select(table => (table, symbol)))
            .Concat(OwnTables.Select(table => (table, roles.Target)));

    /// <summary>A stamp of the manifests of this target. It is cheap, because it reads no manifest, and it changes when one of
    /// them changes.</summary>
    public static async Task<string> StampOfAsync(DataLake lake, AssetRoles roles, CancellationToken stop)
    {
        var stamps = new List<string>();
        foreach (var (table, symbol) in PartsOf(roles))
            stamps.Add(await lake.StampAsync(table, symbol, stop));
        return string.Join(' ', stamps);
    }

    /// <summary>The identity of the current manifests, without reading a table.</summary>
    public static async Task<string> IdentityOfAsync(DataLake lake, AssetRoles roles, CancellationToken stop)
    {
        var digests = new List<string> { lake.Kind.ToString() };
        foreach (var (table, symbol) in PartsOf(roles))
            digests.Add((await lake.SnapshotAsync(table, symbol, stop))?.Digest ?? "none");
        return Digest.Of(Encoding.UTF8.GetBytes(string.Join('\n', digests)));
    }

    /// <param name="lake">The lake.</param>
    /// <param name="roles">The target and its side symbols.</param>
    /// <param name="sideBars">The bars that targets share.</param>
    /// <param name="calendar">Knows when a session settles.</param>
    /// <param name="now">The clock's time.</param>
    /// <param name="stop">Stops the reading.</param>
    /// <exception cref="UnsettledBarException">The newest session settles after <paramref name="now"/>.</exception>
    /// <exception cref="LakeException">Bars or features are missing, or were changed while they were read.</exception>
    public static async Task<TargetSnapshot> ReadAsync(
        DataLake lake, AssetRoles roles, SideBars sideBars, TradingCalendar calendar, DateTimeOffset now, CancellationToken stop)
    {
        var identity = await IdentityOfAsync(lake, roles, stop);
        // Before the tables are read: until the session settles, every refresh comes here.
        if ((await lake.SnapshotAsync(CuratedMarketTable.Schema, roles.Target, stop))?.Last is { } newest)
            UnsettledBarException.ThrowIfUnsettled(roles.Target, newest, calendar, now);
        var features = await FeatureSnapshot.ReadAsync(lake, roles.Target, roles.Symbols, stop);
        var settled = new Dictionary<Symbol, SettledBars>
        {
            [roles.Target] = new(features.Bars, features.BarsManifest.Digest,
                await QuarantineCount.ReadAsync(lake, roles.Target, stop)),
        };
        foreach (var symbol in SymbolsOf(roles).Where(symbol => symbol != roles.Target))
            if (await lake.SnapshotAsync(CuratedMarketTable.Schema, symbol, stop) is not null)
                settled[symbol] = await sideBars.GetAsync(lake, symbol, stop);
        var forecasts = await ForecastsTable.ReadAsync(lake, roles.Target, cancellationToken: stop);
        var origin = features.Bars.Session[^1];
        var findings = new List<(Symbol, string)>();
        foreach (var symbol in settled.Keys)
            if (await Prediction.OpenFindings.OfAsync(lake, symbol, origin, calendar, stop) is { } found)
                findings.Add((symbol, found));
        if (await IdentityOfAsync(lake, roles, stop) != identity)
            throw new LakeException($"The lake was written while the state of {roles.Target} was read; it is read again.");
        return new TargetSnapshot
        {
            Roles = roles,
            DataKind = lake.Kind,
            Bars = settled.ToFrozenDictionary(one => one.Key, one => one.Value.Bars),
            ManifestDigests = settled.ToFrozenDictionary(one => one.Key, one => one.Value.ManifestDigest),
            QuarantinedRows = settled.ToFrozenDictionary(one => one.Key, one => one.Value.QuarantinedRows),
            Features = features,
            Inputs = ForecastInputs.Of(roles, features, () => new IndexedMarket(
                roles, settled.ToFrozenDictionary(one => one.Key, one => one.Value.Bars.ToSeries()))),
            Forecasts = [.. forecasts.Where(row => row.Kind != ForecastKind.Baseline)],
            BaselineForecasts =
            [
                .. forecasts.Where(row => row.Kind == ForecastKind.Baseline)
                    .Select(row => new BaselineForecast(
                        row.ForecastOrigin, row.Horizon, string.Intern(row.Model), row.TargetEnd, row.Variance, row.Implied)),
            ],
            OpenFindings = findings,
            Identity = identity,
        };
    }
}
