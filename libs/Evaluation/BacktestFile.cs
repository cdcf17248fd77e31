using System.Globalization;

namespace Volcast.Evaluation;

/// <summary>
/// The file of a backtest: a csv row for each forecast, origin by origin and model by model, several targets and horizons one
/// after the other. Numbers are annualised variance, and from var95_1d on the loss that was not to be exceeded over one session
/// and over the horizon, and from es95_1d on the loss to be expected beyond it, positive decimal log returns; in their shortest
/// exact form. A field is empty where there is none.
/// </summary>
public static class BacktestFile
{
    public const string Header =
        "symbol,horizon,forecast_origin,target_end,model,variance,lower80,upper80,lower95,upper95,realized_variance,"
        + "var95_1d,var99_1d,var95_hd,var99_hd,es95_1d,es99_1d,es95_hd,es99_hd";

    /// <summary>Begins a file.</summary>
    public static void WriteHeader(TextWriter writer) => writer.Write(Header + "\n");

    /// <summary>Appends one walk-forward; origins at which a model sat out have no row.</summary>
    public static void WriteRows(TextWriter writer, WalkForwardResult result)
    {
        for (var row = 0; row < result.Origins.Length; row++)
            foreach (var model in result.Models)
            {
                if (double.IsNaN(model.Variance[row]))
                    continue;
                writer.Write(string.Create(CultureInfo.InvariantCulture,
                    $"{result.Symbol},{result.Horizon},{result.Origins[row]:yyyy-MM-dd},{result.TargetEnds[row]:yyyy-MM-dd},"));
                writer.Write(model.Name);
                WriteNumber(writer, model.Variance[row]);
                WriteNumber(writer, model.Lower80[row]);
                WriteNumber(writer, model.Upper80[row]);
                WriteNumber(writer, model.Lower95[row]);
                WriteNumber(writer, model.Upper95[row]);
                WriteNumber(writer, result.RealizedVariance[row]);
                WriteTailRisk(writer, model, result.Horizon, risk => risk.ValueAtRisk[row]);
                WriteTailRisk(writer, model, result.Horizon, risk => risk.ExpectedShortfall[row]);
                writer.Write('\n');
            }
    }

    private static void WriteTailRisk(
        TextWriter writer, ModelForecasts model, int horizon, Func<TailRiskForecasts, double> value)
    {
        foreach (var sessions in new[] { 1, horizon })
            foreach (var confidence in new[] { .95, .99 })
                WriteNumber(writer, model.TailRisk
                    .FirstOrDefault(risk => risk.Sessions == sessions && risk.Confidence == confidence) is { } risk
                        ? value(risk) : double.NaN);
    }

    private static void WriteNumber(TextWriter writer, double value)
    {
        writer.Write(',');
        if (!double.IsNaN(value))
            writer.Write(value.ToString("R", CultureInfo.InvariantCulture));
    }
}
