using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Schemas;
using Volcast.Services.Api.Snapshots;

namespace Volcast.Services.Api.Targets;

/// <summary>What the watchlist shows of one target and horizon: a few numbers, so that thousands of targets fit into
/// memory.</summary>
internal sealed record HorizonSummary
{
    public required DateOnly Origin { get; init; }
    public required DateOnly TargetEnd { get; init; }
    public required ForecastKind Kind { get; init; }
    public required string Model { get; init; }
    public required string ModelVersion { get; init; }
    public required double Variance { get; init; }

    /// <summary>The variance of the forecast from the session before; NaN without one.</summary>
    public required double FormerVariance { get; init; }

    /// <summary>Null if the history is too short.</summary>
    public required VolatilityStanding? Standing { get; init; }

    /// <summary>The volatility implied by the target's own index, decimal; NaN without one.</summary>
    public required double Implied { get; init; }

    /// <summary>Live forecasts of the registered model with a known outcome.</summary>
    public required int Outcomes { get; init; }

    /// <summary>Origins of these from which HAR has a forecast too.</summary>
    public required int CommonWithHar { get; init; }

    /// <summary>Mean QLIKE divided by that of HAR on these origins; NaN if there are none.</summary>
    public required double RatioToHar { get; init; }
}

/// <summary>What the watchlist shows of one target. Immutable.</summary>
/// <param name="Identity">The digests of the manifests that were read.</param>
/// <param name="DataKind">Real or simulated bars.</param>
/// <param name="Session">The newest session of the bars; null without bars.</param>
/// <param name="Horizons">Horizon → the newest stored forecast; a horizon without one is missing.</param>
internal sealed record TargetSummary(
    string Identity, DataKind DataKind, DateOnly? Session, IReadOnlyDictionary<int, HorizonSummary> Horizons)
{
    /// <summary>Why the data could not be read the last time; null if they could.</summary>
    public string? LastError { get; init; }

    /// <summary>The tables that a summary is made from.</summary>
    private static readonly TableSchema[] Tables = [CuratedMarketTable.Schema, ForecastsTable.Schema, OutcomesTable.Schema];

    /// <summary>A stamp of the tables that a summary is made from. It is cheap, because it reads no manifest.</summary>
    public static async Task<string> StampOfAsync(DataLake lake, Symbol target, CancellationToken stop)
    {
        var stamps = new List<string>();
        foreach (var table in Tables)
            stamps.Add(await lake.StampAsync(table, target, stop));
        return string.Join(' ', stamps);
    }

    /// <summary>The identity of the present manifests, without reading a table.</summary>
    public static async Task<string> IdentityOfAsync(DataLake lake, Symbol target, CancellationToken stop)
    {
        var digests = new List<string> { lake.Kind.ToString() };
        foreach (var table in Tables)
            digests.Add((await lake.SnapshotAsync(table, target, stop))?.Digest ?? "none");
        return string.Join(' ', digests);
    }

    /// <summary>Reads the target's bars of eleven years, its forecasts and its outcomes, and keeps a few numbers.</summary>
    /// <param name="lake">Open for reading.</param>
    /// <param name="roles">The target.</param>
    /// <param name="identity">Taken before.</param>
    /// <param name="calendar">Knows when a session settles.</param>
    /// <param name="now">The clock's time.</param>
    /// <param name="stop">Stops between tables.</param>
    /// <exception cref="LakeException">A table is damaged, or the newest bar has not settled.</exception>
    public static async Task<TargetSummary> ReadAsync(
        DataLake lake, AssetRoles roles, string identity, TradingCalendar calendar, DateTimeOffset now, CancellationToken stop)
    {
        var target = roles.Target;
        if ((await lake.SnapshotAsync(CuratedMarketTable.Schema, target, stop))?.Last is not { } session)
            return new(identity, lake.Kind, null, new Dictionary<int, HorizonSummary>());
        UnsettledBarException.ThrowIfUnsettled(target, session, calendar, now);
        var bars = await ForecastFacts.BarsAsync(lake, target, session, stop);
        var forecasts = await ForecastsTable.ReadAsync(lake, target, to: session, cancellationToken: stop);
        var outcomes = await OutcomesTable.ReadAsync(lake, target, cancellationToken: stop);
        var scores = ScoreSummary.Of(forecasts.Where(row => row.Kind is ForecastKind.Live or ForecastKind.Baseline), outcomes)
            .ToDictionary(one => (one.Horizon, one.Kind, one.Model));
        return new(identity, lake.Kind, session, ForecastFacts.OfHorizons(roles, bars, forecasts, calendar)
            .ToDictionary(facts => facts.Newest.Horizon, facts => Of(target, facts, scores)));
    }

    private static HorizonSummary Of(
        Symbol target, ForecastFacts facts, Dictionary<(int, ForecastKind, string), ScoreSummary> scores)
    {
        var newest = facts.Newest;
        var record = scores.GetValueOrDefault(
            (newest.Horizon, ForecastKind.Live, new SeriesKey(target, newest.Horizon).Model));
        return new()
        {
            Origin = newest.ForecastOrigin,
            TargetEnd = newest.TargetEnd,
            Kind = newest.Kind,
            Model = newest.Model,
            ModelVersion = newest.ModelVersion,
            Variance = newest.Variance,
            FormerVariance = facts.Former?.Variance ?? double.NaN,
            Standing = facts.Standing,
            Implied = facts.Implied,
            Outcomes = record?.Scores.N ?? 0,
            CommonWithHar = record?.CommonWithHar ?? 0,
            RatioToHar = record?.RatioToHar ?? double.NaN,
        };
    }
}
