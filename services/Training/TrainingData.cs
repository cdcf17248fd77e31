using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Schemas;

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
        var (bars, curated) = await lake.ReadSnapshotAsync(CuratedMarketTable.Schema, target, cancellationToken: stop);
        var (values, features) = await lake.ReadSnapshotAsync(FeaturesL1Table.Schema, target, cancellationToken: stop);
        if (features.Inputs.GetValueOrDefault($"{curated.Table}/{target}") != curated.Digest)
            throw OtherBars(target, target);
        foreach (var (input, digest) in features.Inputs)
        {
            var symbol = Symbol.Parse(input[(input.IndexOf('/') + 1)..]);
            if (symbol != target && (await lake.SnapshotAsync(CuratedMarketTable.Schema, symbol, stop))?.Digest != digest)
                throw OtherBars(target, symbol);
        }

        var names = FeaturesL1Table.FeatureNames;
        var columns = names.ToDictionary(name => name, values.Numbers);
        return new TrainingData(
            new ForecastingData(
                target.Value, bars.Dates("session"), bars.Numbers("log_return"), columns, targetReturns: OfOneSession(bars)),
            names,
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                [curated.Table] = curated.Digest,
                [features.Table] = features.Digest,
            });
    }

    /// <summary>Returns that cover one session each: an outcome across a hole is not known until the hole is healed.</summary>
    private static double[] OfOneSession(ColumnFrame bars)
    {
        var spanned = bars.Integers("sessions_spanned");
        return [.. bars.Numbers("log_return").Select((logReturn, row) => spanned[row] == 1 ? logReturn : double.NaN)];
    }

    private static LakeException OtherBars(Symbol target, Symbol symbol) => new(
        $"The features of {target} were made from other bars of {symbol} than the lake holds now. Run `volcast features` again.");

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
