using Volcast.ApiContract.Data;
using Volcast.Reports;
using Volcast.Reports.Charts;
using Volcast.Services.Dashboard.Pages.Data;

namespace Volcast.Services.Dashboard.Tests.Pages;

public sealed class DataModelTests
{
    private static DataModel Model(QualityDocument quality, string? family = null) => DataModel.Of(new()
    {
        Quality = quality,
        Sessions = SampleSeries.Sessions(null),
        Quarantine = SampleSeries.Quarantine(0),
        Features = SampleDocuments.Features,
        Market = SampleDocuments.Market,
        Family = family,
        Missing = new Dictionary<string, string>(),
    });

    [Theory]
    [InlineData(0, 0, 0, "ok", "No session is missing since the data begin")]
    [InlineData(1, 2, 0, "warning", "SPY lacks 1 session, 2 rows refused")]
    [InlineData(0, 1, 0, "warning", "1 row refused")]
    [InlineData(1, 0, 3, "failed", "The lake is 3 sessions behind")]
    public void The_verdict_says_what_is_missing(int missing, int refused, int behind, string status, string verdict)
    {
        var model = Model(SampleSeries.Quality(missing, refused, behind));
        Assert.Equal((status, verdict), (model.Status, model.Verdict));
    }

    [Theory]
    [InlineData("3 symbols lack 2 sessions each", 2, 2, 2)]
    [InlineData("2 symbols lack up to 21 sessions each", 21, 1, 0)]
    [InlineData("SPY lacks 21 sessions", 21, 0, 0)]
    public void A_hole_that_symbols_share_is_counted_once(string verdict, params int[] missing)
    {
        var one = SampleSeries.Quality(refused: 0).Series[0];
        string[] symbols = ["SPY", "^VIX", "TLT"];
        var model = Model(SampleSeries.Quality() with
        {
            Series = [.. missing.Select((count, i) => one with { Symbol = symbols[i], MissingSessions = count })],
        });
        Assert.Equal(("warning", verdict), (model.Status, model.Verdict));
    }

    [Fact]
    public void A_row_with_a_harmless_defect_is_used_and_so_neither_a_fault_nor_refused()
    {
        var model = Model(SampleSeries.Quality(missing: 0, refused: 0, harmless: 47));
        Assert.Equal(("ok", "No session is missing since the data begin"), (model.Status, model.Verdict));
        Assert.Equal([0, 47], DataTables.Symbols(model).Rows[0].Skip(6).Take(2).Select(cell => cell.Number));
        Assert.Equal(SessionMark.Finding, DataModel.MarkOf(new(new(2006, 2, 8), true, null, 0, 1, [])));
    }

    [Fact]
    public void A_session_has_the_mark_of_what_is_most_noteworthy()
    {
        Assert.Equal([SessionMark.Held, SessionMark.Missing, SessionMark.Refused, SessionMark.Revised, SessionMark.Finding],
            SampleSeries.Sessions(null).Series[0].SessionStates.Select(DataModel.MarkOf));
        Assert.Equal(SessionMark.Missing, DataModel.MarkOf(new(new(2021, 1, 4), false, DateTimeOffset.UnixEpoch, 1, 0, ["gap"])));
    }

    [Fact]
    public void The_sessions_to_look_at_are_listed_with_the_newest_first() => Assert.Equal(
        ["2021-12-30|held|–|price jump", "2021-12-29|held|2021-12-31 09:00 UTC|–", "2021-12-28|held|–|–", "2021-12-27|✕ missing|–|–"],
        DataTables.Noteworthy(SampleSeries.Sessions(null)).Rows.Select(row => $"{row[0].Text}|{row[2].Text}|{row[3].Text}|{row[6].Text}"));

    [Fact]
    public void Symbols_that_lack_the_same_session_share_a_row()
    {
        var sessions = SampleSeries.Sessions(null);
        var both = DataTables.Noteworthy(sessions with { Series = [sessions.Series[0], sessions.Series[0] with { Symbol = "^VIX" }] });
        Assert.Equal((4, "SPY, ^VIX"), (both.Rows.Count, both.Rows[3][1].Text));
    }

    [Fact]
    public void A_refused_row_keeps_its_text_and_its_download_runs_no_formula()
    {
        var table = DataTables.Refused(SampleSeries.Quarantine(0));
        Assert.Equal(["✕ refused", "harmless defect"], table.Rows.Select(row => row[2].Text));
        Assert.Equal($"high 1 is below close 2 {SampleDocuments.Hostile}", table.Rows[0][3].Text);
        Assert.Equal("close 2, volume –", table.Rows[0][4].Text);
        Assert.Contains("SPY,'=1+1,harmless defect,no date,close =1+1\r\n", CsvExport.Of(table));
        Assert.DoesNotContain("<script>", HtmlTable.Of(table).ToString());
    }

    [Fact]
    public void The_years_reach_from_the_first_bar_to_the_newest_settled_session()
    {
        var years = Model(SampleSeries.Quality()).Years;
        Assert.Equal((2021, 2010, 12), (years[0], years[^1], years.Count));
    }

    [Theory]
    [InlineData("recent volatility", 1)]
    [InlineData("cross-asset", 0)]
    [InlineData(null, 1)]
    public void The_features_of_one_family_or_of_all_are_shown(string? asked, int count) =>
        Assert.Equal(count, Model(SampleSeries.Quality(), asked).Shown.Count);
}
