using System.Text;
using Volcast.Evidence.Backtests;
using Volcast.Evidence.Published;
using Volcast.Evidence.Tests.Backtests;
using Volcast.Reports;
using Volcast.Volatility;

namespace Volcast.Evidence.Tests.Published;

public sealed class AcceptanceTests
{
    private static readonly Lazy<ComparedBacktest> Real = new(() => Of(ScriptedBacktest.Create()));

    private static ComparedBacktest Of(Backtest backtest) => new(backtest, ScriptedBacktest.Options);

    [Fact]
    public void Every_threshold_is_published_with_its_figure_and_its_verdict()
    {
        var compared = Real.Value;
        var rows = EvidenceTables.Make("bars", compared)!.Rows.ToDictionary(row => row[0].Text!);
        var model = compared.Model;
        var forecast = compared.Sample.Forecast("volcast");
        var years = compared.Comparison.Years.Select(y => y.MeanLosses[1] / y.MeanLosses[0]).OrderDescending().ToArray();

        Expect("ratio to har", model.Ratio.Ratio, double.NaN, .755);
        Expect("largest Diebold–Mariano p of these", model.DieboldMariano!.PValue, double.NaN, .05);
        Expect("largest p of a baseline in the confidence set",
            compared.Comparison.Models.Where(m => m != model).Max(m => m.ConfidenceSetPValue), double.NaN, .1);
        Expect("R² on volatility", Losses.RSquaredOnVolatility(compared.Sample.RealizedVariance, forecast), .58, double.NaN);
        Expect("worst year, ratio to har", years[0], double.NaN, 1.06);
        Expect("second worst year, ratio to har", years[1], double.NaN, 1);
        Expect("80 % interval covers", model.Interval80.Coverage, .78, .82);
        foreach (var (tercile, score) in model.Interval80ByTercile)
            Expect($"80 % interval covers, {tercile} forecasts", score.Coverage, .7, .9);
        Expect("Winkler, ratio to har", model.Interval80.MeanWinkler
            / compared.Comparison.Models.Single(m => m.Model == "har").Interval80.MeanWinkler, double.NaN, .9);
        Expect("ratio to har on range variance", BacktestTables.Make("range", compared)!.Rows
            .Single(row => row[0].Text == "volcast")[2].Number, double.NaN, .735);
        Assert.Equal(12, rows.Count);

        void Expect(string bar, double measured, double atLeast, double atMost)
        {
            var row = rows[bar];
            Assert.Equal((measured, atLeast, atMost), (Math.Round(row[1].Number, 12) == Math.Round(measured, 12)
                ? measured : row[1].Number, row[2].Number, Math.Round(row[3].Number, 12)));
            var missed = Math.Max(atLeast - measured, 0) is > 0 and var under ? under : Math.Max(measured - atMost, 0);
            Assert.StartsWith(missed > 0 ? $"missed by {missed:.0000}" : "met", row[5].Text);
        }
    }

    [Fact]
    public void Published_head_to_head_has_the_columns_of_a_report_and_then_the_thresholds()
    {
        var report = BacktestTables.Make("head_to_head", Real.Value)!;
        var published = EvidenceTables.Make("head_to_head", Real.Value)!;
        Assert.Equal([.. report.Columns.Select(c => c.Name), "bar", "aim", "meets"], published.Columns.Select(c => c.Name));
        Assert.All(report.Rows.Zip(published.Rows), pair => Assert.Equal(pair.First, pair.Second[..^3]));
        var (har, late) = (Row("har"), Row("late"));
        Assert.Equal((.755, .74, "aim"), (har[^3].Number, har[^2].Number, har[^1].Text));
        Assert.Equal((double.NaN, double.NaN, ""), (late[^3].Number, late[^2].Number, late[^1].Text));

        Cell[] Row(string against) => published.Rows.Single(row => row[0].Text == against);
    }

    [Theory]
    [InlineData(.775, "missed by .020")]
    [InlineData(.7, "aim")]
    [InlineData(.75, "yes")]
    public void A_ratio_meets_the_threshold_reaches_the_aim_or_misses_by_a_stated_amount(double ratio, string verdict) =>
        Assert.Equal(verdict, new AcceptanceBar("har", .755, .74).Verdict(ratio));

    /// <summary>The thresholds were set for this repository's recipe on SPY; a user's report is not about them.</summary>
    [Fact]
    public void A_backtest_report_shows_no_thresholds()
    {
        var report = new BacktestReport(Real.Value);
        Assert.DoesNotContain(report.Sections.SelectMany(s => s.Tables), table => table.Name == "bars");
        foreach (var (name, content) in report.Files().Where(file => file.Key != BacktestReport.ForecastsFile))
        {
            var text = Encoding.UTF8.GetString(content);
            Assert.False(text.Contains("missed by") || text.Contains("threshold"), name);
        }
    }

    [Fact]
    public void No_threshold_holds_on_the_simulated_market_for_another_target_or_another_model()
    {
        var backtest = ScriptedBacktest.Create();
        foreach (var other in new[]
        {
            ScriptedBacktest.Create(BacktestRun.Simulated),
            backtest with { Result = backtest.Result with { Symbol = "QQQ" } },
            backtest with { Run = backtest.Run with { Model = "har" } },
        })
        {
            Assert.Null(EvidenceTables.Make("bars", Of(other)));
            Assert.DoesNotContain(EvidenceTables.Make("head_to_head", Of(other))!.Columns, column => column.Name == "bar");
        }
    }

    [Theory]
    [InlineData("nothing", null, null, "There is no table 'nothing', only leaderboard")]
    [InlineData("years", "no", null, "Table years has no column 'no', only year, n")]
    [InlineData("years", null, "1066", "Table years has no row '1066', only 2019")]
    public void A_table_column_or_row_that_does_not_exist_is_refused_by_name(
        string table, string? column, string? row, string message) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => EvidenceTables.Make(table, Real.Value)!
            .Only(column is null ? null : [column], row is null ? null : [row])).Message);
}
