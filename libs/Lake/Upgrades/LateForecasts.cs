using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Schemas;

namespace Volcast.Lake.Upgrades;

/// <summary>
/// The step to version 2. A forecast is live, and a challenger's is a shadow, only if it was made before the first session of its
/// target opened. Version 1 allowed until the settlement of that session, so that a forecast over one session could be made after
/// its outcome. This step relabels as backfill every live or shadow row whose origin's bar cannot be shown to have been in the
/// lake before that opening: a download of the target that holds the bar as settled must have been retrieved before it.
/// </summary>
internal static class LateForecasts
{
    /// <summary>The source whose files have no time of retrieval, so that their downloads show nothing.</summary>
    private const string SourceWithoutTime = "csv";

    private const int NamesShown = 10;

    /// <exception cref="LakeException">The files of some symbols are damaged. The other symbols are done.</exception>
    internal static async Task<IReadOnlyList<string>> RelabelAsync(DataLake lake, CancellationToken cancellationToken)
    {
        var (changes, failures) = (new List<string>(), new List<string>());
        foreach (var symbol in await lake.SymbolsAsync(ForecastsTable.Schema, cancellationToken))
            try
            {
                if (await RelabelAsync(lake, symbol, cancellationToken) is { } change)
                    changes.Add(change);
            }
            catch (Exception damage) when (damage is LakeException or SchemaException)
            {
                failures.Add($"{symbol}: {damage.Message}");
            }
        return failures.Count == 0 ? changes : throw new LakeException(
            $"The lake {lake.Store.Description} cannot be upgraded to version 2, because the forecasts of {failures.Count} "
            + $"symbols cannot be relabelled. Repair these, then run the command again. "
            + $"{string.Join(' ', failures.Take(NamesShown))}"
            + (failures.Count > NamesShown ? $" And {failures.Count - NamesShown} more." : ""));
    }

    private static async Task<string?> RelabelAsync(DataLake lake, Symbol symbol, CancellationToken cancellationToken)
    {
        await using var lease = await lake.LeaseAsync(symbol, cancellationToken);
        var (frame, manifest) = await lake.ReadSnapshotAsync(ForecastsTable.Schema, symbol, cancellationToken: cancellationToken);
        var stored = ForecastsTable.FromFrame(symbol, frame);
        var late = await LateOriginsAsync(
            lake, symbol, stored.Rows.Where(IsInTime).Select(row => row.ForecastOrigin), cancellationToken);
        ForecastRow[] relabelled = [.. stored.Rows.Where(row => IsInTime(row) && late.Contains(row.ForecastOrigin))];
        if (relabelled.Length == 0)
            return null;
        // Two rows can get the same key. The first stored one is kept: a live row is older than a backfilled one, because it
        // could only be stored before the next session had settled.
        var rows = stored.Rows.OrderBy(row => row.Kind)
            .Select(row => IsInTime(row) && late.Contains(row.ForecastOrigin) ? row with { Kind = ForecastKind.Backfill } : row);
        var (table, _) = ForecastsTable.MergeFirstWins(stored with { Rows = [] }, stored with { Rows = [.. rows] });
        await lake.CommitAsync(
            ForecastsTable.Schema, symbol, table.ToFrame(), manifest.Inputs, cancellationToken: cancellationToken);
        return $"{symbol}: {relabelled.Length} stored forecasts, from {relabelled.Min(row => row.ForecastOrigin):yyyy-MM-dd} to "
            + $"{relabelled.Max(row => row.ForecastOrigin):yyyy-MM-dd}, are now labelled backfill and no longer count as live or "
            + "shadow, because no download shows that the bar of their origin was known before the next session opened.";
    }

    private static bool IsInTime(ForecastRow row) => row.Kind is ForecastKind.Live or ForecastKind.Shadow;

    /// <summary>Those origins whose bar no download shows as settled before the next session opened.</summary>
    private static async Task<HashSet<DateOnly>> LateOriginsAsync(
        DataLake lake, Symbol symbol, IEnumerable<DateOnly> origins, CancellationToken cancellationToken)
    {
        var calendar = TradingCalendar.Nyse;
        var late = origins.ToHashSet();
        foreach (var download in await lake.DownloadsAsync(symbol, cancellationToken: cancellationToken))
        {
            if (download.Source == SourceWithoutTime)
                continue;
            var day = DateOnly.FromDateTime(download.RetrievedAt.UtcDateTime);
            DateOnly[] possible =
                [.. late.Where(origin => origin <= day && download.RetrievedAt < calendar.OpensAt(calendar.Next(origin)))];
            if (possible.Length == 0)
                continue;
            var bars = (await lake.ReadDownloadAsync(download, cancellationToken)).Bars;
            late.ExceptWith(possible.Where(origin => bars.IndexOf(origin) is >= 0 and var row && bars.Settled[row]));
        }
        return late;
    }
}
