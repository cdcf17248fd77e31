using Volcast.ApiContract.Models;
using Volcast.Services.Dashboard.Pages.Evidence;

namespace Volcast.Services.Dashboard.Tests.Pages;

public sealed class EvidenceModelTests
{
    private static EvidenceModel Model(
        Func<EvidenceScoresDocument, EvidenceScoresDocument>? change = null, WalkForwardDocument? series = null)
    {
        var evidence = SampleDocuments.Evidence;
        return EvidenceModel.Of(evidence with
        {
            Models = [.. evidence.Models.Select(one => one.Model == evidence.Model && change is not null ? change(one) : one)],
        }, series ?? SampleSeries.WalkForward(), null);
    }

    [Theory]
    [InlineData(.69, .81, "ok", "volcast forecasts better than HAR")]
    [InlineData(.9, 1.1, "warning", "volcast is not shown to differ from HAR")]
    [InlineData(1.02, 1.2, "failed", "volcast forecasts worse than HAR")]
    [InlineData(null, null, "warning", "volcast is not shown to differ from HAR")]
    public void The_interval_of_the_ratio_decides_the_verdict(double? lower, double? upper, string status, string verdict)
    {
        var model = Model(one => one with { RatioLower = lower, RatioUpper = upper });
        Assert.Equal((status, verdict), (model.Status, model.Verdict));
    }

    [Fact]
    public void The_findings_say_what_the_figures_mean() => Assert.Equal(
        [
            "Its mean loss (QLIKE, smaller is better) is 75.4\u00a0% of that of HAR; the 90\u00a0% interval is 69.0\u00a0% to 81.0\u00a0%.",
            "The other model is not shown to be better.",
            "80.5\u00a0% of the outcomes fell into the 80 % interval and 95.1\u00a0% into the 95 % interval.",
            "In 1 of 2 years the loss of HAR was smaller; the weakest year of volcast was 2021, with a loss of 105.0\u00a0% of that of HAR.",
            "In the newest 250 sessions the loss exceeded the value at risk at 99 % 1 time; 2.5 were expected. The traffic light is green.",
        ], Model().Findings);

    [Theory]
    [InlineData(null, "HAR itself forecasts")]
    [InlineData("volcast did not pass its gate.", "HAR itself forecasts: no other model passed the gate")]
    public void The_benchmark_is_not_compared_with_itself(string? because, string verdict)
    {
        var series = SampleSeries.WalkForward() with { Model = "har" };
        var model = EvidenceModel.Of(SampleDocuments.Evidence with { Model = "har" },
            series with { Years = [.. series.Years.Select(year => year with { Ratio = 1 })] }, null, because);
        Assert.Equal(("benchmark", verdict), (model.Status, model.Verdict));
        var loss = "The mean loss (QLIKE, smaller is better) of volcast, the best of the other models, is 75.4\u00a0% of that of "
            + "HAR; the 90\u00a0% interval is 69.0\u00a0% to 81.0\u00a0%.";
        Assert.Equal(because is null ? [loss] : [because, loss], model.Findings.Take(because is null ? 1 : 2));
        Assert.DoesNotContain(model.Findings, finding => finding.StartsWith("In each", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1.0, "In 1 of 2 years its loss was smaller than that of HAR, and in none larger.")]
    [InlineData(.9, "In each of 2 years its loss was smaller than that of HAR; its weakest year was 2021.")]
    public void A_year_of_the_same_loss_is_not_one_of_a_smaller_loss(double ratio, string finding)
    {
        var series = SampleSeries.WalkForward();
        Assert.Contains(finding,
            Model(series: series with { Years = [series.Years[0], series.Years[1] with { Ratio = ratio }] }).Findings);
    }

    [Fact]
    public void A_model_outside_the_confidence_set_names_the_better_one()
    {
        Assert.Contains("It is not in the model confidence set: HAR is shown to be better.",
            Model(one => one with { ConfidenceSetP = .03, Qlike = .6 }).Findings);
    }

    [Fact]
    public void The_leaderboard_begins_with_the_best_and_marks_the_confidence_set() => Assert.Equal(
        [("volcast", "✓ yes"), ("har", "no")],
        EvidenceTables.Leaderboard(Model()).Rows.Select(row => (row[0].Text!, row[5].Text!)));

    [Fact]
    public void A_version_with_scores_and_without_series_says_why()
    {
        var model = EvidenceModel.Of(SampleDocuments.Evidence, null, "Version 3 has no walk-forward.");
        Assert.Equal("Version 3 has no walk-forward.", model.WithoutSeries);
        Assert.Equal(["leaderboard"], model.Tables.Select(table => table.Name));
    }

    [Fact]
    public void The_histogram_shows_shares_beside_those_of_a_calibrated_model()
    {
        Assert.Equal(["volcast", "har"],
            EvidenceTables.DensityScores(SampleSeries.WalkForward()).Rows.Select(row => row[0].Text));
        var rows = EvidenceCharts.Pit(SampleSeries.WalkForward()).Descendants("tbody").Single().Elements("tr").ToArray();
        Assert.Equal(["0.05", "19.0 %", "10.0 %"], rows[0].Elements().Select(cell => cell.Value));
        Assert.Equal(10, rows.Length);
    }

    [Fact]
    public void A_breach_is_drawn_at_its_return()
    {
        var rows = EvidenceCharts.Breaches(SampleSeries.WalkForward())!.Descendants("tbody").Single().Elements("tr")
            .Select(row => string.Join('|', row.Elements().Select(cell => cell.Value)));
        Assert.Equal(["2016-06-23|−3.6 %|−3.6 %", "2020-03-11|−10.0 %|–"], rows);
        Assert.Null(EvidenceCharts.Breaches(SampleSeries.WalkForward() with { ValueAtRiskRecords = [] }));
    }
}
