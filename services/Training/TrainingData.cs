using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Services.Training;

/// <summary>One target's returns and features as the lake holds them, with the digests of what was read.</summary>
/// <param name="Rows">With the columns of <c>features.L1</c> and <c>features.L2</c>.</param>
/// <param name="Features">The names of those of <c>features.L1</c>.</param>
/// <param name="InputDigests">Of each table's snapshot.</param>
internal sealed record TrainingData(
    ForecastingData Rows, IReadOnlyList<string> Features, IReadOnlyDictionary<string, string> InputDigests)
{
    /// <summary>Reads <c>curated.market</c>, <c>features.L1</c> and <c>features.L2</c>.</summary>
    /// <exception cref="LakeException">There are no features, or they do not belong to the bars that the lake holds
    /// now.</exception>
    public static async Task<TrainingData> ReadAsync(DataLake lake, Symbol target, CancellationToken stop)
    {
        var held = await FeatureSnapshot.ReadAsync(lake, target, cancellationToken: stop);
        var bars = held.Bars;
        return new TrainingData(
            new ForecastingData(target.Value, bars.Session, bars.LogReturn, held.Columns, targetReturns: OfOneSession(bars)),
            FeaturesL1Table.FeatureNames,
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                [held.BarsManifest.Table] = held.BarsManifest.Digest,
                [held.L1Manifest.Table] = held.L1Manifest.Digest,
                [held.L2Manifest.Table] = held.L2Manifest.Digest,
            });
    }

    /// <summary>Returns that cover one session each: an outcome across a hole is not known until the hole is healed.</summary>
    private static double[] OfOneSession(CuratedMarketTable bars) =>
        [.. bars.LogReturn.Select((logReturn, row) => bars.SessionsSpanned[row] == 1 ? logReturn : double.NaN)];

    /// <summary>The same without what came after a day.</summary>
    public TrainingData Until(DateOnly? last)
    {
        if (last is not { } day)
            return this;
        var end = Rows.FirstRowFrom(day.AddDays(1));
        return end == 0
            ? throw new InsufficientDataException(
                $"{Rows.Symbol} has no session up to {day:yyyy-MM-dd}; its data begin on {Rows.Sessions[0]:yyyy-MM-dd}.")
            : this with { Rows = Rows.KnownAt(end - 1) };
    }

    /// <summary>The first row in which every feature of <c>features.L1</c> is present that is present at all: what the target
    /// never has, such as an implied volatility, its models do without, and those that need it sit out.</summary>
    public int FirstCompleteRow()
    {
        var present = Features.Where(name => FirstRowOf(name) < Rows.Rows).ToArray();
        for (var row = present.Length > 0 ? present.Max(FirstRowOf) : Rows.Rows; row < Rows.Rows; row++)
            if (Array.TrueForAll(present, name => double.IsFinite(Rows.Column(name)[row])))
                return row;
        return Rows.Rows;
    }

    /// <summary>Names the features that hold back the first complete row, where these are few; empty otherwise.</summary>
    public string WhatBeginsLast(int firstComplete)
    {
        var last = Features.Where(name => FirstRowOf(name) is var first && first < Rows.Rows && first >= firstComplete).ToArray();
        return last.Length > 0 && last.Length < Features.Count / 2
            ? $" What begins last: {string.Join(", ", last)}, on {Rows.Sessions[FirstRowOf(last[0])]:yyyy-MM-dd}."
            : "";
    }

    private int FirstRowOf(string name)
    {
        var column = Rows.Column(name);
        var row = 0;
        while (row < column.Length && !double.IsFinite(column[row]))
            row++;
        return row;
    }
}
