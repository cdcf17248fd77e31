using System.Globalization;
using Volcast.Forecasting;
using Volcast.Prediction;
using Volcast.Services.Forecasts;

namespace Volcast.Cli.Output;

/// <summary>Reasons over time: a csv row for each origin and input, numbers in their shortest exact form.</summary>
internal static class ExplainCsv
{
    public const string Header = "symbol,horizon,forecast_origin,feature,family,value,scale,amount,volatility_amount";

    public static void Write(TextWriter writer, ExplainReport report)
    {
        writer.Write(Header + "\n");
        foreach (var origin in report.Origins)
            foreach (var (own, points) in origin.Reasons.Contributions.Zip(origin.InVolatility.Contributions))
                writer.Write(string.Create(CultureInfo.InvariantCulture,
                    $"{report.Target},{report.Horizon},{origin.Origin:yyyy-MM-dd},{own.Feature},"
                    + $"{FeatureLabels.Family(own.Feature)},{own.Value},"
                    + $"{origin.Reasons.Scale.Name()},"
                    + $"{own.Amount},{points.Amount}\n"));
    }
}
