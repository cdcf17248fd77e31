using Volcast.Evaluation.Comparison;

namespace Volcast.Evaluation.Tests.Comparison;

public sealed class BenjaminiHochbergTests
{
    /// <summary>The example of Benjamini and Hochberg (1995), section 3.2: p(4) = .0095 ≤ 4/15 · .05 = .0133, and no larger one
    /// is below its bound.</summary>
    [Fact]
    public void The_example_of_the_paper_has_four_significant_tests()
    {
        double[] p = [.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528, .7590, 1];
        Assert.Equal(p.Select(value => value < .01), BenjaminiHochberg.Rejects(p, .05));
        Assert.Equal(p.Reverse().Select(value => value < .01), BenjaminiHochberg.Rejects([.. p.Reverse()], .05));
    }

    /// <summary>p(3) = .05 meets its bound 3/3 · .05, so the smaller ones are significant too, although .04 > 1/3 · .05.</summary>
    [Fact]
    public void A_larger_p_value_that_meets_its_bound_makes_the_smaller_ones_significant() =>
        Assert.Equal([true, true, true], BenjaminiHochberg.Rejects([.05, .04, .045], .05));

    /// <summary>Without the NaN, .03 would be below 1/1 · .05; of two tests its bound is .025.</summary>
    [Fact]
    public void A_test_that_does_not_exist_counts_as_one_that_is_not_significant() =>
        Assert.Equal([false, false], BenjaminiHochberg.Rejects([double.NaN, .03], .05));

    [Fact]
    public void Without_tests_nothing_is_significant_and_a_rate_is_a_probability()
    {
        Assert.Empty(BenjaminiHochberg.Rejects([], .05));
        Assert.Throws<ArgumentOutOfRangeException>(() => BenjaminiHochberg.Rejects([.1], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => BenjaminiHochberg.Rejects([.1], double.NaN));
    }
}
