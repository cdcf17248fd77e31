using System.Text;
using Volcast.Services.Ingest.Tests.Sources.Fixtures;

namespace Volcast.Services.Ingest.Tests.Sources.Csv;

[Trait(Category.Name, Category.Integration)]
public sealed class CsvSourceTests : IDisposable
{
    private const string Header = "Date,Open,High,Low,Close,AdjClose,Volume\n";
    private const string Thursday = "2021-12-30,477.93,479,475.67,476.16,448.028081,55329000\n";
    private const string Friday = "2021-12-31,475.64,476.86,474.67,474.96,446.899001,65237400\n";
    private readonly CsvUnderTest csv = new();

    [Fact]
    public async Task A_file_is_read_completely_as_of_its_last_session()
    {
        var download = await csv.DownloadAsync(Header + Thursday + Friday);
        var bars = download.Bars;
        Assert.Equal([new(2021, 12, 30), new(2021, 12, 31)], bars.Session);
        Assert.Equal([477.93, 475.64], bars.Open);
        Assert.Equal([479, 476.86], bars.High);
        Assert.Equal([475.67, 474.67], bars.Low);
        Assert.Equal([476.16, 474.96], bars.Close);
        Assert.Equal([448.028081, 446.899001], bars.AdjustedClose);
        Assert.Equal([55329000, 65237400], bars.Volume);
        Assert.Equal([0, 0], bars.Dividend);
        Assert.Equal([1, 1], bars.SplitRatio);
        Assert.False(bars.HasEvents);
        Assert.Equal(new DateTimeOffset(2021, 12, 31, 23, 59, 59, TimeSpan.Zero), download.RetrievedAt);
        Assert.Equal(("csv", "SPY"), (download.Source, download.Symbol.Value));
        Assert.Empty(download.Rejected);
        Assert.Empty(download.Notes);
    }

    [Fact]
    public async Task The_file_of_an_index_has_no_caret_and_needs_no_volume()
    {
        csv.Write("VIX.csv", Header + "1990-01-02,17.24,17.24,17.24,17.24,17.24,\n");
        csv.Write("notes.csv", "not,a,market\n");
        var bars = (await csv.DownloadAsync("^VIX", null, null)).Bars;
        Assert.Equal([17.24], bars.Close);
        Assert.Equal([null], bars.Volume);
    }

    [Fact]
    public async Task Columns_may_have_any_order_and_case_and_unknown_ones_are_ignored()
    {
        var download = await csv.DownloadAsync(
            "volume,ADJ CLOSE,close,Comment,low,High,open,date\n"
            + "65237400,446.899001,474.96,\"quiet, \"\"thin\"\"\",474.67,476.86,475.64,2021-12-31\n");
        Assert.Equal([(475.64, 476.86, 474.67, 474.96, 446.899001)], download.Bars.Open.Zip(download.Bars.High, download.Bars.Low)
            .Select((b, i) => (b.First, b.Second, b.Third, download.Bars.Close[i], download.Bars.AdjustedClose[i])));
    }

    [Fact]
    public async Task A_byte_order_mark_Windows_line_ends_quotes_spaces_and_empty_lines_do_not_matter()
    {
        var text = (Header + "\n" + "\"2021-12-30\", 477.93 ,\"479\",475.67,\" 476.16\",448.028081,5.5329e7\n" + Friday)
            .Replace("\n", "\r\n");
        csv.Write("SPY.csv", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.TrimEnd())]);
        var bars = (await csv.DownloadAsync("SPY", null, null)).Bars;
        Assert.Equal([476.16, 474.96], bars.Close);
        Assert.Equal([55329000, 65237400], bars.Volume);
    }

    [Fact]
    public async Task An_export_with_timestamps_and_events_is_read()
    {
        var download = await csv.DownloadAsync(
            "Date,Open,High,Low,Close,Adj Close,Volume,Dividends,Stock Splits\n"
            + "2021-12-30 00:00:00-05:00,100,100,100,100,,1,0.25,0.0\n"
            + "2021-12-31T00:00:00-05:00,25,25,25,25,25,1,,4\n");
        Assert.True(download.Bars.HasEvents);
        Assert.Equal([0.25, 0], download.Bars.Dividend);
        Assert.Equal([1, 4], download.Bars.SplitRatio);
        // With dividends in the file, the adjusted close may be missing.
        Assert.Equal([double.NaN, 25], download.Bars.AdjustedClose);
    }

    [Fact]
    public async Task Splits_without_dividends_are_not_events()
    {
        var download = await csv.DownloadAsync(Header.Replace("\n", ",Stock Splits\n") + Friday.TrimEnd() + ",2\n");
        Assert.False(download.Bars.HasEvents);
        Assert.Equal([2], download.Bars.SplitRatio);
    }

    [Fact]
    public async Task Rows_out_of_order_are_sorted_with_a_note()
    {
        var download = await csv.DownloadAsync(Header + Friday + Thursday);
        Assert.Equal([new(2021, 12, 30), new(2021, 12, 31)], download.Bars.Session);
        Assert.Equal(
            "Line 3 (2021-12-30) follows 2021-12-31: the rows were unordered and have been sorted.",
            Assert.Single(download.Notes));
    }

    [Fact]
    public async Task A_shorter_window_does_not_change_the_time_of_retrieval()
    {
        csv.Write("SPY.csv", Header + Thursday + Friday);
        var download = await csv.DownloadAsync("SPY", new(2021, 12, 30), new(2021, 12, 30));
        Assert.Equal([new(2021, 12, 30)], download.Bars.Session);
        Assert.Equal(31, download.RetrievedAt.Day);
        Assert.Equal([new(2021, 12, 31)], (await csv.DownloadAsync("SPY", new(2021, 12, 31), null)).Bars.Session);
    }

    [Fact]
    public async Task The_calendar_is_not_asked_about_days_before_its_first()
    {
        var download = await csv.DownloadAsync(Header + "1962-01-02,7.71,7.71,7.63,7.63,1.51,407940\n" + Friday);
        Assert.Equal([new(1962, 1, 2), new(2021, 12, 31)], download.Bars.Session);
    }

    [Fact]
    public async Task Cancelling_stops_the_reading()
    {
        csv.Write("SPY.csv", Header + Friday);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => csv.DownloadAsync("SPY", null, null, cancelled.Token));
    }

    public void Dispose() => csv.Dispose();
}
