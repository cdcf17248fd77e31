using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Ingest;
using Volcast.Services.Ingest.Sources;

namespace Volcast.Cli.Pipeline;

/// <summary>A lake as the last live forecast from one session could read it: the downloads before the open of the next session,
/// and the settled bars that ingest makes from them. It is in memory; the lake itself is not changed.</summary>
/// <remarks>Nothing records when a person accepted a finding. So the acceptances of now count, as far as they concern sessions up
/// to this one, and <see cref="AcceptancesOf"/> says so.</remarks>
internal sealed class AsOfLake : IAsyncDisposable
{
    private readonly DataLake lake;
    private readonly TradingCalendar calendar;
    private readonly SourceOrder order;
    private readonly HashSet<Symbol> curated = [];
    private readonly Dictionary<Symbol, int> accepted = [];

    /// <param name="lake">Open for reading.</param>
    /// <param name="calendar">The exchange's sessions.</param>
    /// <param name="order">The sources as ingest uses them.</param>
    /// <param name="session">A session.</param>
    public AsOfLake(DataLake lake, TradingCalendar calendar, SourceOrder order, DateOnly session)
    {
        (this.lake, this.calendar, this.order, Session) = (lake, calendar, order, session);
        Before = calendar.OpensAt(calendar.Next(session)).ToUniversalTime();
        // Times of downloads, versions and promotions are whole milliseconds.
        Instant = Before.AddMilliseconds(-1);
        View = lake.AsOf(Instant);
    }

    public DateOnly Session { get; }

    /// <summary>The open of the next session: from then on a forecast from this one is no longer live.</summary>
    public DateTimeOffset Before { get; }

    /// <summary>The last time before it.</summary>
    public DateTimeOffset Instant { get; }

    /// <summary>Bars of the symbols given to <see cref="CurateAsync"/>; open for writing to memory.</summary>
    public DataLake View { get; }

    /// <summary>Makes the settled bars of a target and its companion symbols. A companion symbol that the lake never had stays
    /// without bars.</summary>
    /// <exception cref="LakeException">The first download of one of the symbols came later, or a download is damaged.</exception>
    /// <exception cref="IngestException">The downloads cannot be connected.</exception>
    public async Task CurateAsync(AssetRoles roles, CancellationToken stop)
    {
        await RequireDownloadsAsync(roles, stop);
        foreach (var symbol in roles.Symbols.Where(curated.Add))
        {
            if (await View.DownloadsAsync(symbol, cancellationToken: stop) is [])
                continue;
            var reviewed = (await FindingsTable.ReadAsync(lake, symbol, stop)).Rows
                .Where(row => row.Status == FindingStatus.Accepted && row.Session <= Session).ToArray();
            if (reviewed.Length > 0)
                await View.CommitAsync(
                    FindingsTable.Schema, symbol, FindingsTable.Of(symbol, reviewed).ToFrame(), cancellationToken: stop);
            accepted[symbol] = reviewed.Length;
            await new CurationJob(View, calendar, order).RunAsync(symbol, stop);
        }
    }

    /// <summary>A sentence for each symbol of which a person has accepted a finding.</summary>
    /// <param name="roles">A target of <see cref="CurateAsync"/>.</param>
    public IEnumerable<string> AcceptancesOf(AssetRoles roles) =>
        from symbol in roles.Symbols
        let count = accepted.GetValueOrDefault(symbol)
        where count > 0
        select $"The data of {symbol} have {Counted.Of(count, "accepted finding")}, used as accepted: when a person accepted "
            + $"{(count == 1 ? "it" : "them")} is not recorded.";

    private async Task RequireDownloadsAsync(AssetRoles roles, CancellationToken stop)
    {
        Download? latest = null;
        foreach (var symbol in roles.Symbols)
        {
            // ^VIX stands in for an index that was first downloaded later.
            if (symbol == roles.Implied && symbol != AssetRoles.Vix)
                continue;
            if (await lake.DownloadsAsync(symbol, cancellationToken: stop) is [var first, ..])
                latest = latest?.RetrievedAt >= first.RetrievedAt ? latest : first;
            else if (symbol == roles.Target)
                throw new MissingTableException(RawMarketTable.Schema.Name, symbol.Value, "ingest");
        }
        if (latest is null || latest.RetrievedAt <= Instant)
            return;
        throw new LakeException(
            $"{roles.Target} cannot be answered as of {Session:yyyy-MM-dd}: only downloads before {Before:yyyy-MM-dd HH:mm} UTC "
            + $"count, the open of the next session, and the first download of {latest.Symbol} is from "
            + $"{latest.RetrievedAt:yyyy-MM-dd HH:mm} UTC. The first session that can be answered is "
            + $"{FirstSession(latest.RetrievedAt):yyyy-MM-dd}. `volcast replay` lives through earlier sessions with the bars "
            + "that the lake holds now.");
    }

    /// <summary>The first session whose live forecast could read a download of this time.</summary>
    private DateOnly FirstSession(DateTimeOffset retrieved)
    {
        var settled = calendar.NewestSettled(retrieved);
        return retrieved < calendar.OpensAt(calendar.Next(settled)) ? settled : calendar.Next(settled);
    }

    public ValueTask DisposeAsync() => View.DisposeAsync();
}
