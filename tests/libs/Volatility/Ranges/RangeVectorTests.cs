using System.Text.Json;
using Volcast.Volatility.Ranges;

namespace Volcast.Volatility.Tests.Ranges;

/// <summary>Compares the range estimators with the papers' formulas in NumPy (<c>tests/oracles/ranges.py</c>), on 60 simulated
/// sessions.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class RangeVectorTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Range_estimators_are_NumPys(int index)
    {
        JsonElement vectors = Oracle.Read("ranges.json"), window = vectors.GetProperty("windows")[index];
        PriceBar[] all =
        [
            .. vectors.GetProperty("bars").EnumerateArray().Select(row => row.Numbers())
                .Select(bar => new PriceBar(bar[0], bar[1], bar[2], bar[3])),
        ];
        var (first, count) = ((int)window.Number("first"), (int)window.Number("count"));
        var bars = all[first..(first + count)];

        Assert.Equal(window.Number("parkinson"), RangeVariance.Parkinson(bars), 1e-12);
        Assert.Equal(window.Number("garman_klass"), RangeVariance.GarmanKlass(bars), 1e-12);
        Assert.Equal(window.Number("rogers_satchell"), RangeVariance.RogersSatchell(bars), 1e-12);
        Assert.Equal(window.Number("yang_zhang"), RangeVariance.YangZhang(all[first - 1].Close, bars), 1e-12);
    }
}
