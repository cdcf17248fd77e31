using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Prediction.Documents;
using Volcast.Registry;
using Volcast.Schemas;

namespace Volcast.Services.Monitoring.Scores;

/// <summary>Compares the stored forecasts of every kind with their outcomes, and writes the scores into the table
/// <c>monitoring</c>. A corrected outcome adds rows with the next revision. A second run writes nothing.</summary>
/// <remarks>The manifest of the table records which yearly files of forecasts and outcomes were read. A run reads the years since
/// the first one that has changed; without that record it reads all.</remarks>
public sealed class ScoresJob(DataLake lake, IModelRegistry registry)
{
    private static readonly TableSchema[] Read = [ForecastsTable.Schema, OutcomesTable.Schema];

    /// <param name="roles">The target and its companion symbols.</param>
    /// <param name="stop">Stops between models.</param>
    /// <exception cref="LakeException">A file is missing or damaged, or the features are out of date.</exception>
    /// <exception cref="RegistryException">The registry cannot be read now; nothing is written.</exception>
    public async Task<ScoresReport> RunAsync(AssetRoles roles, CancellationToken stop)
    {
        var target = roles.Target;
        await using var lease = await lake.LeaseAsync(target, stop);
        var years = await YearDigests.ReadAsync(lake, target, Read, stop);
        var written = await lake.SnapshotAsync(MonitoringTable.Schema, target, stop);
        if (await lake.SnapshotAsync(OutcomesTable.Schema, target, stop) is null
            || Read.SelectMany(table => years.Changed(table, written)).ToArray() is not { Length: > 0 } changed)
            return new(target, [], []);
        var from = new DateOnly(changed.Min(), 1, 1);
        var stored = written is null
            ? new MonitoringTable { Symbol = target, Rows = [] }
            : MonitoringTable.FromFrame(
                target, await lake.ReadAsync(MonitoringTable.Schema, target, from, cancellationToken: stop));
        var unscored = await UnscoredAsync(target, from, stored.Rows, stop);
        if (unscored.Count == 0)
            return new(target, [], []);
        var pits = await new ForecastPits(lake, registry, roles)
            .OfAsync([.. unscored.Select(one => one.Scored)], stop);
        var (added, _) = MonitoringTable.MergeFirstWins(
            stored with { Rows = [] }, unscored.Zip(pits, (one, pit) => ScoreRows.Of(one.Scored, one.Revision, pit)).SelectMany(rows => rows));
        var (merged, _) = MonitoringTable.MergeFirstWins(stored, added.Rows);
        await lake.CommitAsync(
            MonitoringTable.Schema, target, merged.ToFrame(), Inputs(written, years), from, stop);
        return new(target, added.Rows, Notes(unscored, pits));
    }

    /// <summary>The forecasts with an outcome, or a revision of it, that has no score.</summary>
    private async Task<IReadOnlyList<(ScoredForecast Scored, int Revision)>> UnscoredAsync(
        Symbol target, DateOnly from, IReadOnlyList<MonitoringRow> stored, CancellationToken stop)
    {
        var forecasts = ForecastsTable.FromFrame(
            target, await lake.ReadAsync(ForecastsTable.Schema, target, from, cancellationToken: stop)).Rows;
        var outcomes = OutcomesTable.FromFrame(
            target, await lake.ReadAsync(OutcomesTable.Schema, target, from, cancellationToken: stop)).Rows
            .ToLookup(row => (row.ForecastOrigin, row.Horizon));
        var known = stored.Where(row => row.Kind == MonitoringKind.Score && row.Check == ScoreChecks.Qlike)
            .Select(row => (row.Session, row.Horizon, row.Subject, row.Model, row.ModelVersion, row.Revision)).ToHashSet();
        return
        [
            .. from row in forecasts
               where row.Kind != ForecastKind.Provisional
               from revision in outcomes[(row.ForecastOrigin, row.Horizon)].OrderBy(one => one.KnownAt)
                   .Select((outcome, number) => (outcome, number))
               where !known.Contains((row.TargetEnd, row.Horizon, ForecastDocuments.NameOf(row.Kind), row.Model, row.ModelVersion,
                   revision.number))
               select (new ScoredForecast(row, RealizedOutcome.Of(revision.outcome)), revision.number),
        ];
    }

    /// <summary>The digests of the years that were read, and what other jobs have recorded in the same table.</summary>
    private static Dictionary<string, string> Inputs(Manifest? written, YearDigests years)
    {
        var own = years.AsInputs(_ => true);
        return (written?.Inputs ?? new Dictionary<string, string>())
            .Where(input => !Read.Any(table => input.Key.StartsWith($"{table.Name}/", StringComparison.Ordinal)))
            .Concat(own).ToDictionary(input => input.Key, input => input.Value);
    }

    private static IReadOnlyList<string> Notes(
        IReadOnlyList<(ScoredForecast Scored, int Revision)> scored, IReadOnlyList<(double Value, string? Reason)> pits) =>
    [
        .. scored.Zip(pits).Where(pair => pair.Second.Reason is not null).GroupBy(pair => pair.Second.Reason!)
            .Select(same => $"{Counted.Of(same.Count(), "forecast")} {(same.Count() == 1 ? "has" : "have")} no probability "
                + $"integral transform: {same.Key}"),
    ];
}
