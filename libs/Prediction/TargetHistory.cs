using System.Globalization;
using Volcast.Features;
using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Prediction;

/// <summary>One target's returns and features from the lake, with the digests of the tables that were read.</summary>
/// <param name="Inputs">The rows, as the inputs of a forecast, which a model may need with another index.</param>
/// <param name="Features">The names of the columns of <c>features.L1</c>.</param>
/// <param name="InputDigests">Table → digest of its snapshot.</param>
/// <param name="Source">The source of the target's newest bars; null if the lake does not state it.</param>
public sealed record TargetHistory(
    ForecastInputs Inputs, IReadOnlyList<string> Features, IReadOnlyDictionary<string, string> InputDigests, string? Source)
{
    private const int NamesShown = 6;
    private const int DatesShown = 3;

    /// <summary>The ex-dates of the target's splits, ascending.</summary>
    public IReadOnlyList<DateOnly> Splits { get; init; } = [];

    /// <summary>With the columns of <c>features.L1</c> and <c>features.L2</c>.</summary>
    public ForecastingData Rows => Inputs.Known;

    /// <summary>Reads <c>curated.market</c>, <c>features.L1</c> and <c>features.L2</c>. Every job that learns from a history or
    /// is judged on it reads it here.</summary>
    /// <param name="lake">The lake.</param>
    /// <param name="roles">The target with the indices of the settings.</param>
    /// <param name="calendar">Knows when a session settles.</param>
    /// <param name="now">The clock's time.</param>
    /// <param name="stop">Stops the reading.</param>
    /// <param name="to">The last day that counts for the choice of the implied-volatility index: it is the one that the features
    /// would have had then. Null takes the lake's last day, or else the index of the tables.</param>
    /// <param name="index">The index itself, as a model records it; null leaves the choice to <paramref name="to"/>. Where it is
    /// not that of the tables, the kernels compute the features.</param>
    /// <exception cref="UnsettledBarException">The newest bar settles after <paramref name="now"/>.</exception>
    /// <exception cref="LakeException">The features are missing, or were computed from other bars than the lake holds
    /// now.</exception>
    public static async Task<TargetHistory> ReadAsync(DataLake lake, AssetRoles roles, TradingCalendar calendar, DateTimeOffset now,
        CancellationToken stop, DateOnly? to = null, string? index = null)
    {
        var held = await FeatureSnapshot.ReadAsync(lake, roles.Target, roles.Symbols, stop);
        if (held.Bars.Session is [.., var newest])
            UnsettledBarException.ThrowIfUnsettled(roles.Target, newest, calendar, now);
        var digests = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [held.BarsManifest.Table] = held.BarsManifest.Digest,
            [held.L1Manifest.Table] = held.L1Manifest.Digest,
            [held.L2Manifest.Table] = held.L2Manifest.Digest,
        };
        if (lake.LastSession is { } last)
            digests["last_session"] = last.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var ofTables = await ForecastInputs.OfAsync(lake, roles, held, stop);
        var inputs = index is not null ? ofTables.For(index)
            : (to ?? lake.LastSession) is { } day ? ofTables.ForChoiceOf(day)
            : ofTables;
        if (inputs.Known.ImpliedIndex is { } used && used != ofTables.Known.ImpliedIndex)
        {
            var symbol = Symbol.Parse(used);
            digests[$"{CuratedMarketTable.Schema.Name}.{symbol.FileName}"] =
                (await lake.SnapshotAsync(CuratedMarketTable.Schema, symbol, stop))?.Digest ?? FeatureSnapshot.NoBars;
        }
        return new TargetHistory(inputs, FeatureCatalog.L1.Names, digests,
            await lake.DownloadsAsync(roles.Target, cancellationToken: stop) is [.., var download] ? download.Source : null)
        {
            Splits = [.. held.Bars.Session.Where((_, row) => held.Bars.SplitRatio[row] != 1)],
        };
    }

    /// <summary>The same history with the implied-volatility index that a model learnt from.</summary>
    /// <exception cref="LakeException">Neither the settings nor <see cref="KnownIndices"/> name this index for the target.</exception>
    public TargetHistory For(FittedModelSpec model) => With(model.ImpliedIndex);

    /// <summary>The same history with an implied-volatility index, as a model records it.</summary>
    /// <exception cref="LakeException">Neither the settings nor <see cref="KnownIndices"/> name this index for the target.</exception>
    public TargetHistory With(string? index) => this with { Inputs = Inputs.For(index) };

    /// <summary>The same history without the rows after a day.</summary>
    public TargetHistory Until(DateOnly? last)
    {
        if (last is not { } day)
            return this;
        var end = Rows.FirstRowFrom(day.AddDays(1));
        return end == 0
            ? throw new InsufficientDataException(
                $"{Rows.Symbol} has no session up to {day:yyyy-MM-dd}; its data begin on {Rows.Sessions[0]:yyyy-MM-dd}.")
            : this with { Inputs = Inputs.KnownAt(end - 1) };
    }

    /// <summary>How to get a longer history or missing data from the source of the target's newest bars.</summary>
    public string HowToExtend => Source == "csv"
        ? "Add the missing csv files, or more rows to the existing ones (a LOOKBACK_PERIOD limits their rows), then "
            + "run ingest and features."
        : "Set a longer history, LOOKBACK_PERIOD=5y or more or max, then run ingest and features.";

    /// <summary>Whether a row has a value of each of these columns.</summary>
    public bool IsComplete(IReadOnlyList<string> columns, int row)
    {
        foreach (var name in columns)
            if (!double.IsFinite(Rows.Column(name)[row]))
                return false;
        return true;
    }

    /// <summary>Whether one of the newest sessions has a value of each of these columns; if none has, an index among their sources
    /// has ended.</summary>
    public bool IsCurrent(IReadOnlyList<string> columns) =>
        Enumerable.Range(0, Rows.Rows).TakeLast(IndexChoice.MostSessionsBehind + 1).Any(row => IsComplete(columns, row));

    /// <summary>Whether a model learnt from another implied-volatility index than the features have, and that index has ended: the
    /// model cannot forecast any more.</summary>
    /// <exception cref="LakeException">Neither the settings nor <see cref="KnownIndices"/> name this index for the target.</exception>
    public bool HasLostIndexOf(FittedModelSpec model) => model.Inputs.Count > 0
        && For(model) is var own && own.Rows.ImpliedIndex != Rows.ImpliedIndex && !own.IsCurrent(model.Inputs);

    /// <summary>The first row with a value of each of these columns; the number of rows if there is none.</summary>
    public int CompleteFrom(IReadOnlyList<string> columns)
    {
        var row = columns.Count > 0 ? columns.Max(FirstRowOf) : 0;
        while (row < Rows.Rows && !IsComplete(columns, row))
            row++;
        return row;
    }

    /// <summary>Names the inputs without a value before row <paramref name="end"/>; if there are none, names the inputs that
    /// start last. Empty if all inputs have values from the first row on.</summary>
    public string DescribeMissing(IReadOnlyList<string> inputs, int end)
    {
        var never = inputs.Where(name => FirstRowOf(name) >= end).ToArray();
        if (never.Length > 0)
            return $"{Named(never)} {(never.Length == 1 ? "has" : "have")} no value on any session";
        var late = inputs.GroupBy(FirstRowOf).Where(group => group.Key > 0).OrderByDescending(group => group.Key)
            .Take(DatesShown).Select(group => $"{Named([.. group])} on {Rows.Sessions[group.Key]:yyyy-MM-dd}").ToArray();
        return late.Length > 0 ? $"the last inputs to start: {string.Join("; ", late)}" : "";
    }

    private static string Named(string[] names) => names.Length <= NamesShown
        ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(NamesShown - 1))} and {names.Length - NamesShown + 1} more";

    private int FirstRowOf(string name)
    {
        var column = Rows.Column(name);
        var row = 0;
        while (row < column.Length && !double.IsFinite(column[row]))
            row++;
        return row;
    }
}
