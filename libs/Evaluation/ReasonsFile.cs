using System.Globalization;
using Volcast.Forecasting;

namespace Volcast.Evaluation;

/// <summary>
/// Why each origin of a walk-forward was forecast as it was, by that fold's own fit: a csv row for each origin and explained
/// model. <c>base</c> and the contributions, a column for each input, add up to <c>output</c> on the row's <c>scale</c>; on that
/// of log variance, the shipped model's, the output is ln of the annualised variance. Numbers are in their shortest exact form; a
/// field is empty where the model has no such input.
/// </summary>
public static class ReasonsFile
{
    private const string Keys = "symbol,horizon,forecast_origin,model,scale,output,base";

    /// <summary>Writes the walk-forwards one after the other; origins without a forecast have no row.</summary>
    /// <param name="writer">The file.</param>
    /// <param name="results">With <see cref="ModelForecasts.Reasons"/> where they were asked for.</param>
    public static void Write(TextWriter writer, IReadOnlyList<WalkForwardResult> results)
    {
        string[] inputs = [.. results.SelectMany(r => r.Models).SelectMany(m => m.Reasons?.Features ?? []).Distinct()];
        writer.Write(string.Join(',', [Keys, .. inputs]) + "\n");
        foreach (var result in results)
        {
            var explained = result.Models.Where(m => m.Reasons is not null).Select(m => (Model: m, Reasons: m.Reasons!,
                Places: Array.ConvertAll(inputs, input => m.Reasons!.Features.ToList().IndexOf(input)))).ToArray();
            for (var row = 0; row < result.Origins.Length; row++)
                foreach (var (model, reasons, places) in explained)
                    if (double.IsFinite(reasons.Base[row]))
                        Write(writer, result, model, reasons, places, row);
        }
    }

    private static void Write(TextWriter writer, WalkForwardResult result, ModelForecasts model, ReasonsByOrigin reasons,
        int[] places, int row)
    {
        var output = ReasonsByOrigin.Output(reasons.Scale, model.Variance[row]);
        writer.Write(string.Create(CultureInfo.InvariantCulture,
            $"{result.Symbol},{result.Horizon},{result.Origins[row]:yyyy-MM-dd},{model.Name},"
            + $"{reasons.Scale.Name()},{output:R},{reasons.Base[row]:R}"));
        foreach (var place in places)
            writer.Write(place < 0 ? "," : string.Create(CultureInfo.InvariantCulture, $",{reasons.Amounts[place][row]:R}"));
        writer.Write('\n');
    }
}
