using Volcast.Volatility;

namespace Volcast.Evaluation.Comparison;

/// <summary>Rows that are evaluated separately, such as those of a calendar year.</summary>
/// <param name="Name">Such as "2020" or "high".</param>
/// <param name="Rows">Ascending, at least one.</param>
public sealed record RowGroup(string Name, int[] Rows)
{
    /// <summary>The values of these rows.</summary>
    public double[] Of(double[] column) => Array.ConvertAll(Rows, row => column[row]);

    /// <summary>The calendar years of the forecast origins, ascending.</summary>
    public static IReadOnlyList<RowGroup> ByYear(IReadOnlyList<DateOnly> origins) =>
    [
        .. Enumerable.Range(0, origins.Count).GroupBy(row => origins[row].Year).OrderBy(year => year.Key)
            .Select(year => new RowGroup($"{year.Key}", [.. year])),
    ];

    /// <summary>The row of the last origin of each week, for lines over time that need not show each day.</summary>
    public static int[] LastOfWeeks(IReadOnlyList<DateOnly> origins) => // Day 0 was a Monday.
        [.. Enumerable.Range(0, origins.Count).Where(row =>
            row + 1 == origins.Count || origins[row].DayNumber / 7 != origins[row + 1].DayNumber / 7)];

    /// <summary>Low, middle and high forecasts, split at the type-7 quantiles 1/3 and 2/3; a value on a boundary is in the lower
    /// group. Groups are made by forecast, never by outcome: sorting by outcome makes every forecast look biased. Empty groups
    /// are omitted.</summary>
    /// <param name="forecast">Finite forecasts of one model; they define the groups for all models.</param>
    /// <exception cref="ArgumentException">There are no forecasts.</exception>
    public static IReadOnlyList<RowGroup> ByTercile(double[] forecast)
    {
        double[] sorted = [.. forecast.Order()];
        var (first, second) = (Quantile.OfSorted(sorted, 1 / 3.0), Quantile.OfSorted(sorted, 2 / 3.0));
        var rows = Enumerable.Range(0, forecast.Length)
            .ToLookup(row => forecast[row] <= first ? 0 : forecast[row] <= second ? 1 : 2);
        string[] names = ["low", "middle", "high"];
        return [.. names.Select((name, i) => new RowGroup(name, [.. rows[i]])).Where(group => group.Rows.Length > 0)];
    }
}
