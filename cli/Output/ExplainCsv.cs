using CsvHelper;
using Volcast.Forecasting;
using Volcast.Prediction;
using Volcast.Services.Forecasts;

namespace Volcast.Cli.Output;

/// <summary>Contributions over time as csv: a row for each origin and input, numbers in their shortest exact form.</summary>
internal static class ExplainCsv
{
    public static void Write(TextWriter writer, ExplainReport report)
    {
        using var csv = CsvWriter.Create(writer, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        csv.WriteRecord(
            ["symbol", "horizon", "forecast_origin", "feature", "family", "value", "scale", "amount", "volatility_amount"]);
        foreach (var origin in report.Origins)
            foreach (var (own, points) in origin.Reasons.Contributions.Zip(origin.InVolatility.Contributions))
            {
                csv.WriteField(report.Target.Value);
                csv.WriteField(report.Horizon);
                csv.WriteField(origin.Origin, "yyyy-MM-dd");
                csv.WriteField(own.Feature);
                csv.WriteField(FeatureLabels.Family(own.Feature));
                csv.WriteField(own.Value);
                csv.WriteField(origin.Reasons.Scale.Name());
                csv.WriteField(own.Amount);
                csv.WriteField(points.Amount);
                csv.EndRecord();
            }
    }
}
