using Volcast.Evaluation;
using Volcast.Forecasting;
using Volcast.Services.Monitoring.Checks;
using Volcast.Services.Monitoring.Tests.Report;

namespace Volcast.Services.Monitoring.Tests.Checks;

/// <summary>Champions whose walk-forward a test chooses.</summary>
internal static class SampleChampion
{
    /// <param name="realized">The realised variances, by origin.</param>
    /// <param name="forecast">Those that the model forecast.</param>
    /// <param name="har">Those that HAR forecast.</param>
    /// <param name="version">The champion's number.</param>
    public static MonitoredModel Of(double[] realized, double[] forecast, double[] har, int version = 1) => new(
        SampleRun.Model, 5, version, "volcast", new WalkForwardResult
        {
            Symbol = "SPY",
            Horizon = 5,
            Origins = [.. realized.Select((_, i) => new DateOnly(2010, 1, 4).AddDays(i))],
            TargetEnds = [.. realized.Select(_ => (DateOnly?)null)],
            RealizedVariance = realized,
            RealizedRangeVariance = realized,
            Models = [Forecasts("volcast", forecast), Forecasts(ForecasterCatalog.Benchmark, har)],
        });

    /// <summary>A champion that was registered without a walk-forward.</summary>
    public static MonitoredModel Without(string reason, int version = 1, int horizon = 5) =>
        new(SampleRun.Model, horizon, version, "volcast", new Market.Reason(reason));

    private static ModelForecasts Forecasts(string name, double[] variance) => new()
    {
        Name = name,
        Variance = variance,
        Lower80 = [],
        Upper80 = [],
        Lower95 = [],
        Upper95 = [],
        SkippedOrigins = [],
    };
}
