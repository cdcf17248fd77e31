using Volcast.Reports;
using Volcast.Volatility;

namespace Volcast.Evidence.Backtests;

/// <summary>The traffic light of the Basel Committee for each model's next-session value-at-risk.</summary>
internal static class TrafficLightTable
{
    /// <summary>Null if the walk-forward has no value-at-risk.</summary>
    public static ReportTable? Of(ComparedBacktest backtest)
    {
        var rows = backtest.Comparison.Models
            .SelectMany(m => m.ValueAtRisk.Select(score => (m.Model, Light: score.TrafficLight)))
            .Where(model => model.Light is not null).Select(model => Row(model.Model, model.Light!.Value)).ToArray();
        return rows.Length == 0 ? null : new()
        {
            Name = "traffic_light",
            Title = "Traffic light of the Basel Committee",
            Note = "The losses beyond the next-session value-at-risk at 99 % on the newest 250 sessions: up to 4 are green, 5 to"
                + " 9 yellow, 10 or more red (Basel Committee 1996). For fewer sessions the limits are those of the binomial"
                + " distribution.",
            Columns =
            [
                new("model", "model"),
                new("sessions", "sessions", "0"),
                new("expected_hits", "expected", "0.0"),
                new("hits", "hits", "0"),
                new("zone", "zone"),
            ],
            Rows = rows,
        };
    }

    private static Cell[] Row(string model, BaselTrafficLight light) =>
        [model, light.Sessions, light.ExpectedHits, light.Hits, light.Zone.ToString().ToLowerInvariant()];
}
