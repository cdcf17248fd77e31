using Volcast.Drift.Breaks;

namespace Volcast.Drift.Tests;

public sealed class AutoregressionTests
{
    [Fact]
    public void White_noise_has_order_0_and_an_autoregression_its_own_order()
    {
        var noise = Draws.Autoregression(new Random(1), 2520, 0, Draws.Normal);
        Assert.Equal(0, Autoregression.OrderOf(noise));
        Assert.Equal(1, Autoregression.OrderOf(Draws.Autoregression(new Random(1), 2520, .97, Draws.Normal)));
        Assert.Equal(2, Autoregression.OrderOf(SecondOrder(noise)));
    }

    [Fact]
    public void The_coefficients_of_a_second_order_are_found()
    {
        var series = SecondOrder(Draws.Autoregression(new Random(2), 50_000, 0, Draws.Normal));
        var coefficients = Autoregression.Fit(series, [0..20_000, 30_000..50_000], 2);
        Assert.Equal(.5, coefficients[0], .02);
        Assert.Equal(.3, coefficients[1], .02);
    }

    /// <summary>Of a geometric series with .5, Burg's coefficient 2xy/(x² + y²) is .8.</summary>
    [Fact]
    public void The_first_coefficient_is_Burgs()
    {
        Assert.Equal(.8, Autoregression.Fit([8, 4, 2, 1], [0..4], 1)[0], 12);
        Assert.Equal([4 - .8 * 8, 2 - .8 * 4, 1 - .8 * 2], Autoregression.Innovations([8, 4, 2, 1], [.8], 1));
    }

    /// <summary>Kendall (1954): with an estimated mean the coefficient is too low by (1 + 3φ)/n, here .0158.</summary>
    [Fact]
    public void The_jackknife_removes_the_bias_of_a_persistent_series()
    {
        double[][] series = [.. Enumerable.Range(0, 2000)
            .Select(seed => Draws.Autoregression(new Random(seed), 252, .98, Draws.Normal))];
        var plain = series.Average(values => Autoregression.Fit(Centred(values), [0..252], 1)[0]);
        var corrected = series.Average(values => Autoregression.Jackknife(values, 1)[0]);

        Assert.InRange(plain, .98 - .022, .98 - .012);
        Assert.InRange(corrected, .98 - .005, .98 + .005);
    }

    private static double[] Centred(double[] values)
    {
        var mean = values.Average();
        return [.. values.Select(value => value - mean)];
    }

    private static double[] SecondOrder(double[] shocks)
    {
        double[] series = [.. shocks];
        for (var t = 2; t < series.Length; t++)
            series[t] += .5 * series[t - 1] + .3 * series[t - 2];
        return series;
    }
}
