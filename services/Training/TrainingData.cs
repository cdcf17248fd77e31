using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Services.Training;

/// <summary>One target's returns and features as the lake holds them, with the digests of what was read.</summary>
internal sealed record TrainingData(
    ForecastingData Rows, IReadOnlyList<string> Features, IReadOnlyDictionary<string, string> InputDigests)
{
    /// <summary>Reads <c>curated.market</c> and <c>features.L1</c>.</summary>
    /// <exception cref="LakeException">There are no features, or they do not belong to the bars that the lake holds
    /// now.</exception>
    public static async Task<TrainingData> ReadAsync(DataLake lake, Symbol target, CancellationToken stop)
    {
        var held = await FeatureSnapshot.ReadAsync(lake, target, cancellationToken: stop);
        var bars = held.Bars;
        var names = FeaturesL1Table.FeatureNames;
        var columns = names.Zip(held.Features.Values).ToDictionary(column => column.First, column => column.Second);
        return new TrainingData(
            new ForecastingData(target.Value, bars.Session, bars.LogReturn, columns, targetReturns: OfOneSession(bars)),
            names,
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                [held.BarsManifest.Table] = held.BarsManifest.Digest,
                [held.FeaturesManifest.Table] = held.FeaturesManifest.Digest,
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

    /// <summary>The first row in which every feature is present.</summary>
    public int FirstCompleteRow()
    {
        for (var row = 0; row < Rows.Rows; row++)
        {
            var complete = true;
            foreach (var name in Features)
                complete &= double.IsFinite(Rows.Column(name)[row]);
            if (complete)
                return row;
        }
        return Rows.Rows;
    }
}
