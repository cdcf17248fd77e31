using Volcast.Evidence.Backtests;
using Volcast.Evidence.Panels;
using Volcast.Evidence.Published;

namespace Volcast.Evidence.Tests.Published;

/// <summary>The summaries of panels in docs/evidence: the JSON file gives the page, and the tables of tickers give most of the
/// others.</summary>
public sealed class PublishedPanelTests : IDisposable
{
    private const string Command = "volcast backtest --target AAA,BBB --panel DIR";
    private readonly TemporaryFolder root = new();

    public void Dispose() => root.Dispose();

    private string Numbers => root["docs/evidence/panel/panel-5d.json"];

    private string Page => root["docs/evidence/panel/panel-5d.md"];

    private void Publish()
    {
        TickerScores[] tickers = [Ticker("AAA", .8, null), Ticker("BBB", 1.2, .76), Ticker("CCC", .9, .84), Ticker("DDD", null, .81)];
        new PanelFolder(root["docs/evidence/panel"]).WriteSummary(
            PanelPage.Of(tickers, new Dictionary<string, string> { ["ZZZ"] = "no \"bars\"", ["EEE"] = "too short" }, Command));
    }

    private static TickerScores Ticker(string symbol, double? ratio, double? coverage) => new("", symbol, 5, "volcast",
        BacktestRun.Real,
        [
            .. new[] { TickerScores.All, "to-2018", "2019-2021" }.Select(span => new SpanScores(
                span, 1000, new(2010, 1, 4), new(2013, 12, 31), coverage, .4,
                ratio is { } own ? [new("har", .4 / own, 2, .01), new("ewma", .5, 1, .3)] : [new("ewma", .5, 1, .3)])),
        ]);

    [Fact]
    public void The_page_and_the_summaries_follow_from_the_file_of_numbers()
    {
        Publish();
        var (json, page) = (File.ReadAllBytes(Numbers), File.ReadAllText(Page));
        Assert.Equal(json, PanelPage.Parse(json).ToJson());
        Assert.Equal(page, PanelPage.Parse(json).ToMarkdown());
        Assert.Contains("Not in the panel: EEE, ZZZ.", page, StringComparison.Ordinal);
        var verification = EvidenceVerifier.Verify(root.Path);
        Assert.Empty(verification.Findings);
        Assert.Equal("panel/panel-5d: 4 tickers", Assert.Single(verification.Folders));
        Assert.Contains("baselines_all: significantly_better, significantly_worse", verification.NotRecomputed);
    }

    [Theory]
    [InlineData("\"ratio_median\": 0.9,", "\"ratio_median\": 0.8,", "table baselines_all, row har, column ratio_median: published 0.8")]
    [InlineData("\"better\": 2", "\"better\": 3", "table baselines_all, row har, column better: published 3, recomputed 2")]
    [InlineData("\"best\": 3", "\"best\": 4", "table coverage, row all, column best: published 4, recomputed 3")]
    [InlineData("\"coverage_smallest\": 0.76", "\"coverage_smallest\": 0.78", "column coverage_smallest: published 0.78, recomputed 0.76")]
    public void A_number_that_the_tickers_do_not_give_is_found(string stated, string forged, string finding)
    {
        Publish();
        var text = File.ReadAllText(Numbers);
        var place = text.IndexOf(stated, StringComparison.Ordinal);
        Assert.True(place > 0, text);
        File.WriteAllText(Numbers, text[..place] + forged + text[(place + stated.Length)..]);
        File.WriteAllText(Page, PanelPage.Parse(File.ReadAllBytes(Numbers)).ToMarkdown()); // As a forger would.
        Assert.Contains(finding, $"{Assert.Single(EvidenceVerifier.Verify(root.Path).Findings)}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_page_and_a_damaged_file_are_found()
    {
        Publish();
        var page = File.ReadAllText(Page);
        File.WriteAllText(Page, page.Replace("| `AAA` | 2010-01-04 |", "| `AAA` | 2011-01-04 |", StringComparison.Ordinal));
        var findings = EvidenceVerifier.Verify(root.Path).Findings;
        Assert.Equal(3, findings.Count);
        Assert.All(findings, finding => Assert.Equal("docs/evidence/panel/panel-5d.md", finding.File));
        File.Delete(Page);
        Assert.Equal("a page", Assert.Single(EvidenceVerifier.Verify(root.Path).Findings).Recomputed);
        foreach (var damaged in new[] { "{", "{\"format\": 2}", "[]", "{\"format\": 1, \"market\": null}" })
        {
            File.WriteAllText(Numbers, damaged);
            Assert.StartsWith("panel/panel-5d: the summary of a panel is damaged: ",
                Assert.Single(EvidenceVerifier.Verify(root.Path).Findings).Published, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_docs_can_show_a_figure_of_a_panel()
    {
        Publish();
        File.WriteAllText(root["README.md"],
            "Better on <!-- figure: panel/panel-5d baselines_all har better -->?<!-- /figure --> tickers.\n");
        Assert.Equal(["README.md"], EvidenceWriter.Write(root.Path));
        Assert.Contains("-->2<!--", File.ReadAllText(root["README.md"]), StringComparison.Ordinal);
        Assert.Equal((1, 0), (EvidenceVerifier.Verify(root.Path).Figures, EvidenceVerifier.Verify(root.Path).Findings.Count));
    }

    /// <summary>The gate of short histories reads these numbers, and the docs show them.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(22)]
    public void The_pages_of_one_year_are_those_of_the_files_that_the_gate_reads(int horizon)
    {
        var repository = SharedData.RepositoryRoot;
        Assert.Equal(
            File.ReadAllText(Path.Combine(repository, "docs", "evidence", "one-year", PanelFolder.PageFile(horizon))),
            PanelPage.Parse(File.ReadAllBytes(Path.Combine(
                repository, "services", "Promotion", "Gates", "OneYear", PanelFolder.NumbersFile(horizon)))).ToMarkdown());
    }
}
