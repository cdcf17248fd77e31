using Volcast.Features.Windows;
using Volcast.Schemas;

namespace Volcast.Features.Tests;

/// <summary>The feature that <c>docs/how-to/add-a-feature.md</c> adds to the class <c>L2Features</c>.</summary>
internal static class WorkedExample
{
    /// <summary>The volatility of falling prices: the root of the realised semivariance (Barndorff-Nielsen, Kinnebrock
    /// and Shephard 2010).</summary>
    public static Feature<L2Block> DownsideVolatility => new()
    {
        Name = "down_vol_22d",
        SpyName = "SPY downside volatility 22d",
        Label = "downside volatility over 22 sessions",
        Group = FeatureGroup.Volatility,
        Family = FeatureFamily.Leverage,
        Formula = "√(252/22 · Σ min(r, 0)²(22))",
        Unit = FeatureUnit.Volatility,
        Range = ValueRange.AtLeast(0),
        Window = 22,
        HistorySessions = 23,
        Source = "log returns of the target",
        Compute = static (in block, column) =>
        {
            for (var row = 0; row < column.Length; row++)
            {
                var returns = block.Last(block.Returns, row, 22);
                var sum = returns.IsEmpty ? double.NaN : 0;
                foreach (var value in returns)
                    sum += Math.Pow(Math.Min(value, 0), 2);
                column[row] = Math.Sqrt(252.0 / 22 * sum);
            }
        },
    };
}
