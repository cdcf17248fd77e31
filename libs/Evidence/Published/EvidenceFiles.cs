using Volcast.Evaluation;
using Volcast.Evidence.Backtests;
using Volcast.Market;
using Volcast.Reports;

namespace Volcast.Evidence.Published;

/// <summary>Converts a backtest to the files of an evidence folder. They hold what the recipe made and what cannot be solved for
/// the vendor's series: its forecasts, on which side of a bound an outcome lay, mean losses by calendar year, monthly
/// contributions, and the tables. <c>docs/evidence/README.md</c> states for each column why it does not invert.</summary>
internal static class EvidenceFiles
{
    public const string Forecasts = "forecasts.csv";
    public const string Hits = "hits.csv";
    public const string Losses = "losses.csv";
    public const string Reasons = "reasons.csv";
    public const string Importance = "importance.csv";
    public const string Tables = "tables.json";

    /// <summary>Significant digits of forecasts, losses and the numbers in tables.</summary>
    public const int Digits = 9;

    /// <summary>Significant digits of contributions.</summary>
    public const int FewDigits = 7;

    /// <summary>The fewest scored origins of a calendar year, half of one. A mean loss of few days gives the single days away.
    /// </summary>
    public const int MinimumOfYear = 126;

    /// <summary>The fewest origins of a month with contributions, about half of one.</summary>
    public const int MinimumOfMonth = 10;

    /// <summary>The files by name, the manifest last.</summary>
    /// <exception cref="EvidenceException">A calendar year or a month has too few origins, or the tail risk is impossible.
    /// </exception>
    /// <exception cref="Forecasting.InsufficientDataException">There is no common origin, or too few.</exception>
    public static IReadOnlyDictionary<string, byte[]> Of(Backtest backtest, string release)
    {
        var run = backtest.Run;
        var result = WithBoundsOf([run.Model, run.Benchmark], backtest.Result);
        var compared = new ComparedBacktest(backtest with { Result = result });
        RequirePublishable(compared);
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            [Forecasts] = OriginForecasts.Of(compared).ToBytes(),
            [Hits] = HitColumns.Of(result, [run.Model, run.Benchmark]).ToBytes(),
            [Losses] = YearlyLosses.Of(compared).ToBytes(),
            // The rows of the table of extraordinary forecasts are numbers of single days.
            [Tables] = TablesFile.Of([.. EvidenceTables.Names.Where(name => name != ExtraordinaryTable.Name)
                .Select(name => EvidenceTables.Make(name, compared)).OfType<ReportTable>()]),
        };
        if (backtest.Reasons is { } reasons)
        {
            files[Reasons] = ReasonColumns.Means(reasons).ToBytes();
            files[Importance] = ReasonColumns.Absolutes(reasons).ToBytes();
        }
        var manifest = new EvidenceManifest
        {
            Release = release,
            Symbol = result.Symbol,
            Horizon = result.Horizon,
            FirstOrigin = result.Origins[0],
            LastOrigin = result.Origins[^1],
            Origins = result.Origins.Length,
            Models = [.. result.Models.Select(m => m.Name)],
            Run = run,
            ReasonsScale = backtest.Reasons?.Scale,
            FeatureFamilies = backtest.Reasons is { } told
                ? told.Features.Zip(told.FamilyOf).ToDictionary(pair => pair.First, pair => pair.Second) : null,
            LookBackRows = backtest.LookBackRows,
            SkippedOrigins = [.. result.Models.SelectMany(m => m.SkippedOrigins)],
            ReusedParameters = [.. result.Models.SelectMany(m => m.ReusedParameters)],
            Files = files.ToDictionary(file => file.Key, file => Digest(file.Value)),
        };
        return new Dictionary<string, byte[]>(files) { [EvidenceManifest.FileName] = manifest.ToBytes() };
    }

    public static string Digest(byte[] content) => Volcast.Files.Digest.Of(content);

    /// <summary>The result without the bounds of the other models, so that its tables have those rows only for which marks are
    /// published.</summary>
    private static WalkForwardResult WithBoundsOf(string[] names, WalkForwardResult result)
    {
        var absent = Array.ConvertAll(result.Origins, _ => double.NaN);
        return result with
        {
            Models = [.. result.Models.Select(model => names.Contains(model.Name) ? model : model with
            {
                Lower80 = absent,
                Upper80 = absent,
                Lower95 = absent,
                Upper95 = absent,
                TailRisk = [],
            })],
        };
    }

    private static void RequirePublishable(ComparedBacktest compared)
    {
        if (compared.Comparison.Years.FirstOrDefault(year => year.N < MinimumOfYear) is { } year)
            throw new EvidenceException($"{year.Group} has {year.N} scored origins. The mean loss of fewer than {MinimumOfYear}"
                + " days of a year can give the outcomes of single days away, so nothing was written. Choose --from and --to"
                + " so that each calendar year has more.");
        if (compared.Backtest.Reasons?.Months.FirstOrDefault(month => month.Origins < MinimumOfMonth) is { } month)
            throw new EvidenceException(
                $"{month.Month:yyyy-MM} has {Counted.Of(month.Origins, "origin")}. The mean contributions of fewer than "
                + $"{MinimumOfMonth} days of a month can give the inputs of single days away, so nothing was written. Choose "
                + "--from and --to so that each month has more.");
        if (TailRiskLaws.Broken(compared.Backtest.Result).FirstOrDefault() is { Place: { } place } broken)
            throw new EvidenceException($"{place}: {broken.Stated} where it must be {broken.Actual}; nothing was written.");
    }
}
