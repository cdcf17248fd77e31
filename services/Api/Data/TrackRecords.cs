using Volcast.ApiContract.Data;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Prediction.Documents;
using Volcast.Services.Api.Forecasts;
using Volcast.Services.Api.Snapshots;
using Volcast.Volatility;

namespace Volcast.Services.Api.Data;

/// <summary>Compares the stored live forecasts with their outcomes.</summary>
internal static class TrackRecords
{
    public static TrackRecordDocument Of(ServingSnapshot snapshot)
    {
        var target = snapshot.Target;
        var bars = target.Bars[target.Roles.Target];
        var live = target.Forecasts.Where(row => row.Horizon == snapshot.Horizon && row.Kind == ForecastKind.Live).ToArray();
        Scored[] scored =
        [
            .. live.Select(row => (row, came: RealizedSessions.Since(bars, row)))
                .Where(pair => pair.came is { IsComplete: true, Variance: not null })
                .Select(pair => new Scored(pair.row, pair.came!.Variance!.Value)),
        ];
        return new(target.Roles.Target.Value, target.Market.Name(), snapshot.Horizon, live.Length,
            scored.Length,
            [
                .. scored.GroupBy(one => ForecastDocuments.VersionOf(one.Row)).Select(version => RecordOf(version.Key, [.. version]))
                    .OrderByDescending(record => record.Last).ThenByDescending(record => record.ModelVersion),
            ]);
    }

    private static VersionTrackRecordDocument RecordOf(int version, Scored[] scored)
    {
        var implied = scored.Where(one => double.IsFinite(one.Row.Implied)).ToArray();
        return new(version, scored.Length, scored.Min(one => one.Row.ForecastOrigin), scored.Max(one => one.Row.ForecastOrigin),
            scored.Average(one => Losses.Qlike(one.Came, one.Row.Variance)),
            implied.Length < scored.Length
                ? null
                : implied.Average(one => Losses.Qlike(one.Came, Math.Pow(one.Row.Implied / 100, 2))),
            Coverage(scored, row => (row.Lower80, row.Upper80)), Coverage(scored, row => (row.Lower95, row.Upper95)));
    }

    private static double? Coverage(Scored[] scored, Func<ForecastRow, (double Lower, double Upper)> interval)
    {
        var judged = scored.Where(one => double.IsFinite(interval(one.Row).Upper)).ToArray();
        return judged.Length == 0
            ? null
            : judged.Average(one => interval(one.Row).Lower <= one.Came && one.Came <= interval(one.Row).Upper ? 1.0 : 0);
    }

    private readonly record struct Scored(ForecastRow Row, double Came);
}
