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

    /// <summary>Reads one walk-forward back: outcomes, forecasts and intervals. Value-at-risk and the distribution's state are
    /// left behind.</summary>
    /// <param name="subject">Whose file it is, for messages.</param>
    /// <param name="content">UTF-8, of one target and one horizon.</param>
    /// <exception cref="EvidenceException">The file is damaged, empty, or holds several targets or horizons.</exception>
    public static WalkForwardResult Read(string subject, byte[] content)
    {
        var table = EvidenceTable.Parse(subject, content);
        var (symbols, names, horizons) = (table.Texts("symbol"), table.Texts("model"), table.Numbers("horizon"));
        if (symbols.Distinct().Count() != 1 || horizons.Distinct().Count() != 1)
            throw new EvidenceException($"{subject} holds {symbols.Distinct().Count()} targets and "
                + $"{horizons.Distinct().Count()} horizons: one walk-forward is expected.");
        var days = Array.ConvertAll(table.Dates("forecast_origin"), day => day
            ?? throw new EvidenceException($"{subject} has a row without a forecast origin."));
        DateOnly[] origins = [.. days.Distinct().Order()];
        int[] rows = [.. days.Select(day => Array.BinarySearch(origins, day))];
        var ends = new DateOnly?[origins.Length];
        foreach (var (end, row) in table.Dates("target_end").Zip(rows))
            ends[row] = end;
        return new()
        {
            Symbol = symbols[0],
            Horizon = (int)horizons[0],
            Origins = origins,
            TargetEnds = ends,
            RealizedVariance = Spread(table.Numbers("realized_variance"), null),
            Models = [.. names.Distinct().Select(name => new ModelForecasts
            {
                Name = name,
                Variance = Spread(table.Numbers("variance"), name),
                Lower80 = Spread(table.Numbers("lower80"), name),
                Upper80 = Spread(table.Numbers("upper80"), name),
                Lower95 = Spread(table.Numbers("lower95"), name),
                Upper95 = Spread(table.Numbers("upper95"), name),
                SkippedOrigins = [],
            })],
        };

        double[] Spread(double[] values, string? model)
        {
            var column = new double[origins.Length];
            Array.Fill(column, double.NaN);
            for (var i = 0; i < values.Length; i++)
                if (model is null || names[i] == model)
                    column[rows[i]] = values[i];
            return column;
        }
    }

    private static void WriteNumber(TextWriter writer, double value)
    {
        writer.Write(',');
        if (!double.IsNaN(value))
            writer.Write(value.ToString("R", CultureInfo.InvariantCulture));
    }
}
