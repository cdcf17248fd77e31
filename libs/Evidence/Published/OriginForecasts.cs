using Volcast.Evaluation;
using Volcast.Evidence.Backtests;

namespace Volcast.Evidence.Published;

/// <summary>The recipe's forecast from each origin, the only number that evidence publishes for a day.</summary>
/// <param name="Model">The recipe.</param>
/// <param name="Origins">Ascending.</param>
/// <param name="TargetEnds">The last session of each target; null if it is unknown.</param>
/// <param name="IsScored">Whether the outcome is known and every model made a forecast, so that the origin is compared.</param>
/// <param name="Variance">Annualised; NaN if the origin is skipped.</param>
internal sealed record OriginForecasts(
    string Model, DateOnly[] Origins, DateOnly?[] TargetEnds, bool[] IsScored, double[] Variance)
{
    private const string Origin = "forecast_origin", End = "target_end", Scored = "is_scored";

    public static CsvTable Of(ComparedBacktest compared)
    {
        var (result, model) = (compared.Backtest.Result, compared.Backtest.Run.Model);
        var (variance, scored) = (result.Model(model).Variance, compared.Sample.Rows.ToHashSet());
        var table = new CsvTable(EvidenceFiles.Forecasts, [Origin, End, Scored, model]);
        for (var row = 0; row < result.Origins.Length; row++)
            table.Add([CsvTable.Date(result.Origins[row]), result.TargetEnds[row] is { } end ? CsvTable.Date(end) : "",
                scored.Contains(row) ? "1" : "0", CsvTable.Number(variance[row], EvidenceFiles.Digits)]);
        return table;
    }

    /// <exception cref="EvidenceException">An origin is missing.</exception>
    /// <exception cref="InvalidDataException">A column is missing, or a field cannot be read.</exception>
    public static OriginForecasts Read(string model, CsvTable table) => new(
        model,
        [.. table.Dates(Origin).Select((day, row) => day
            ?? throw new EvidenceException($"{EvidenceFiles.Forecasts}, line {row + 2}: the forecast origin is missing."))],
        table.Dates(End), Array.ConvertAll(table.Numbers(Scored), mark => mark == 1), table.Numbers(model));

    /// <summary>The scored rows, ascending.</summary>
    public int[] ScoredRows => [.. Enumerable.Range(0, Origins.Length).Where(row => IsScored[row])];
}
