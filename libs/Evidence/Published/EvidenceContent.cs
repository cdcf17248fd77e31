using Volcast.Evaluation;
using Volcast.Evidence.Backtests;
using Volcast.Market;
using Volcast.Reports;

namespace Volcast.Evidence.Published;

/// <summary>The files of an evidence folder, read.</summary>
internal sealed record EvidenceContent
{
    public required EvidenceManifest Manifest { get; init; }

    public required OriginForecasts Forecasts { get; init; }

    /// <summary>See <see cref="HitColumns"/>.</summary>
    public required CsvTable Hits { get; init; }

    public required YearlyLosses Losses { get; init; }

    /// <summary>Null if the backtest had none.</summary>
    public MonthlyReasons? Reasons { get; init; }

    public required IReadOnlyList<ReportTable> Tables { get; init; }

    /// <summary>The models whose hits are published: the recipe and the benchmark.</summary>
    public IReadOnlyList<string> WithHits => [.. new[] { Manifest.Run.Model, Manifest.Run.Benchmark }.Distinct()];

    /// <exception cref="EvidenceException">A file is missing or damaged.</exception>
    /// <exception cref="InvalidDataException">A column is missing, or a field cannot be read.</exception>
    public static EvidenceContent Read(EvidenceManifest manifest, IReadOnlyDictionary<string, byte[]> files)
    {
        var (forecasts, hits) = (Table(EvidenceFiles.Forecasts), Table(EvidenceFiles.Hits));
        if (forecasts.Rows != hits.Rows)
            throw new EvidenceException($"{EvidenceFiles.Hits} has {Counted.Of(hits.Rows, "origin")}, but "
                + $"{EvidenceFiles.Forecasts} has {forecasts.Rows}.");
        return new()
        {
            Manifest = manifest,
            Forecasts = OriginForecasts.Read(manifest.Run.Model, forecasts),
            Hits = hits,
            Losses = YearlyLosses.Read(Table(EvidenceFiles.Losses)),
            Reasons = manifest is { ReasonsScale: { } scale, FeatureFamilies: { } families }
                ? ReasonColumns.Read(manifest.Run.Model, scale, families,
                    Table(EvidenceFiles.Reasons), Table(EvidenceFiles.Importance))
                : null,
            Tables = TablesFile.Read(Content(EvidenceFiles.Tables)),
        };

        CsvTable Table(string name) => CsvTable.Parse(name, Content(name));

        byte[] Content(string name) => files.TryGetValue(name, out var content)
            ? content : throw new EvidenceException($"{name} is missing: restore it from the history of the repository.");
    }
}
