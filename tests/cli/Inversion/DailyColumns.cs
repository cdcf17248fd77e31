using Volcast.Evaluation;
using Volcast.Volatility;

namespace Volcast.Cli.Tests.Inversion;

/// <summary>Columns with a number for each forecast origin, by name.</summary>
internal sealed class DailyColumns
{
    private readonly Dictionary<string, int> place;

    public DailyColumns(string[] sessions)
    {
        Sessions = sessions;
        place = sessions.Select((day, row) => (day, row)).ToDictionary(pair => pair.day, pair => pair.row);
    }

    public string[] Sessions { get; }

    public Dictionary<string, double[]> Columns { get; } = [];

    /// <summary>The columns with many different values, such as forecasts; the others are marks.</summary>
    public IEnumerable<(string Name, double[] Values)> Continuous => Columns
        .Where(column => column.Value.Where(double.IsFinite).Distinct().Take(20).Count() == 20)
        .Select(column => (column.Key, column.Value));

    /// <summary>Every daily column of the csv files of an evidence folder.</summary>
    public void AddFolder(string folder)
    {
        foreach (var file in Directory.GetFiles(folder, "*.csv"))
        {
            var table = CsvTable.Parse(file, File.ReadAllBytes(file));
            if (!table.Has("forecast_origin"))
                continue;
            foreach (var column in table.Columns.Except(["forecast_origin", "target_end"]))
                Add($"{Path.GetFileName(folder)}/{column}", table.Texts("forecast_origin"), table.Numbers(column));
        }
    }

    /// <summary>The mean contributions of an evidence folder, with the first days of months as sessions.</summary>
    public void AddMonths(string folder)
    {
        var table = CsvTable.Parse("reasons.csv", File.ReadAllBytes(Path.Combine(folder, "reasons.csv")));
        foreach (var column in table.Columns.Except(["month", "origins"]))
            Add($"{Path.GetFileName(folder)}/{column}", table.Texts("month"), table.Numbers(column));
    }

    /// <summary>The daily columns that evidence had before they were taken out, from the csv file of a backtest.</summary>
    /// <param name="file">Of <c>backtest --out</c>.</param>
    /// <param name="recipe">The model whose tail risk was published.</param>
    /// <param name="market">Gives the returns and ranges.</param>
    public void AddFormer(string file, string recipe, VendorSeries market)
    {
        var table = CsvTable.Parse(file, File.ReadAllBytes(file));
        var (models, days, variance) = (table.Texts("model"), table.Texts("forecast_origin"), table.Numbers("variance"));
        var horizon = (int)table.Numbers("horizon")[0];
        foreach (var model in models.Distinct())
        {
            var rows = Enumerable.Range(0, models.Length).Where(row => models[row] == model).ToArray();
            var name = $"{horizon}d/{model}";
            string[] own = [.. rows.Select(row => days[row])];
            var outcome = Of("realized_variance");
            Add($"{horizon}d/outcome", own, outcome);
            Add(name, own, Of("variance"));
            Add($"{name}.loss", own, [.. outcome.Zip(Of("variance"), (realized, forecast) =>
                double.IsNaN(realized) ? double.NaN : Losses.Qlike(realized, forecast))]);
            if (model != recipe)
                continue;
            foreach (var confidence in new[] { 95, 99 })
            {
                var promised = Of($"var{confidence}_1d");
                Add($"{name}.{confidence}.var", own, promised);
                Add($"{name}.{confidence}.shortfall", own, Of($"es{confidence}_1d"));
                Add($"{name}.{confidence}.beyond", own, [.. own.Select((day, i) =>
                    Next(market.Moves[VendorSeries.Return], day) is var loss && loss > promised[i] ? loss : 0)]);
            }
            if (horizon == 1)
                Add("1d/range variance", own, [.. own.Select(day => Next(market.Moves[VendorSeries.RangeVariance], day))]);

            double[] Of(string column)
            {
                var all = table.Numbers(column);
                return Array.ConvertAll(rows, row => all[row]);
            }
        }

        double Next(double[] series, string day) =>
            place.TryGetValue(day, out var row) && row + 1 < series.Length ? series[row + 1] : double.NaN;
    }

    private void Add(string name, string[] days, double[] values)
    {
        var column = new double[Sessions.Length];
        Array.Fill(column, double.NaN);
        for (var i = 0; i < days.Length; i++)
            if (place.TryGetValue(days[i], out var row))
                column[row] = values[i];
        Columns[name] = column;
    }
}
