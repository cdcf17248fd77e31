using System.Text;
using CsCheck;
using Volcast.Volatility;

namespace Volcast.Forecasting.Tests;

public sealed class LogResidualIntervalTests
{
    private static readonly DateOnly Start = new(2020, 1, 1);

    private static LogResidualInterval With(IEnumerable<double> residuals, int capacity = 500, int minimum = 100)
    {
        var interval = new LogResidualInterval(capacity, minimum);
        foreach (var (residual, i) in residuals.Select((r, i) => (r, i)))
            interval.Add(Start.AddDays(i), .04 * Math.Exp(residual), .04);
        return interval;
    }

    [Fact]
    public void There_is_no_interval_with_fewer_residuals_than_the_minimum()
    {
        var interval = With(Enumerable.Repeat(.1, 99));
        Assert.Equal(VarianceInterval.Absent, interval.Around(.04, .8));
        interval.Add(Start.AddDays(99), .04, .04);
        Assert.True(double.IsFinite(interval.Around(.04, .8).Lower));
    }

    [Fact]
    public void Bounds_are_the_forecast_times_the_exponential_of_the_residuals_quantiles()
    {
        // 101 residuals −.5, −.49 … .5: type 7 puts the 10th percentile at −.4 and the 97.5th at .475.
        var interval = With(Enumerable.Range(-50, 101).Select(i => i / 100.0).OrderBy(r => Math.Sin(1000 * r)));
        Assert.Equal(.09 * Math.Exp(-.4), interval.Around(.09, .8).Lower, 12);
        Assert.Equal(.09 * Math.Exp(.4), interval.Around(.09, .8).Upper, 12);
        Assert.Equal(.09 * Math.Exp(.475), interval.Around(.09, .95).Upper, 12);
    }

    [Fact]
    public void Only_the_newest_residuals_count() =>
        Gen.Double[-2, 2].Array[3, 60].Sample(residuals =>
        {
            var rolling = With(residuals, capacity: 20, minimum: 2).Around(1, .8);
            double[] newest = [.. residuals.TakeLast(20).Order()];
            Assert.Equal(Math.Exp(Quantile.OfSorted(newest, .1)), rolling.Lower, 1e-12);
            Assert.Equal(Math.Exp(Quantile.OfSorted(newest, .9)), rolling.Upper, 1e-12);
        }, iter: 200, threads: 1);

    [Fact]
    public void A_saved_state_goes_on_exactly()
    {
        var interval = With(Enumerable.Range(0, 150).Select(i => Math.Sin(i * i)), capacity: 120);
        var loaded = LogResidualInterval.Load(interval.Save());

        Assert.Equal((120, 100, 120), (loaded.Capacity, loaded.Minimum, loaded.Count));
        Assert.Equal(interval.NewestOrigin, loaded.NewestOrigin);
        foreach (var each in new[] { interval, loaded })
            each.Add(Start.AddDays(200), .09, .04);
        Assert.Equal(interval.Around(.05, .95), loaded.Around(.05, .95));
        Assert.Equal(interval.Save(), loaded.Save());
    }

    [Fact]
    public void An_outcome_that_comes_too_late_or_is_no_variance_is_refused()
    {
        var interval = With([.1, .2, .3]);
        Assert.Contains("2020-01-03", Assert.Throws<ArgumentException>(() => interval.Add(Start.AddDays(2), .04, .04)).Message);
        Assert.Throws<ArgumentException>(() => interval.Add(Start.AddDays(9), 0, .04));
        Assert.Throws<ArgumentException>(() => interval.Add(Start.AddDays(9), .04, double.NaN));
    }

    [Fact]
    public void A_capacity_below_the_minimum_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new LogResidualInterval(50, 100));

    [Theory]
    [InlineData("{}")]
    [InlineData("{ half")]
    [InlineData("""{"format":2,"capacity":500,"minimum":100,"origins":[],"logResiduals":[]}""")]
    [InlineData("""{"format":1,"capacity":500,"minimum":100,"origins":["2020-01-01"],"logResiduals":[]}""")]
    [InlineData("""{"format":1,"capacity":500,"minimum":100,"origins":null,"logResiduals":[]}""")]
    [InlineData("""{"format":1,"capacity":1,"minimum":100,"origins":[],"logResiduals":[]}""")]
    public void A_damaged_state_is_refused_by_name(string json)
    {
        var error = Assert.Throws<InvalidDataException>(() => LogResidualInterval.Load(Encoding.UTF8.GetBytes(json)));
        Assert.Contains("interval.json", error.Message);
    }
}
