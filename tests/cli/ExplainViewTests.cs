using Volcast.Cli.Output;
using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Services.Forecasts;

namespace Volcast.Cli.Tests;

public sealed class ExplainViewTests
{
    private static readonly DateOnly Origin = new(2024, 6, 13);

    private static ExplainReport Report(ContributionScale scale)
    {
        var (from, to) = scale switch
        {
            ContributionScale.LogVariance => (Math.Log(.0324), Math.Log(.04)),
            ContributionScale.Variance => (.0324, .04),
            _ => (.18, .20),
        };
        var own = new Explanation(scale, from, [new Contribution("vix", 19, to - from)], to);
        return new()
        {
            Target = Symbol.Parse("SPY"),
            DataKind = DataKind.Real,
            Horizon = 5,
            Model = "volcast-SPY-5d",
            Version = 2,
            Alias = "champion",
            Recipe = "volcast",
            TrainedTo = new(2024, 5, 31),
            Origins = [new ExplainedForecast(Origin, .04, own, own.InVolatility())],
            Absent = [],
        };
    }

    private static (string Page, string Notes) Written(ExplainReport report, bool withInteractions = false)
    {
        using var page = new StringWriter();
        using var notes = new StringWriter();
        ExplainView.Write(new Terminal(new Shell(page, notes, _ => null, Path.GetTempPath())), report, withInteractions);
        return (page.ToString(), notes.ToString());
    }

    [Theory]
    [InlineData(ContributionScale.LogVariance, "log variance", "+0.2107")]
    [InlineData(ContributionScale.Variance, "variance", "+0.0076")]
    [InlineData(ContributionScale.Volatility, "volatility", "+0.0200")]
    public void Contributions_are_on_the_models_own_scale_and_in_points_of_volatility(
        ContributionScale scale, string name, string contribution)
    {
        var page = Written(Report(scale)).Page;
        Assert.Matches($@"input +{name} +points of volatility", page);
        Assert.Contains(contribution, page, StringComparison.Ordinal);
        Assert.Contains("+2.00", page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_changed_since_an_earlier_origin_is_shown_input_by_input()
    {
        var report = Report(ContributionScale.Volatility);
        var earlier = new Explanation(ContributionScale.Volatility, .18, [new Contribution("vix", 16, -.01)], .17);
        var page = Written(report with { Since = new(new(2024, 6, 12), .0289, earlier, earlier.InVolatility()) }).Page;
        Assert.Contains("What changed from 2024-06-12 to 2024-06-13", page, StringComparison.Ordinal);
        Assert.Matches(@"the forecast from 2024-06-12 +17\.00", page);
        Assert.Matches(@"implied volatility for 30 days: 19\.00, before 16\.00 +\+3\.00", page);
        Assert.DoesNotContain("What changed", Written(report).Page, StringComparison.Ordinal);
    }

    [Fact]
    public void Origins_without_an_input_are_counted_in_a_note()
    {
        Assert.Equal("", Written(Report(ContributionScale.Variance)).Notes);
        var notes = Written(Report(ContributionScale.Variance) with { Absent = [new(2024, 6, 3), new(2024, 6, 4)] }).Notes;
        Assert.Equal("2 origins lack an input and are not explained, the first: 2024-06-03.", notes.TrimEnd());
    }

    [Fact]
    public void Origins_before_the_end_of_the_training_are_marked_as_in_sample()
    {
        var notes = Written(Report(ContributionScale.Variance) with { TrainedTo = Origin }).Notes;
        Assert.Contains("in-sample values", notes, StringComparison.Ordinal);
    }

    [Fact]
    public void Interactions_are_the_strongest_pairs_or_a_note_where_the_model_has_none()
    {
        var report = Report(ContributionScale.LogVariance);
        Assert.Contains("volcast has no trees", Written(report, withInteractions: true).Notes, StringComparison.Ordinal);
        var page = Written(report with
        {
            Interactions = new InteractionValues(ContributionScale.LogVariance, ["vix", "rv_5"], [[.1, .02], [.02, .3]]),
        }, withInteractions: true).Page;
        Assert.Matches(@"vix × rv_5 +\+0\.04000", page);
    }
}
