using System.Globalization;
using Volcast.Evaluation.Search;

namespace Volcast.Evaluation.Tests.Search;

public sealed class SearchSpaceTests
{
    [Fact]
    public void Every_draw_lies_within_its_range()
    {
        foreach (var candidate in Enumerable.Range(1, 500))
        {
            var values = SearchSpace.Trees.Draw(3, candidate);
            foreach (var range in SearchSpace.Trees.Ranges)
            {
                var value = double.Parse(values[range.Name], CultureInfo.InvariantCulture);
                Assert.InRange(value, range.Least, range.Largest);
                Assert.True(!range.IsWhole || value == Math.Round(value));
            }
        }
    }

    [Fact]
    public void A_range_is_even_on_its_scale()
    {
        Assert.Equal(["0.01", "0.0316", "0.1"], Places(new("eta", .01, .1, SearchScale.Logarithmic)));
        Assert.Equal(["0.4", "0.7", "1"], Places(new("subsample", .4, 1)));
        Assert.Equal(["60", "190", "600"], Places(new("rounds", 60, 600, SearchScale.Logarithmic, IsWhole: true)));

        static IEnumerable<string> Places(SearchRange range) => new[] { 0, .5, 1 }.Select(range.At);
    }

    [Fact]
    public void Half_of_the_draws_lie_in_the_lower_half_of_the_scale()
    {
        var below = Enumerable.Range(1, 2000)
            .Count(i => double.Parse(SearchSpace.Trees.Draw(1, i)["eta"], CultureInfo.InvariantCulture) < .0316);
        Assert.InRange(below, 900, 1100); // Binomial: 1000 ± 22.
    }

    [Fact]
    public void A_candidate_depends_on_its_seed_and_number_alone()
    {
        Assert.Equal(SearchSpace.Trees.Draw(7, 12), SearchSpace.Trees.Draw(7, 12));
        Assert.NotEqual(SearchSpace.Trees.Draw(7, 12), SearchSpace.Trees.Draw(8, 12));
        Assert.NotEqual(SearchSpace.Trees.Draw(7, 12), SearchSpace.Trees.Draw(7, 13));
    }
}
