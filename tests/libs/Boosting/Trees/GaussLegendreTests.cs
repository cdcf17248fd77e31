using Volcast.Boosting.Trees;

namespace Volcast.Boosting.Tests.Trees;

public sealed class GaussLegendreTests
{
    [Fact]
    public void Every_power_up_to_its_degree_has_its_integral()
    {
        for (var degree = 0; degree <= GaussLegendre.MaximumDegree; degree++)
            for (var power = 0; power <= degree; power++)
            {
                var integral = 0.0;
                foreach (var (point, weight) in GaussLegendre.OfDegree(degree))
                    integral += weight * Math.Pow(point, power);
                Assert.Equal(1.0 / (power + 1), integral, 1e-14);
            }
    }

    [Fact]
    public void The_smallest_exact_rule_is_used()
    {
        Assert.Equal([(.5, 1.0)], GaussLegendre.OfDegree(1).ToArray());
        Assert.Equal(2, GaussLegendre.OfDegree(2).Length);
        Assert.Equal(2, GaussLegendre.OfDegree(3).Length);
        var (point, weight) = GaussLegendre.OfDegree(3)[0];
        Assert.Equal(.5 + Math.Sqrt(3) / 6, point, 1e-15);
        Assert.Equal(.5, weight, 1e-15);
    }
}
