using System.Globalization;
using Volcast.Market;

namespace Volcast.Evaluation;

/// <summary>
/// The csv file of a backtest: a row for each origin and model. Several targets and horizons follow one another. Variances are
/// annualised. The columns var… hold value-at-risk and the columns es… expected shortfall, at 95 and 99 % confidence, over one
/// session (1d) and over the horizon (hd), as positive log returns; realized_return_1d and realized_return_hd
/// hold the realised log returns of these sessions, negative for a loss, so that every test can be repeated. pit, crps and log_score
/// are the <see cref="DensityScores"/> of the forecast distribution. Numbers are decimals in their shortest exact form; a missing
/// number is an empty field.
/// </summary>
public static class BacktestFile
{
    private static readonly double[] Confidences = [.95, .99];

    private const string TailRiskColumns =
        "var95_1d,var99_1d,var95_hd,var99_hd,es95_1d,es99_1d,es95_hd,es99_hd,realized_return_1d,realized_return_hd";

    private const string DensityColumns = "pit,crps,log_score";

    public const string Header =
        "symbol,horizon,forecast_origin,target_end,model,variance,lower80,upper80,lower95,upper95,realized_variance,"
        + TailRiskColumns + "," + DensityColumns;

    /// <summary>Writes a file: the header, then each walk-forward. Skipped origins have no row.</summary>
    /// <param name="writer">The file; stays open.</param>
    /// <param name="results">The walk-forwards, of any targets and horizons.</param>
    public static void Write(TextWriter writer, IEnumerable<WalkForwardResult> results)
    {
        using var csv = CsvTable.WriterTo(writer);
        csv.WriteRecord(Header.Split(','));
        foreach (var result in results)
            for (var row = 0; row < result.Origins.Length; row++)
                foreach (var model in result.Models.Where(model => !double.IsNaN(model.Variance[row])))
                    csv.WriteRecord(Line(result, model, row));
    }

    private static string[] Line(WalkForwardResult result, ModelForecasts model, int row) =>
    [
        result.Symbol,
        result.Horizon.ToString(CultureInfo.InvariantCulture),
        CsvTable.Date(result.Origins[row]),
        result.TargetEnds[row] is { } end ? CsvTable.Date(end) : "",
        model.Name,
        .. new[]
        {
            model.Variance[row], model.Lower80[row], model.Upper80[row], model.Lower95[row], model.Upper95[row],
            result.RealizedVariance[row],
        }.Select(CsvTable.Exact),
        .. TailRisk(model, result.Horizon, risk => risk.ValueAtRisk[row]),
        .. TailRisk(model, result.Horizon, risk => risk.ExpectedShortfall[row]),
        .. new[] { 1, result.Horizon }.Select(sessions => CsvTable.Exact(
            model.TailRisk.FirstOrDefault(risk => risk.Sessions == sessions)?.LogReturn[row] ?? double.NaN)),
        .. new[] { model.Density?.Pit, model.Density?.Crps, model.Density?.LogScore }.Select(
            column => CsvTable.Exact(column?[row] ?? double.NaN)),
    ];

    private static IEnumerable<string> TailRisk(ModelForecasts model, int horizon, Func<TailRiskForecasts, double> value) =>
        from sessions in new[] { 1, horizon }
        from confidence in Confidences
        let found = model.TailRisk.FirstOrDefault(risk => risk.Sessions == sessions && risk.Confidence == confidence)
        select CsvTable.Exact(found is null ? double.NaN : value(found));

    /// <summary>The walk-forward of a registered version, or why it has none.</summary>
    /// <param name="version">The version's name, for messages.</param>
    /// <param name="path">Where its run keeps the file.</param>
    /// <param name="content">The file; null if the run has none.</param>
    /// <param name="withDistribution">As for <see cref="Read"/>.</param>
    public static ValueOrReason<WalkForwardResult> TryRead(
        string version, string path, byte[]? content, bool withDistribution = false)
    {
        if (content is null)
            return new Reason($"{version} was registered without {path}.");
        try
        {
            return Read($"{path} of {version}", content, withDistribution);
        }
        catch (InvalidDataException damaged)
        {
            return new Reason(damaged.Message);
        }
    }

    /// <summary>Reads one walk-forward: its outcomes, forecasts and intervals. It has no state of the distribution.</summary>
    /// <param name="subject">The file's name, for messages.</param>
    /// <param name="content">UTF-8; one target and one horizon.</param>
    /// <param name="withDistribution">Whether to read value-at-risk, expected shortfall and the scores of the distribution
    /// too, if the file has them.</param>
    /// <exception cref="InvalidDataException">The file is damaged, empty, or holds several targets or horizons.</exception>
    public static WalkForwardResult Read(string subject, byte[] content, bool withDistribution = false)
    {
        var table = CsvTable.Parse(subject, content);
        var (symbols, names, horizons) = (table.Texts("symbol"), table.Texts("model"), table.Numbers("horizon"));
        if (symbols.Distinct().Count() != 1 || horizons.Distinct().Count() != 1)
            throw new InvalidDataException($"{subject} holds {symbols.Distinct().Count()} targets and "
                + $"{horizons.Distinct().Count()} horizons; expected one target and one horizon.");
        var days = Array.ConvertAll(table.Dates("forecast_origin"), day => day
            ?? throw new InvalidDataException($"{subject} has a row without a forecast origin."));
        DateOnly[] origins = [.. days.Distinct().Order()];
        var hasTailRisk = withDistribution && TailRiskColumns.Split(',').All(table.Has);
        var hasDensity = withDistribution && DensityColumns.Split(',').All(table.Has);
        var columns = new Dictionary<string, double[]>();
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
            RealizedVariance = Spread(Numbers("realized_variance"), null),
            Models = [.. names.Distinct().Select(name => new ModelForecasts
            {
                Name = name,
                Variance = Spread(Numbers("variance"), name),
                Lower80 = Spread(Numbers("lower80"), name),
                Upper80 = Spread(Numbers("upper80"), name),
                Lower95 = Spread(Numbers("lower95"), name),
                Upper95 = Spread(Numbers("upper95"), name),
                SkippedOrigins = [],
                TailRisk = hasTailRisk ? TailRisks(name) : [],
                Density = hasDensity ? Densities(name) : null,
            })],
        };

        // A walk-forward without scores leaves the columns empty.
        DensityScores? Densities(string model) =>
            Spread(Numbers("pit"), model) is var pit && Array.Exists(pit, double.IsFinite)
                ? new(pit, Spread(Numbers("crps"), model), Spread(Numbers("log_score"), model)) : null;

        IReadOnlyList<TailRiskForecasts> TailRisks(string model) =>
        [
            .. from sessions in new[] { 1, (int)horizons[0] }.Distinct()
               from confidence in Confidences
               let end = $"{confidence * 100:0}_{(sessions == 1 ? "1d" : "hd")}"
               select new TailRiskForecasts(sessions, confidence, Spread(Numbers($"var{end}"), model),
                   Spread(Numbers($"es{end}"), model),
                   Spread(Numbers($"realized_return_{end[^2..]}"), model)),
        ];

        // Parsed once, however many models there are.
        double[] Numbers(string column) => columns.TryGetValue(column, out var known)
            ? known : columns[column] = table.Numbers(column);

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
}
