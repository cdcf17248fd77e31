using System.Globalization;
using Volcast.Evaluation;

namespace Volcast.Evidence.Published;

/// <summary>Value-at-risk and expected shortfall as columns of evidence. A realised loss is stored only if it exceeded the
/// value-at-risk: the tests need no more, and no series of returns is published.</summary>
internal static class TailRiskColumns
{
    private const string ValueAtRisk = "var", Shortfall = "shortfall", Beyond = "beyond";

    /// <summary>The columns of some models; only the origins if the models have none.</summary>
    public static CsvTable Of(WalkForwardResult result, string[] names)
    {
        var columns = result.Models.Where(m => names.Contains(m.Name))
            .SelectMany(m => m.TailRisk.Select(risk => (Name: $"{m.Name}.{Key(risk)}", Risk: risk))).ToArray();
        var table = new CsvTable(EvidenceFiles.TailRisk, ["forecast_origin", .. columns.SelectMany(column =>
            new[] { ValueAtRisk, Shortfall, Beyond }.Select(part => $"{column.Name}.{part}"))]);
        for (var row = 0; row < result.Origins.Length; row++)
            table.Add([CsvTable.Date(result.Origins[row]), .. columns
                .SelectMany(c => new[] { c.Risk.ValueAtRisk[row], c.Risk.ExpectedShortfall[row], LossBeyond(c.Risk, row) })
                .Select(value => CsvTable.Number(value, EvidenceFiles.FewDigits))]);
        return table;
    }

    /// <summary>One model's forecasts, with a return of 0 if the loss did not exceed the value-at-risk.</summary>
    public static IReadOnlyList<TailRiskForecasts> Read(string model, CsvTable table) =>
    [
        .. table.Columns.Where(column => column.StartsWith(model + ".", StringComparison.Ordinal)
                && column.EndsWith("." + ValueAtRisk, StringComparison.Ordinal))
            .Select(column => column[..^(ValueAtRisk.Length + 1)])
            .Select(name => (Name: name, Parts: name[(model.Length + 1)..].Split('.')))
            .Where(column => column.Parts.Length == 2)
            .Select(column => new TailRiskForecasts(
                int.Parse(column.Parts[0].TrimEnd('d'), CultureInfo.InvariantCulture),
                int.Parse(column.Parts[1], CultureInfo.InvariantCulture) / 100.0,
                table.Numbers($"{column.Name}.{ValueAtRisk}"),
                table.Numbers($"{column.Name}.{Shortfall}"),
                Array.ConvertAll(table.Numbers($"{column.Name}.{Beyond}"), loss => -loss))),
    ];

    private static double LossBeyond(TailRiskForecasts risk, int row)
    {
        var (loss, promised) = (-risk.LogReturn[row], risk.ValueAtRisk[row]);
        return double.IsNaN(loss + promised) ? double.NaN : loss > promised ? loss : 0;
    }

    private static string Key(TailRiskForecasts risk) =>
        string.Create(CultureInfo.InvariantCulture, $"{risk.Sessions}d.{Math.Round(100 * risk.Confidence)}");
}
