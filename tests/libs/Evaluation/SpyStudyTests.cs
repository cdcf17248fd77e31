using System.Diagnostics;
using Volcast.Evaluation.Comparison;
using Volcast.Forecasting;

namespace Volcast.Evaluation.Tests;

/// <summary>The measured figures of the design, on SPY from 2010-01-04 to 2021-12-23.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class SpyStudyTests(ITestOutputHelper output)
{
    private static readonly string[] Golden = // vectors/README.md, 2021-12-31
    [
        "-.002523290717", ".009222249454", ".021587014119", ".041179680207", ".091621767518",
        ".103809146987", ".149753812972", ".163069866187", ".137604582070", ".005277443432",
        "17.22", "21.88", "1.270615563298", "58.812532724889",
        "-.494662400717", ".851751756181", "-.421327507762", ".778149108484",
        "-.002189262759", "-.913013381293", "-.347207644593",
    ];

    private static readonly WalkForwardOptions Options = new() { From = new(2010, 1, 4), To = new(2021, 12, 31) };

    [Fact]
    public void On_features_with_the_golden_row_the_three_models_with_rare_refits_score_as_the_design_measured() =>
        ScoresAsTheDesignMeasured(Options with { RefitEvery = 252 });

    [Fact]
    [Trait(Category.Name, Category.Proof)]
    public void On_features_with_the_golden_row_the_three_models_score_as_the_design_measured() =>
        ScoresAsTheDesignMeasured(Options);

    private void ScoresAsTheDesignMeasured(WalkForwardOptions options)
    {
        var data = SpyData.Load();
        HasTheGoldenRow(data);
        var clock = Stopwatch.StartNew();

        IForecaster[] models = [.. new[] { "har", "vix-calibrated", "xgboost-21" }.Select(Create)];
        var result = WalkForward.Run(data, models, options, cancellationToken: TestContext.Current.CancellationToken);

        output.WriteLine($"{clock.Elapsed.TotalSeconds:F1} s on {Options.DegreeOfParallelism} cores");
        var scores = Scores.Compare(result).ToDictionary(s => s.Model);
        foreach (var s in scores.Values)
            output.WriteLine($"{s.Model,-15} n {s.N} QLIKE {s.Qlike:F4} /har {s.RatioToBenchmark:F4} "
                + $"R2(vol) {s.RSquaredOnVolatility:F4} {s.MincerZarnowitz} coverage {s.Coverage80:F4}");
        Assert.All(scores.Values, s => Assert.Equal(3016, s.N));
        Assert.InRange(scores["har"].Qlike, .510, .522);
        Assert.InRange(scores["vix-calibrated"].RatioToBenchmark, .82, .845);
        Assert.InRange(scores["xgboost-21"].RatioToBenchmark, 0, .87);
        Assert.All(scores.Values, s => Assert.InRange(s.Coverage80, .75, .85));
        AssertCompared(result);
        foreach (var model in result.Models)
        {
            Assert.Empty(model.SkippedOrigins);
            Assert.All(model.Lower80, bound => Assert.True(bound > 0));
        }

        IForecaster Create(string name) =>
            ForecasterCatalog.Create(name, new ForecasterSettings { Features = SpyData.Features(data) });
    }

    [SharedDataTheory]
    [Trait(Category.Name, Category.Proof)]
    [InlineData("rv-5", 1.19)]
    [InlineData("rv-22", .685)]
    [InlineData("ewma", .589)]
    [InlineData("garch", .5128)]
    [InlineData("gjr-garch-t", .4958)]
    [InlineData("egarch", .5128 / 1.02)] // The design has no value: better than its garch.
    public void A_baseline_from_returns_alone_scores_within_two_percent_of_the_design(string name, double qlike)
    {
        var data = SpyData.Load();
        var clock = Stopwatch.StartNew();

        var model = ForecasterCatalog.Create(name, new ForecasterSettings { Features = [] });
        var result = WalkForward.Run(data, [model], Options, cancellationToken: TestContext.Current.CancellationToken);

        var score = Assert.Single(Scores.Compare(result));
        output.WriteLine($"{name,-12} {clock.Elapsed.TotalSeconds:F1} s n {score.N} QLIKE {score.Qlike:F4} "
            + $"R2(vol) {score.RSquaredOnVolatility:F4} {score.MincerZarnowitz} coverage {score.Coverage80:F4}");
        Assert.Empty(result.Models[0].SkippedOrigins);
        Assert.Equal(3016, score.N);
        Assert.InRange(score.Qlike, .2131, qlike * 1.02); // The noise floor below.
    }

    [SharedDataTheory]
    [Trait(Category.Name, Category.Proof)]
    [InlineData("log-har-range", .4563)]
    [InlineData("xgboost-21-gamma", .4229)]
    [InlineData("vix-raw", .536)]
    [InlineData("har-range", .5167 * .95)] // The design has no values for these three: ranges, the sign of the last return and
    [InlineData("shar", .5167)] // a longer memory must be better than its har.
    [InlineData("pdv", .4958)] // Also better than its gjr-garch-t.
    public void A_baseline_from_ranges_paths_or_other_columns_scores_within_two_percent_of_the_design(string name, double qlike)
    {
        var data = SpyData.Load();
        var clock = Stopwatch.StartNew();

        var model = ForecasterCatalog.Create(name, new ForecasterSettings { Features = SpyData.Features(data) });
        var result = WalkForward.Run(data, [model], Options, cancellationToken: TestContext.Current.CancellationToken);

        var score = Assert.Single(Scores.Compare(result));
        output.WriteLine($"{name,-12} {clock.Elapsed.TotalSeconds:F1} s n {score.N} QLIKE {score.Qlike:F4} "
            + $"R2(vol) {score.RSquaredOnVolatility:F4} {score.MincerZarnowitz} coverage {score.Coverage80:F4}");
        Assert.Empty(result.Models[0].SkippedOrigins);
        Assert.Equal(3016, score.N);
        Assert.InRange(score.Qlike, .2131, qlike * 1.02);
    }

    private static void HasTheGoldenRow(ForecastingData data)
    {
        Assert.Equal(21, SpyData.Features(data).Length);
        foreach (var (name, expected) in SpyData.Features(data).Zip(Golden))
            Assert.Equal(double.Parse(expected), data.Column(name)[^1], name == "rsi_14" ? 1e-5 : 1e-9);
    }

    private void AssertCompared(WalkForwardResult result)
    {
        var comparison = ForecastComparison.Of(result);
        foreach (var m in comparison.Models)
            output.WriteLine($"{m.Model,-15} ratio {m.Ratio.Ratio:F3} [{m.Ratio.Interval.Value!.Lower:F3}, "
                + $"{m.Ratio.Interval.Value.Upper:F3}] skill {m.Skill:F3} DM p {m.DieboldMariano?.PValue:F4} "
                + $"offsets {string.Join(' ', m.NonOverlapping.Select(t => $"{t.PValue:F3}"))} MCS p {m.ConfidenceSetPValue:F3} "
                + $"MZ p {m.MincerZarnowitz.Value!.PValue:F3} Winkler {m.Interval80.MeanWinkler:F4} utility "
                + $"{m.Utility.Utility:P2}");
        foreach (var line in comparison.Years.Concat(comparison.Terciles))
            output.WriteLine($"{line.Group,-8} {line.N,5} {string.Join(' ', line.MeanLosses.Select(loss => $"{loss:F4}"))}");
        // The design's table: the sampling error of such a ratio is about .04; a 90 % interval is 3.29 of it wide.
        Assert.All(comparison.Models.Where(m => m.Model != "har"), m =>
        {
            Assert.InRange((m.Ratio.Interval.Value!.Upper - m.Ratio.Interval.Value.Lower) / 3.29, .02, .06);
            Assert.True(m.DieboldMariano!.Statistic > 0 && m.DieboldMariano.PValue < .05);
        });
        Assert.DoesNotContain("har", comparison.ConfidenceSet.Value!);
    }
}
