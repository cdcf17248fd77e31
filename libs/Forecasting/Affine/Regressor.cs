using Volcast.Volatility;

namespace Volcast.Forecasting;

/// <summary>One term of an affine model: a value that a reader knows, and the transform of it that the model takes.</summary>
/// <param name="Term">The term's name in the recipe, for example <c>ln_vix</c>.</param>
/// <param name="Feature">The value's name in an explanation, for example <c>vix</c>.</param>
/// <param name="Read">The value at a row, from it and the rows before; NaN where it is absent.</param>
/// <param name="Transform">What the model takes of the value.</param>
/// <param name="Source">What must be there, for the message where it is not: <c>vix</c>, <c>one of the last 22 log
/// returns</c>.</param>
/// <param name="Column">The column of the data that the value is; null where it is made from returns.</param>
internal sealed record Regressor(
    string Term, string Feature, Func<ForecastingData, int, double> Read, TermTransform Transform, string Source,
    string? Column = null)
{
    /// <summary>A column of the data.</summary>
    public static Regressor OfColumn(string term, string column, TermTransform transform) =>
        new(term, column, (known, row) => known.Column(column)[row], transform, column, column);

    /// <summary>A statistic of the newest log returns, as it is; absent where one of them is.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="sessions">How many returns it looks at.</param>
    /// <param name="longest">How many the model's longest term looks at, for the message.</param>
    /// <param name="statistic">From that many returns; NaN in, NaN out.</param>
    public static Regressor OfReturns(string name, int sessions, int longest, Func<ReadOnlySpan<double>, double> statistic) =>
        new(name, name,
            (known, row) => row + 1 < sessions ? double.NaN : statistic(known.LogReturns.Slice(row + 1 - sessions, sessions)),
            TermTransform.Identity, $"one of the last {longest} log returns");

    /// <summary>The annualised mean squared returns of the last day, week and month, the terms of Corsi (2009).</summary>
    public static IReadOnlyList<Regressor> MeanSquares(params int[] windows) =>
        [.. windows.Select(w => OfReturns($"rv_{w}d", w, windows[^1], RealizedVariance.AnnualizedMeanSquare))];
}
