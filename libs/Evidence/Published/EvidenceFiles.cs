using Volcast.Evaluation;
using Volcast.Evaluation.Comparison;
using Volcast.Evidence.Backtests;

namespace Volcast.Evidence.Published;

/// <summary>Converts a backtest to the files of an evidence folder and back: realised variance, forecasts, losses and monthly
/// reasons, without market data. Numbers are rounded, and every published table is computed from the rounded numbers.</summary>
internal static class EvidenceFiles
{
    public const string Forecasts = "forecasts.csv";
    public const string Losses = "losses.csv";
    public const string Intervals = "intervals.csv";
    public const string TailRisk = "tail_risk.csv";
    public const string LookBack = "look_back.csv";
    public const string Reasons = "reasons.csv";
    public const string Importance = "importance.csv";

    /// <summary>Significant digits of forecasts and outcomes.</summary>
    public const int Digits = 9;

    /// <summary>Significant digits of losses, bounds and reasons.</summary>
    public const int FewDigits = 7;

    private static readonly string[] Bounds = ["lower80", "upper80", "lower95", "upper95"];

    /// <summary>The files by name, the manifest last.</summary>
    public static IReadOnlyDictionary<string, byte[]> Of(Backtest backtest, string release)
    {
        var (result, run) = (backtest.Result, backtest.Run);
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            [Forecasts] = Wide(Forecasts, result).ToBytes(),
            [Intervals] = IntervalsOf(result, [run.Model, run.Benchmark]).ToBytes(),
        };
        files[Losses] = LossesOf(Read(CsvTable.Parse(Forecasts, files[Forecasts]), result.Symbol, result.Horizon)).ToBytes();
        if (TailRiskColumns.Of(result, [run.Model, run.Benchmark]) is { Columns.Count: > 1 } tailRisk)
            files[TailRisk] = tailRisk.ToBytes();
        if (backtest.LookBack is { } lookBack)
            files[LookBack] = Wide(LookBack, lookBack).ToBytes();
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

    /// <summary>Reads the backtest from the files.</summary>
    /// <exception cref="EvidenceException">A file is missing or damaged.</exception>
    public static Backtest Read(EvidenceManifest manifest, IReadOnlyDictionary<string, byte[]> files)
    {
        var result = Read(Table(Forecasts), manifest.Symbol, manifest.Horizon);
        var intervals = Table(Intervals);
        var tailRisk = files.ContainsKey(TailRisk) ? Table(TailRisk) : null;
        return new()
        {
            Run = manifest.Run,
            Result = result with
            {
                Models = [.. result.Models.Select(m => WithIntervals(m, intervals) with
                {
                    SkippedOrigins = [.. manifest.SkippedOrigins.Where(s => s.Model == m.Name)],
                    ReusedParameters = [.. manifest.ReusedParameters.Where(k => k.Model == m.Name)],
                    TailRisk = tailRisk is null ? [] : TailRiskColumns.Read(m.Name, tailRisk),
                })],
            },
            LookBack = files.ContainsKey(LookBack) ? Read(Table(LookBack), manifest.Symbol, manifest.Horizon) : null,
            LookBackRows = manifest.LookBackRows,
            Reasons = manifest is { ReasonsScale: { } scale, FeatureFamilies: { } families }
                ? ReasonColumns.Read(manifest.Run.Model, scale, families, Table(Reasons), Table(Importance)) : null,
        };

        CsvTable Table(string name) => CsvTable.Parse(name, files.TryGetValue(name, out var content)
            ? content : throw new EvidenceException($"{name} is missing: restore it from the history of the repository."));
    }

    /// <summary>QLIKE of each model on each origin; empty if the forecast or the outcome is missing.</summary>
    public static CsvTable LossesOf(WalkForwardResult result)
    {
        var table = new CsvTable(Losses, ["forecast_origin", .. result.Models.Select(m => m.Name)]);
        for (var row = 0; row < result.Origins.Length; row++)
            table.Add([CsvTable.Date(result.Origins[row]), .. result.Models.Select(m => CsvTable.Number(
                double.IsFinite(m.Variance[row] + result.RealizedVariance[row])
                    ? LossFunction.Qlike.Of(result.RealizedVariance[row], m.Variance[row]) : double.NaN, FewDigits))]);
        return table;
    }

    public static string Digest(byte[] content) => Volcast.Files.Digest.Of(content);

    private static CsvTable Wide(string name, WalkForwardResult result)
    {
        string[] range = result.RealizedRangeVariance is null ? [] : ["realized_range_variance"];
        var table = new CsvTable(name,
            ["forecast_origin", "target_end", "realized_variance", .. range, .. result.Models.Select(m => m.Name)]);
        for (var row = 0; row < result.Origins.Length; row++)
        {
            double[] ranges = result.RealizedRangeVariance is { } variance ? [variance[row]] : [];
            double[] numbers = [result.RealizedVariance[row], .. ranges, .. result.Models.Select(m => m.Variance[row])];
            table.Add([CsvTable.Date(result.Origins[row]),
                result.TargetEnds[row] is { } end ? CsvTable.Date(end) : "",
                .. numbers.Select(number => CsvTable.Number(number, Digits))]);
        }
        return table;
    }

    private static WalkForwardResult Read(CsvTable table, string symbol, int horizon)
    {
        string[] known = ["forecast_origin", "target_end", "realized_variance", "realized_range_variance"];
        return new()
        {
            Symbol = symbol,
            Horizon = horizon,
            Origins = [.. table.Dates("forecast_origin").Select((day, row) => day
                ?? throw new EvidenceException($"{Forecasts}, line {row + 2}: the forecast origin is missing."))],
            TargetEnds = table.Dates("target_end"),
            RealizedVariance = table.Numbers("realized_variance"),
            RealizedRangeVariance = table.Has("realized_range_variance") ? table.Numbers("realized_range_variance") : null,
            Models = [.. table.Columns.Except(known).Select(name => Bare(name, table.Numbers(name)))],
        };
    }

    private static ModelForecasts Bare(string name, double[] variance)
    {
        var absent = Array.ConvertAll(variance, _ => double.NaN);
        return new()
        {
            Name = name,
            Variance = variance,
            Lower80 = absent,
            Upper80 = absent,
            Lower95 = absent,
            Upper95 = absent,
            SkippedOrigins = [],
        };
    }

    private static CsvTable IntervalsOf(WalkForwardResult result, string[] names)
    {
        ModelForecasts[] models = [.. result.Models.Where(m => names.Contains(m.Name))];
        var table = new CsvTable(Intervals,
            ["forecast_origin", .. models.SelectMany(m => Bounds.Select(bound => $"{m.Name}.{bound}"))]);
        for (var row = 0; row < result.Origins.Length; row++)
            table.Add([CsvTable.Date(result.Origins[row]), .. models
                .SelectMany(m => new[] { m.Lower80[row], m.Upper80[row], m.Lower95[row], m.Upper95[row] })
                .Select(bound => CsvTable.Number(bound, FewDigits))]);
        return table;
    }

    private static ModelForecasts WithIntervals(ModelForecasts model, CsvTable table) =>
        !table.Has($"{model.Name}.{Bounds[0]}") ? model : model with
        {
            Lower80 = table.Numbers($"{model.Name}.lower80"),
            Upper80 = table.Numbers($"{model.Name}.upper80"),
            Lower95 = table.Numbers($"{model.Name}.lower95"),
            Upper95 = table.Numbers($"{model.Name}.upper95"),
        };
}
