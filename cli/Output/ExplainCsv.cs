using System.Globalization;
using CsvHelper;
using Volcast.Forecasting;
using Volcast.Prediction;
using Volcast.Services.Forecasts;

namespace Volcast.Cli.Output;

/// <summary>Contributions over time as csv: a row for each origin and input, numbers in their shortest exact form.</summary>
internal static class ExplainCsv
{
    private const double Points = 100;

    private static readonly CsvWriterOptions Options = new() { NewLine = "\n" };

    private static readonly string[] Columns =
    [
        "symbol", "horizon", "forecast_origin", "feature", "family", "value", "scale", "log_variance_contribution",
        "volatility_points_contribution",
    ];

    public static void Write(TextWriter writer, ExplainReport report)
    {
        using var csv = CsvWriter.Create(writer, Options, leaveOpen: true);
        csv.WriteRecord(Columns);
        foreach (var origin in report.Origins)
            foreach (var (own, inVolatility) in origin.Reasons.Contributions.Zip(origin.InVolatility.Contributions))
                csv.WriteRecord(
                [
                    report.Target.Value, Text(report.Horizon), $"{origin.Origin:yyyy-MM-dd}", own.Feature,
                    FeatureLabels.Family(own.Feature), Text(own.Value), origin.Reasons.Scale.Name(),
                    origin.Reasons.Scale == ContributionScale.LogVariance ? Text(own.Amount) : "",
                    Text(Points * inVolatility.Amount),
                ]);
    }

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
