using Volcast.ApiContract.Data;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Prediction;
using Volcast.Prediction.Documents;
using Volcast.Services.Api.Snapshots;

namespace Volcast.Services.Api.Data;

/// <summary>Compares the stored live forecasts with their outcomes.</summary>
internal static class TrackRecords
{
    public static TrackRecordDocument Of(ServingSnapshot snapshot)
    {
        var target = snapshot.Target;
        var live = target.Forecasts.Where(row => row.Horizon == snapshot.Horizon && row.Kind == ForecastKind.Live).ToArray();
        ScoredForecast[] scored =
        [
            .. live.Select(row => (row, outcome: RealizedOutcome.Of(target.Inputs.Known, row.ForecastOrigin, row.TargetEnd)))
                .Where(pair => pair.outcome is { IsComplete: true })
                .Select(pair => new ScoredForecast(pair.row, pair.outcome!)),
        ];
        ScoredForecast[] onePerOrigin =
        [
            .. scored.GroupBy(one => one.Forecast.ForecastOrigin)
                .Select(origin => origin.MaxBy(one => one.Forecast.ModelVersion, VersionOrder.Instance)!),
        ];
        return new(target.Roles.Target.Value, target.DataKind.Name(), snapshot.Horizon,
            live.DistinctBy(row => row.ForecastOrigin).Count(), onePerOrigin.Length,
            onePerOrigin.Length > 0 ? RecordOf(null, onePerOrigin) : null,
            [
                .. scored.GroupBy(one => ForecastDocuments.VersionOf(one.Forecast))
                    .Select(version => RecordOf(version.Key, [.. version]))
                    .OrderByDescending(record => record.Last).ThenByDescending(record => record.ModelVersion),
            ]);
    }

    private static VersionTrackRecordDocument RecordOf(int? version, ScoredForecast[] forecasts)
    {
        var scores = ForecastScores.Of(forecasts);
        return new(version, scores.N, scores.First!.Value, scores.Last!.Value, scores.Qlike,
            ForecastDocuments.Number(scores.ImpliedQlike), ForecastDocuments.Number(scores.Interval80.Coverage),
            ForecastDocuments.Number(scores.Interval95.Coverage),
            [
                .. TailHits.Of(forecasts).Select(
                    hits => new TailHitsDocument(hits.Sessions, hits.Confidence, hits.N, hits.Expected, hits.Hits)),
            ],
            TrafficLightDocuments.Of(TailHits.TrafficLight(forecasts)));
    }
}
