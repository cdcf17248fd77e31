using System.Globalization;
using Volcast.Forecasting;

namespace Volcast.Evaluation;

/// <summary>
/// The csv file of a walk-forward's explanations: a row for each origin and explained model, from the fit that made the forecast.
/// <c>base</c> and the contributions, a column for each input, add up to <c>output</c> on the <c>scale</c> of the row. On the
/// scale of log variance, which the shipped model uses, the output is ln of the annualised variance. Numbers are in their
/// shortest exact form; a field is empty if the model does not have the input.
/// </summary>
public static class ReasonsFile
{
    private const string Keys = "symbol,horizon,forecast_origin,model,scale,output,base";

    /// <summary>Writes the walk-forwards one after the other. Skipped origins have no row.</summary>
    /// <param name="writer">The file; stays open.</param>
    /// <param name="results">The walk-forwards, with <see cref="ModelForecasts.Reasons"/> if explanations were requested.</param>
    public static void Write(TextWriter writer, IReadOnlyList<WalkForwardResult> results)
    {
        string[] inputs = [.. results.SelectMany(r => r.Models).SelectMany(m => m.Reasons?.Features ?? []).Distinct()];
        using var csv = CsvTable.WriterTo(writer);
        csv.WriteRecord([.. Keys.Split(','), .. inputs]);
        foreach (var result in results)
        {
            var explained = result.Models.Where(m => m.Reasons is not null).Select(m => (Model: m, Reasons: m.Reasons!,
                Places: Array.ConvertAll(inputs, input => m.Reasons!.Features.ToList().IndexOf(input)))).ToArray();
            for (var row = 0; row < result.Origins.Length; row++)
                foreach (var (model, reasons, places) in explained)
                    if (double.IsFinite(reasons.Base[row]))
                        csv.WriteRecord(Line(result, model, reasons, places, row));
        }
    }

    private static string[] Line(
        WalkForwardResult result, ModelForecasts model, ReasonsByOrigin reasons, int[] places, int row) =>
    [
        result.Symbol,
        result.Horizon.ToString(CultureInfo.InvariantCulture),
        CsvTable.Date(result.Origins[row]),
        model.Name,
        reasons.Scale.Name(),
        CsvTable.Exact(ReasonsByOrigin.Output(reasons.Scale, model.Variance[row])),
        CsvTable.Exact(reasons.Base[row]),
        .. places.Select(place => place < 0 ? "" : CsvTable.Exact(reasons.Amounts[place][row])),
    ];
}
