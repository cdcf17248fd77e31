using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Schemas;

namespace Volcast.Services.Forecasts;

/// <summary>Writes the table <c>outcomes</c>: for each stored forecast whose period has ended, what happened in it. An outcome
/// that a later download changes is a further row. A second run writes nothing.</summary>
/// <remarks>The manifest of the table records which yearly files of forecasts and bars were read. A run reads the years since the
/// first one that has changed, and always the newest two.</remarks>
public sealed class OutcomesJob(DataLake lake, TradingCalendar calendar, TimeProvider clock)
{
    /// <summary>Changes of an outcome below this share of it are rounding: after a split, a vendor delivers the same bars on
    /// another scale.</summary>
    private const double Rounding = 1e-9;

    private static readonly TableSchema[] Read = [ForecastsTable.Schema, CuratedMarketTable.Schema];

    /// <param name="target">The symbol that is forecast.</param>
    /// <param name="stop">Stops between tables.</param>
    /// <exception cref="LakeException">The target has no bars, or a file is missing or damaged.</exception>
    public async Task<OutcomesReport> RunAsync(Symbol target, CancellationToken stop)
    {
        await using var lease = await lake.LeaseAsync(target, stop);
        if ((await lake.SnapshotAsync(ForecastsTable.Schema, target, stop))?.First is not { } firstOrigin)
            return new(target, [], 0, 0, null, []);
        var years = await YearDigests.ReadAsync(lake, target, Read, stop);
        var written = await lake.SnapshotAsync(OutcomesTable.Schema, target, stop);
        var newest = (await lake.SnapshotAsync(CuratedMarketTable.Schema, target, stop))?.Last ?? firstOrigin;
        // A period may end in the year after its origin.
        var first = years.Changed(ForecastsTable.Schema, written)
            .Concat(years.Changed(CuratedMarketTable.Schema, written).Select(year => year - 1))
            .Append(newest.Year - 1).Min();
        var from = new DateOnly(Math.Max(first, firstOrigin.Year), 1, 1);

        var forecasts = ForecastsTable.FromFrame(
            target, await lake.ReadAsync(ForecastsTable.Schema, target, from, cancellationToken: stop)).Rows;
        var history = new OutcomeHistory(CuratedMarketTable.FromFrame(target, await lake.ReadAsync(
            CuratedMarketTable.Schema, target, from.AddDays(-OutcomeHistory.DaysBefore), cancellationToken: stop)));
        IReadOnlyList<OutcomeRow> stored = written is null
            ? []
            : OutcomesTable.FromFrame(
                target, await lake.ReadAsync(OutcomesTable.Schema, target, from, cancellationToken: stop)).Rows;
        var found = Find(forecasts, history, stored, await LateBars.ReadAsync(lake, history.Bars, calendar, stop));
        if (found.Added.Count > 0)
        {
            var unknown = found.Unknown.Select(one => one.ForecastOrigin.Year).ToHashSet();
            var table = new OutcomesTable { Symbol = target, Rows = InOrder(stored.Concat(found.Added)) };
            await lake.CommitAsync(OutcomesTable.Schema, target, table.ToFrame(),
                years.AsInputs(year => !unknown.Contains(year)), from, stop);
        }
        return found;
    }

    private OutcomesReport Find(IReadOnlyList<ForecastRow> forecasts, OutcomeHistory history, IReadOnlyList<OutcomeRow> stored,
        LateBars late)
    {
        var known = stored.ToLookup(row => (row.ForecastOrigin, row.Horizon));
        var (added, unknown, pending) = (new List<OutcomeRow>(), new List<UnknownOutcome>(), new List<DateOnly>());
        var revised = 0;
        foreach (var (origin, horizon, end) in forecasts.Where(row => row.Kind != ForecastKind.Provisional)
            .Select(row => (row.ForecastOrigin, row.Horizon, row.TargetEnd)).Distinct())
        {
            if (calendar.SettlesAt(end) > clock.GetUtcNow() || !(end <= history.Newest))
            {
                pending.Add(end);
                continue;
            }
            if (history.Outcome(origin, end) is not { IsComplete: true } outcome)
            {
                unknown.Add(new(horizon, origin, end, Missing(history, origin, end)));
                continue;
            }
            OutcomeRow[] earlier = [.. known[(origin, horizon)].OrderBy(row => row.KnownAt)];
            var changedAt = late.NewestOf(history.Period(origin, end));
            var row = history.RowOf(outcome, horizon, origin, end, changedAt, calendar);
            if (earlier is [.., var last])
            {
                if (IsSame(last, row))
                    continue;
                revised++;
                // What arrives last is the newest, also where no download explains it, as when a person accepted a finding.
                if (row.KnownAt <= last.KnownAt)
                {
                    var at = last.KnownAt.AddMilliseconds(1);
                    row = row with { KnownAt = at, DataDigest = history.Digest(origin, end, at) };
                }
            }
            added.Add(row);
        }
        return new(
            history.Bars.Symbol, InOrder(added), revised, pending.Count, pending.Count > 0 ? pending.Min() : null, unknown);
    }

    private string Missing(OutcomeHistory history, DateOnly origin, DateOnly end)
    {
        var missing = calendar.Sessions(origin, end).Where(day => Array.BinarySearch(history.Bars.Session, day) < 0)
            .Select(day => $"{day:yyyy-MM-dd}").ToArray();
        var symbol = history.Bars.Symbol;
        return missing.Length > 0
            ? $"{symbol} has no bar on {string.Join(", ", missing)}. Run `volcast ingest` when the source has "
                + $"{(missing.Length == 1 ? "it" : "them")}."
            : $"A return of {symbol} between {origin:yyyy-MM-dd} and {end:yyyy-MM-dd} is missing or covers several sessions. Run "
                + "`volcast data list`.";
    }

    private static bool IsSame(OutcomeRow stored, OutcomeRow now) =>
        stored.DataDigest == now.DataDigest
        || IsClose(stored.RealizedVariance, now.RealizedVariance) && IsClose(stored.RangeVariance, now.RangeVariance)
            && IsClose(stored.FirstLogReturn, now.FirstLogReturn) && IsClose(stored.LogReturn, now.LogReturn);

    private static bool IsClose(double stored, double now) =>
        double.IsNaN(stored) ? double.IsNaN(now) : Math.Abs(stored - now) <= Rounding * Math.Max(Math.Abs(stored), Rounding);

    private static OutcomeRow[] InOrder(IEnumerable<OutcomeRow> rows) =>
    [
        .. rows.OrderBy(row => row.ForecastOrigin).ThenBy(row => row.Horizon).ThenBy(row => row.KnownAt)
            .ThenBy(row => row.DataDigest, StringComparer.Ordinal),
    ];
}
