namespace Volcast.Drift.Tests;

public sealed class PastWindowsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void Each_past_window_is_compared_with_the_rest_of_the_reference(int digits)
    {
        var random = new Random(11);
        double[] series = [.. Draws.Autoregression(random, 620, .8, Draws.Normal)
            .Select(value => Math.Round(value, digits))];
        double[] reference = series[..590], window = series[590..];
        var now = DriftStatistics.Of(reference, window);

        // 19 windows of 30 are the newest 570 of 590 values.
        DriftStatistics[] past = [.. Enumerable.Range(0, 19).Select(i => 20 + 30 * i)
            .Select(from => DriftStatistics.Of([.. reference[..from], .. reference[(from + 30)..]], reference.AsSpan(from, 30)))];
        double Share(Func<DriftStatistics, double> statistic) =>
            (1 + past.Count(distance => statistic(distance) >= statistic(now) - 1e-12)) / 20.0;
        var actual = PastWindows.Of(reference, 30, now);

        Assert.Equal(19, actual.Count);
        Assert.Equal(Share(distance => distance.KolmogorovSmirnov), actual.KolmogorovSmirnov, 12);
        Assert.Equal(Share(distance => distance.Wasserstein), actual.Wasserstein, 12);
        Assert.Equal(Share(distance => distance.PopulationStability), actual.PopulationStability, 12);
        Assert.Equal(Share(distance => distance.JensenShannon), actual.JensenShannon, 12);
    }

    [Fact]
    public void A_window_beyond_all_past_ones_has_the_smallest_p_value_by_every_distance()
    {
        var reference = Draws.Autoregression(new Random(5), 600, 0, Draws.Normal);
        double[] window = [.. reference[..30].Select(value => 5 * value + 20)];
        var actual = PastWindows.Of(reference, 30, DriftStatistics.Of(reference, window));

        Assert.Equal(new PastWindows(20, 1 / 21.0, 1 / 21.0, 1 / 21.0, 1 / 21.0, 1 / 21.0), actual with { PValue = 1 / 21.0 });
        Assert.InRange(actual.PValue, 1 / 21.0, 5 / 21.0); // Past windows that are the first by one distance tie.
    }
}
