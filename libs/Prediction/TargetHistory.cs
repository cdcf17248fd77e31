using Volcast.Features;
using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Prediction;

/// <summary>One target's returns and features as the lake holds them, with the digests of what was read.</summary>
/// <param name="Rows">With the columns of <c>features.L1</c> and <c>features.L2</c>.</param>
/// <param name="Features">The names of those of <c>features.L1</c>.</param>
/// <param name="InputDigests">Of each table's snapshot.</param>
/// <param name="Source">What the newest bars of the target came from; null where the lake does not say.</param>
public sealed record TargetHistory(
    ForecastingData Rows, IReadOnlyList<string> Features, IReadOnlyDictionary<string, string> InputDigests, string? Source)
{
    private const int NamesShown = 6;
    private const int DatesShown = 3;

    /// <summary>Reads <c>curated.market</c>, <c>features.L1</c> and <c>features.L2</c>.</summary>
    /// <exception cref="LakeException">There are no features, or they do not belong to the bars that the lake holds
    /// now.</exception>
    public static async Task<TargetHistory> ReadAsync(DataLake lake, Symbol target, CancellationToken stop)
    {
        var held = await FeatureSnapshot.ReadAsync(lake, target, cancellationToken: stop);
        return new TargetHistory(
            HistoryRows.Of(target, held.Bars.ToSeries(), held.Columns),
            FeatureCatalog.L1.Names,
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                [held.BarsManifest.Table] = held.BarsManifest.Digest,
                [held.L1Manifest.Table] = held.L1Manifest.Digest,
                [held.L2Manifest.Table] = held.L2Manifest.Digest,
            },
            await lake.DownloadsAsync(target, cancellationToken: stop) is [.., var newest] ? newest.Source : null);
    }

    /// <summary>The same without what came after a day.</summary>
    public TargetHistory Until(DateOnly? last)
    {
        if (last is not { } day)
            return this;
        var end = Rows.FirstRowFrom(day.AddDays(1));
        return end == 0
            ? throw new InsufficientDataException(
                $"{Rows.Symbol} has no session up to {day:yyyy-MM-dd}; its data begin on {Rows.Sessions[0]:yyyy-MM-dd}.")
            : this with { Rows = Rows.KnownAt(end - 1) };
    }

    /// <summary>What gives the target a longer history, or what it lacks, at the source that its newest bars came from.</summary>
    public string Advice => Source == "csv"
        ? "Add the csv files that are missing, or more rows to those there are (a LOOKBACK_PERIOD that is set cuts them), then "
            + "run ingest and features."
        : "Take a longer history, LOOKBACK_PERIOD=5y or more or max, then run ingest and features.";

    /// <summary>Whether all of these columns are present in a row.</summary>
    public bool IsComplete(IReadOnlyList<string> columns, int row)
    {
        foreach (var name in columns)
            if (!double.IsFinite(Rows.Column(name)[row]))
                return false;
        return true;
    }

    /// <summary>The first row in which all of these columns are present; one past the last where there is none.</summary>
    public int CompleteFrom(IReadOnlyList<string> columns)
    {
        var row = columns.Count > 0 ? columns.Max(FirstRowOf) : 0;
        while (row < Rows.Rows && !IsComplete(columns, row))
            row++;
        return row;
    }

    /// <summary>Names those of a model's inputs that there are on no session before a row, or else those that begin last; empty
    /// where all are there from the beginning.</summary>
    public string WhatLacks(IReadOnlyList<string> inputs, int end)
    {
        var never = inputs.Where(name => FirstRowOf(name) >= end).ToArray();
        if (never.Length > 0)
            return $"{Named(never)} {(never.Length == 1 ? "is" : "are")} there on no session";
        var late = inputs.GroupBy(FirstRowOf).Where(group => group.Key > 0).OrderByDescending(group => group.Key)
            .Take(DatesShown).Select(group => $"{Named([.. group])} on {Rows.Sessions[group.Key]:yyyy-MM-dd}").ToArray();
        return late.Length > 0 ? $"what begins last: {string.Join("; ", late)}" : "";
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
