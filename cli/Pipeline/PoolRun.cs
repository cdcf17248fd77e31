using Volcast.Features;
using Volcast.Forecasting;
using Volcast.Hosting;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Services.Ingest.Sources;
using Volcast.Services.Ingest.Sources.Csv;

namespace Volcast.Cli.Pipeline;

/// <summary>Estimates universal slopes from a folder of tickers.</summary>
/// <param name="tickers">The folder of the tickers.</param>
/// <param name="indices">The folder of ^VIX.</param>
internal sealed class PoolRun(CsvHistory tickers, CsvHistory indices)
{
    private static readonly Symbol Implied = Symbol.Parse("^VIX");

    /// <summary>Adds every ticker of the folder, one after the other. A file that cannot be used is left out with its
    /// reason.</summary>
    /// <param name="to">The cut.</param>
    /// <param name="horizons">Sessions ahead, ascending.</param>
    /// <param name="progress">Reported after each file.</param>
    /// <param name="stop">Stops between rows.</param>
    /// <exception cref="MarketDataException">^VIX cannot be read.</exception>
    public async Task<FilledPool> FillAsync(
        DateOnly to, IReadOnlyList<int> horizons, IProgress<JobProgress>? progress, CancellationToken stop)
    {
        var implied = (await indices.ReadAsync(Implied, to, stop)).Bars;
        var pool = new SlopePool(to, horizons, Implied.Value);
        var leftOut = new List<LeftOutFile>();
        var rejected = 0;
        var files = tickers.Files();
        for (var i = 0; i < files.Count; i++)
        {
            if (await AddAsync(files[i]) is { } unused)
                leftOut.Add(unused);
            progress?.Report(new("reading files", i + 1, files.Count));
        }
        return new(pool, leftOut, rejected);

        async Task<LeftOutFile?> AddAsync(string file)
        {
            if (!Symbol.TryParse(Path.GetFileNameWithoutExtension(file), out var symbol) || $"{symbol.FileName}.csv" != file)
                return new(file, LeftOutKind.NoTicker, "its name is not that of a ticker in upper case");
            try
            {
                var history = await tickers.ReadAsync(symbol, to, stop);
                if (!history.HasVolume)
                    return new(file, LeftOutKind.NoTicker, "no row has a volume, so it is an index and not a ticker");
                pool.Add(RowsOf(symbol, history.Bars, implied));
                rejected += history.RejectedRows;
                return null;
            }
            catch (MarketDataException error)
            {
                var isEmpty = error.Kind == MarketDataFailure.NoData && error.Rejected.Count == 0;
                return new(file, isEmpty ? LeftOutKind.TooShort : LeftOutKind.Damaged, error.Message);
            }
            catch (InsufficientDataException error)
            {
                return new(file, LeftOutKind.TooShort, error.Message);
            }
        }
    }

    /// <summary>The rows of a ticker, with the inputs of <c>features.L2</c>.</summary>
    private static ForecastingData RowsOf(Symbol symbol, MarketSeries bars, MarketSeries implied)
    {
        var values = L2Kernel.Compute(
            new L2Inputs(bars.LogReturn, bars.Open, bars.High, bars.Low, bars.Close, implied.CloseOn(bars.Session)));
        var columns = FeatureCatalog.L2.Names.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second);
        columns.Add("vix", implied.CloseOn(bars.Session));
        return HistoryRows.Of(symbol, bars, columns, Implied);
    }
}

/// <summary>The tickers of a folder, ready for the regression.</summary>
/// <param name="Pool">The tickers that can be used.</param>
/// <param name="LeftOut">The files that cannot, in ordinal order.</param>
/// <param name="RejectedRows">Rows of the used files that could not be used.</param>
internal sealed record FilledPool(SlopePool Pool, IReadOnlyList<LeftOutFile> LeftOut, int RejectedRows)
{
    /// <summary>Whether no file is damaged.</summary>
    public bool IsComplete => LeftOut.All(file => file.Kind != LeftOutKind.Damaged);
}

/// <summary>A file that is not in the pool.</summary>
/// <param name="Name">The file.</param>
/// <param name="Kind">The kind of the reason.</param>
/// <param name="Reason">Why.</param>
internal sealed record LeftOutFile(string Name, LeftOutKind Kind, string Reason);

/// <summary>Why a file is not in a pool.</summary>
internal enum LeftOutKind
{
    /// <summary>It cannot be read as a table of bars.</summary>
    Damaged,

    /// <summary>It has too few rows up to the cut.</summary>
    TooShort,

    /// <summary>It is an index, or its name is not that of a ticker.</summary>
    NoTicker,
}
