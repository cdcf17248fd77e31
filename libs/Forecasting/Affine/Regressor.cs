using Volcast.Volatility;

namespace Volcast.Forecasting;

/// <summary>One term of an affine model: a value that explanations show, and the transform that the model uses.</summary>
/// <param name="Term">The term's name in the recipe, for example <c>ln_vix</c>.</param>
/// <param name="Feature">The value's name in an explanation, for example <c>vix</c>.</param>
/// <param name="Read">The value at a row, from that row and earlier ones; NaN where missing.</param>
/// <param name="Transform">The transform of the value that the model uses.</param>
/// <param name="Source">The name of what is missing if the value is NaN, for messages: <c>vix</c>, <c>one of the last 22 log
/// returns</c>.</param>
/// <param name="Column">The value's column in the data; null if the value is made from returns.</param>
internal sealed record Regressor(
    string Term, string Feature, Func<ForecastingData, int, double> Read, TermTransform Transform, string Source,
    string? Column = null)
{
    /// <summary>A column of the data.</summary>
    public static Regressor OfColumn(string term, string column, TermTransform transform) =>
        new(term, column, (known, row) => known.Column(column)[row], transform, column, column);

    /// <summary>A statistic of the newest log returns, without a transform; NaN if one of them is missing.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="sessions">Number of returns in the statistic.</param>
    /// <param name="longest">Number of returns in the model's longest term, for the message.</param>
    /// <param name="statistic">Computed from that many returns; NaN in, NaN out.</param>
    public static Regressor OfReturns(string name, int sessions, int longest, Func<ReadOnlySpan<double>, double> statistic) =>
        new(name, name,
            (known, row) => row + 1 < sessions ? double.NaN : statistic(known.LogReturns.Slice(row + 1 - sessions, sessions)),
            TermTransform.Identity, $"one of the last {longest} log returns");

    /// <summary>The annualised mean squared returns of the last day, week and month, the terms of Corsi (2009).</summary>
    public static IReadOnlyList<Regressor> MeanSquares(params int[] windows) =>
        [.. windows.Select(w => OfReturns($"rv_{w}d", w, windows[^1], RealizedVariance.AnnualizedMeanSquare))];
}
