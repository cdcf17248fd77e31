using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using Volcast.Forecasting;
using Volcast.Prediction;
using Volcast.Services.Forecasts;

namespace Volcast.Cli.Output;

/// <summary>Contributions over time as csv: a row for each origin and input, numbers in their shortest exact form.</summary>
internal static class ExplainCsv
{
    private const double Points = 100;

    private static readonly CsvConfiguration Format = new(CultureInfo.InvariantCulture) { NewLine = "\n" };

    private static readonly string[] Columns =
    [
        "symbol", "horizon", "forecast_origin", "feature", "family", "value", "scale", "log_variance_contribution",
        "volatility_points_contribution",
    ];

    public static void Write(TextWriter writer, ExplainReport report)
    {
        using var csv = new CsvWriter(writer, Format, leaveOpen: true);
        WriteLine(csv, Columns);
        foreach (var origin in report.Origins)
            foreach (var (own, inVolatility) in origin.Reasons.Contributions.Zip(origin.InVolatility.Contributions))
                WriteLine(csv,
                [
                    report.Target.Value, Text(report.Horizon), $"{origin.Origin:yyyy-MM-dd}", own.Feature,
                    FeatureLabels.Family(own.Feature), Text(own.Value), origin.Reasons.Scale.Name(),
                    origin.Reasons.Scale == ContributionScale.LogVariance ? Text(own.Amount) : "", Text(Points * inVolatility.Amount),
                ]);
    }

    private static void WriteLine(CsvWriter csv, string[] cells)
    {
        foreach (var cell in cells)
            csv.WriteField(cell);
        csv.NextRecord();
    }

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
