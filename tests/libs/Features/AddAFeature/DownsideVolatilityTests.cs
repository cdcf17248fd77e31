namespace Volcast.Features.Tests;

public sealed class DownsideVolatilityTests
{
    private static readonly TargetBars Bars = TargetBars.Random(400, 71);

    [Fact]
    public void Only_falls_count()
    {
        var bars = Bars.Map(column => [.. column]);
        bars.LogReturns.AsSpan(378).Fill(.02);
        bars.LogReturns[390] = -.03;
        Assert.Equal(Math.Sqrt(252.0 / 22) * .03, Compute(bars)[^1], 1e-15);
    }

    [Fact]
    public void The_first_value_appears_when_the_history_is_complete() => Assert.Equal(
        WorkedExample.DownsideVolatility.HistorySessions - 1,
        Array.FindIndex(Compute(Bars), value => !double.IsNaN(value)));

    [Fact]
    public void Later_sessions_change_no_bit() =>
        Bits.AssertEqual([Compute(Bars)], [Compute(Bars.Until(300))]);

    private static double[] Compute(TargetBars bars) =>
        L2Kernel.Compute([WorkedExample.DownsideVolatility], bars.Inputs)[0];
}
