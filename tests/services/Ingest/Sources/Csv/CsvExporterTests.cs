using Volcast.Services.Ingest.Sources;
using Volcast.Services.Ingest.Tests.Sources.Fixtures;

namespace Volcast.Services.Ingest.Tests.Sources.Csv;

/// <summary>Files as other exporters write them.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class CsvExporterTests : IDisposable
{
    private const string Header = "Date,Open,High,Low,Close,AdjClose,Volume";
    private const string Prices = "2021-12-30,477.93,479,475.67,476.16,448.028081,55329000";
    private readonly CsvUnderTest csv = new();

    public void Dispose() => csv.Dispose();

    [Theory]
    [InlineData("Adjusted_close")]
    [InlineData("Adj. Close")]
    [InlineData("Adj Close**")]
    public async Task The_adjusted_close_has_the_names_of_other_exporters(string name)
    {
        var download = await csv.DownloadAsync($"Date,Open,High,Low,Close,{name},Volume\n{Prices}\n");
        Assert.Equal([448.028081], download.Bars.AdjustedClose);
    }

    [Theory]
    [InlineData("Dividends", "Capital Gains")]
    [InlineData("Dividend", "Capital Gain")]
    [InlineData("dividend_amount", "CapitalGains")]
    [InlineData("divCash", "capital_gains")]
    [InlineData("Ex-Dividend", "Capital-Gain")]
    public async Task Cash_is_read_from_the_columns_of_other_exporters(string dividend, string gain)
    {
        var download = await csv.DownloadAsync($"{Header},{dividend},{gain}\n{Prices},1.633,23\n");
        Assert.Equal([24.633], download.Bars.Dividend);
        Assert.True(download.Bars.HasEvents);
        Assert.Empty(download.Notes);
    }

    [Theory]
    [InlineData("Stock Splits", "1.5", 1.5)]
    [InlineData("Stock Splits", "3:2", 1.5)]
    [InlineData("splitFactor", "3/2", 1.5)]
    [InlineData("split_coefficient", "1:10", .1)]
    [InlineData("Split Ratio", "0", 1)]
    public async Task A_split_is_a_number_or_a_ratio(string name, string text, double ratio)
    {
        var download = await csv.DownloadAsync($"{Header},{name}\n{Prices},{text}\n");
        Assert.Equal([ratio], download.Bars.SplitRatio);
    }

    [Theory]
    [InlineData("3:0")]
    [InlineData("3:x")]
    [InlineData(":2")]
    [InlineData("-3:2")]
    public async Task A_split_that_is_no_ratio_rejects_its_row(string text)
    {
        var failure = await csv.FailAsync(MarketDataFailure.NoData, $"{Header},Stock Splits\n{Prices},{text}\n");
        Assert.Contains("split", Assert.Single(failure.Rejected).Reason, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_column_that_seems_to_hold_events_and_is_not_read_is_named()
    {
        var download = await csv.DownloadAsync($"{Header},Long Term Gains,Comment\n{Prices},23,none\n");
        Assert.Equal(
            "not read: Long Term Gains. Cash is read from Dividends and Capital Gains, splits from Stock Splits",
            Assert.Single(download.Notes));
    }

    [Theory]
    [InlineData(';', "';'")]
    [InlineData('\t', "tabs")]
    public async Task Fields_that_are_not_separated_by_commas_are_refused_with_this_reason(char separator, string name)
    {
        var failure = await csv.FailAsync(
            MarketDataFailure.BadFile, $"{Header}\n{Prices}\n".Replace(',', separator));
        Assert.Contains($"its fields are separated by {name} and not by commas", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>Days 1 to 12 of October to December 2021 as day/month/year: in the American order 8 of the 26 sessions fall on a
    /// weekend.</summary>
    [Theory]
    [InlineData("dd/MM/yyyy")]
    [InlineData("yyyy-dd-MM")]
    public async Task Dates_that_fit_only_if_day_and_month_change_places_are_ambiguous(string form)
    {
        var sessions = Market.TradingCalendar.Nyse.Sessions(new(2021, 10, 1), new(2021, 12, 31)).Where(day => day.Day <= 12);
        var rows = sessions.Select(day => Prices.Replace(
            "2021-12-30", day.ToString(form, System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));
        var failure = await csv.FailAsync(MarketDataFailure.BadFile, $"{Header}\n{string.Join('\n', rows)}\n");
        Assert.Contains(
            "its dates are ambiguous: 8 of its 26 rows fall on a weekend, and none does if day and month change places",
            failure.Message, StringComparison.Ordinal);
    }
}
