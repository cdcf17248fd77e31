using System.Globalization;

namespace Volcast.Evaluation;

/// <summary>
/// The file of a backtest: a csv row for each forecast, origin by origin and model by model, several targets and horizons one
/// after the other. Numbers are annualised variance in their shortest exact form; a field is empty where there is none.
/// </summary>
public static class BacktestFile
{
    public const string Header =
        "symbol,horizon,forecast_origin,target_end,model,variance,lower80,upper80,lower95,upper95,realized_variance";

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
                writer.Write('\n');
            }
    }

    private static void WriteNumber(TextWriter writer, double value)
    {
        writer.Write(',');
        if (!double.IsNaN(value))
            writer.Write(value.ToString("R", CultureInfo.InvariantCulture));
    }
}
