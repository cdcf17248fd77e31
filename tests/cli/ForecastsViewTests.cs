using Volcast.Cli.Output;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Forecasts;

namespace Volcast.Cli.Tests;

public sealed class ForecastsViewTests
{
    private const int Width = 60;

    private static ForecastReport[] Reports(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => ForecastViewTests.Report with
        {
            Roles = ForecastViewTests.Report.Roles with { Target = Symbol.Parse($"T{i:000}") },
            Row = ForecastViewTests.Report.Row with { Variance = Math.Pow(.2 + i / 100.0, 2), Lower80 = .01, Upper80 = .09 },
            Notes = i == 1 ? ["An input is far outside its range."] : [],
        }),
    ];

    private static (string[] Lines, string Notes) Written(
        IReadOnlyList<ForecastReport> reports, bool withDetail = false, int? width = null)
    {
        using var page = new StringWriter();
        using var notes = new StringWriter();
        var shell = new Shell(page, notes, _ => null, Path.GetTempPath())
        {
            Width = width ?? 120,
            BreaksLines = width is not null,
        };
        ForecastsView.Write(new Terminal(shell), reports, maximumAge: 1, withDetail);
        return (page.ToString().Split(page.NewLine), notes.ToString());
    }

    [Theory]
    [InlineData(3, false, 3)]
    [InlineData(4, false, 0)]
    [InlineData(4, true, 4)]
    public void More_than_three_targets_have_a_page_each_on_request_only(int targets, bool withDetail, int pages) =>
        Assert.Equal(
            pages, Written(Reports(targets), withDetail).Lines.Count(line => line.Contains("Why:", StringComparison.Ordinal)));

    [Theory]
    [InlineData(null)]
    [InlineData(Width)]
    public void Fifty_targets_have_one_row_each(int? width)
    {
        var (lines, notes) = Written(Reports(50), width: width);
        Assert.InRange(lines.Length, 50, 65);
        Assert.All(Enumerable.Range(0, 50), i => Assert.Matches(
            $@"^ *T{i:000} +{20 + i}\.0 +10\.0–30\.0 +19\.0 +–(?: +├[─●┤ ]+| +)1\b", Assert.Single(lines, line => line.Contains($"T{i:000}"))));
        Assert.Contains(lines, line => line.Contains("--detail", StringComparison.Ordinal));
        Assert.Equal($"T001: An input is far outside its range.{Environment.NewLine}", notes);
        Assert.All(lines, line => Assert.True(line.Length <= (width ?? 120), line));
    }

    [Fact]
    public void Answers_of_the_past_say_so_above_the_table_and_name_the_targets_whose_stored_forecast_differs()
    {
        var reports = Reports(4);
        for (var i = 0; i < reports.Length; i++)
        {
            var row = reports[i].Row;
            var published = row with { Kind = ForecastKind.Live, Variance = i == 2 ? .04 : row.Variance };
            ForecastRow[] stored = i == 3 ? [] : [published];
            reports[i] = reports[i] with
            {
                SessionsBehind = 3,
                AsOfAnswer = AsOfAnswer.Of(new(2024, 6, 18), new(2024, 6, 20, 13, 30, 0, TimeSpan.Zero), row, stored),
            };
        }
        var lines = Written(reports).Lines;
        Assert.Equal("AS OF 2024-06-18: from the downloads and versions before 2024-06-20 13:30 UTC, the open of the next session. "
            + "Nothing is stored.", lines[0]);
        Assert.Equal("STALE: these are not forecasts over the sessions after 2024-06-18: 3 sessions have settled since "
            + $"{reports[0].Row.ForecastOrigin:yyyy-MM-dd}.", lines[1]);
        Assert.Contains("T002: The stored live forecast of this version is 20.0 %. It differs in variance.", lines);
        Assert.Contains("T003: No live forecast of this version from this session is stored.", lines);
        Assert.DoesNotContain(lines, line => line.StartsWith("T001: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Targets_with_older_bars_have_a_table_of_their_own_that_is_marked_stale()
    {
        var reports = Reports(5);
        reports[2] = reports[2] with
        {
            SessionsBehind = 3,
            Row = reports[2].Row with { ForecastOrigin = new(2024, 6, 10) },
        };
        var page = string.Join('\n', Written(reports).Lines);
        Assert.Equal(2, page.Split("Volatility over the next 5 sessions").Length - 1);
        var stale = page[page.IndexOf(
            "STALE: these are not forecasts of the coming sessions: 3 sessions have settled since 2024-06-10, more than the maximum",
            StringComparison.Ordinal)..];
        Assert.Contains("T002", stale, StringComparison.Ordinal);
        Assert.DoesNotContain("T003", stale, StringComparison.Ordinal);
    }

    [Fact]
    public void Simulated_provisional_unstored_and_backfilled_forecasts_are_marked()
    {
        var reports = Reports(4);
        for (var i = 0; i < reports.Length; i++)
            reports[i] = reports[i] with
            {
                DataKind = DataKind.Simulated,
                Row = reports[i].Row with { Kind = ForecastKind.Provisional },
                FirstPublished = i == 0 ? reports[i].Row : null,
                Backfilled = i == 3 ? [reports[i].Row, reports[i].Row] : [],
            };
        var page = string.Join('\n', Written(reports).Lines);
        Assert.Contains(DataKindLabel.Warning, page, StringComparison.Ordinal);
        Assert.Contains("(SIMULATED)", page, StringComparison.Ordinal);
        Assert.Contains("PROVISIONAL: based on the bars of 2024-06-13", page, StringComparison.Ordinal);
        Assert.Contains("NOT STORED for T000:", page, StringComparison.Ordinal);
        Assert.Contains("Backfilled 2 missed sessions of T003 (not in the track record)", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_an_interval_its_cell_is_a_dash()
    {
        var reports = Reports(4);
        reports[0] = reports[0] with { Row = reports[0].Row with { Lower80 = double.NaN, Upper80 = double.NaN } };
        Assert.Matches("T000 +20.0 +– +19.0", string.Join('\n', Written(reports).Lines));
    }
}
