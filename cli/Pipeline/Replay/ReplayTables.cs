using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Monitoring;

namespace Volcast.Cli.Pipeline.Replay;

/// <summary>The tables that a replay writes, in memory and, from time to time, in its lake. The table <c>monitoring</c> is written
/// last: its newest session is the one up to which the replay is complete, and an interrupted replay continues after it.</summary>
/// <param name="lake">The replay's own lake, open for writing.</param>
/// <param name="target">The symbol that is forecast.</param>
internal sealed class ReplayTables(DataLake lake, Symbol target)
{
    private int storedForecasts;
    private int storedOutcomes;
    private int storedRows;

    /// <summary>In the order in which they were made.</summary>
    public List<ForecastRow> Forecasts { get; } = [];

    public List<OutcomeRow> Outcomes { get; } = [];

    public List<MonitoringRow> Rows { get; } = [];

    /// <summary>The last session that is complete; null before the first.</summary>
    public DateOnly? Newest => Rows.Count == 0 ? null : Rows.Max(row => row.Session);

    /// <summary>Reads what an interrupted replay has stored. Rows after its last complete session are made again.</summary>
    public async Task ReadAsync(CancellationToken stop)
    {
        Rows.AddRange(await MonitoringStore.ReadAsync(lake, target, from: null, stop));
        storedRows = Rows.Count;
        if (Newest is not { } newest)
            return;
        var forecasts = ForecastsTable.FromFrame(
            target, await lake.ReadAsync(ForecastsTable.Schema, target, to: newest, cancellationToken: stop));
        Forecasts.AddRange(forecasts.Rows);
        storedForecasts = Forecasts.Count;
        Outcomes.AddRange((await OutcomesTable.ReadAsync(lake, target, cancellationToken: stop))
            .Where(row => row.TargetEnd <= newest));
        storedOutcomes = Outcomes.Count;
    }

    /// <summary>Writes what is new.</summary>
    public async Task WriteAsync(CancellationToken stop)
    {
        await using var lease = await lake.LeaseAsync(target, stop);
        if (Forecasts[storedForecasts..] is { Count: > 0 } forecasts)
        {
            var from = forecasts.Min(row => row.ForecastOrigin);
            var known = new ForecastsTable { Symbol = target, Rows = [.. Forecasts[..storedForecasts].Where(row => row.ForecastOrigin >= from)] };
            var (merged, _) = ForecastsTable.MergeFirstWins(known, new ForecastsTable { Symbol = target, Rows = forecasts });
            await lake.CommitAsync(ForecastsTable.Schema, target, merged.ToFrame(), from: from, cancellationToken: stop);
        }
        if (Outcomes[storedOutcomes..] is { Count: > 0 } outcomes)
        {
            var from = outcomes.Min(row => row.ForecastOrigin);
            var table = new OutcomesTable
            {
                Symbol = target,
                Rows = [.. Outcomes.Where(row => row.ForecastOrigin >= from).OrderBy(row => row.ForecastOrigin)],
            };
            await lake.CommitAsync(OutcomesTable.Schema, target, table.ToFrame(), from: from, cancellationToken: stop);
        }
        await MonitoringStore.AddAsync(lake, target, Rows[storedRows..], stop);
        (storedForecasts, storedOutcomes, storedRows) = (Forecasts.Count, Outcomes.Count, Rows.Count);
    }
}
