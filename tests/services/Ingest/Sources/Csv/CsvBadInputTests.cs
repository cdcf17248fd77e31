using Volcast.Market;
using Volcast.Schemas;
using Volcast.Services.Ingest.Sources;
using Volcast.Services.Ingest.Sources.Csv;
using Volcast.Services.Ingest.Tests.Sources.Fixtures;

namespace Volcast.Services.Ingest.Tests.Sources.Csv;

[Trait(Category.Name, Category.Integration)]
public sealed class CsvBadInputTests : IDisposable
{
    private const string Header = "Date,Open,High,Low,Close,AdjClose,Volume\n";
    private const string Good = "2021-12-31,475.64,476.86,474.67,474.96,446.899001,65237400\n";
    private readonly CsvUnderTest csv = new();

    [Theory]
    [InlineData("2021-12-30,477.93,479,475.67,n/a,448.028081,1", "line 2: Close 'n/a' is not a number")]
    [InlineData("2021-12-30,477.93,479,475.67,476.16,448.028081,many", "line 2: Volume 'many' is not a number")]
    [InlineData("2021-12-30,477.93,479,475.67,476.16,448.028081,1e30", "line 2: Volume '1e30' is not a number of shares")]
    [InlineData("2021-12-30,four,NaN,475.67,476.16,448.02,1", "line 2: Open 'four' is not a number; High 'NaN' is not a number")]
    [InlineData("2021-12-30,477.93,479,475.67,-476.16,448.028081,1", "line 2: close -476.16 is not a positive price")]
    [InlineData("2021-12-30,477.93,479,0,476.16,448.028081,1", "line 2: low 0 is not a positive price")]
    [InlineData("2021-12-30,477.93,475.67,479,476.16,448.028081,1", "line 2: high 475.67 is below low 479")]
    [InlineData("2021-12-30,477.93,479,475.67,480.16,448.028081,1", "line 2: close 480.16 is outside low 475.67 to high 479")]
    [InlineData("2021-12-30,477.93,479,475.67,476.16,,1", "line 2: no adjusted close and no dividends")]
    [InlineData("2021-12-30,477.93,479,475.67,476.16,448.028081,-1", "line 2: volume -1 is negative")]
    [InlineData("2021-12-30,477.93,479,475.67,476.16", "line 2: it has 5 fields, but the header has 7")]
    [InlineData("2021-12-30,477,93,479,475,67,476,16,448,1", "line 2: it has 10 fields, but the header has 7")]
    [InlineData("2021-12-30,\"477.93,479,475.67,476",
        "line 2: a quotation mark is misplaced; it has 2 fields, but the header has 7")]
    [InlineData("2021-12-30,47\"7.93,479,475.67,476.16,448.028081,1", "line 2: a quotation mark is misplaced")]
    [InlineData("2021-12-24,477.93,479,475.67,476.16,448.028081,1", "line 2: 2021-12-24 is not a session of the exchange")]
    [InlineData("2021-12-26,477.93,479,475.67,476.16,448.028081,1", "line 2: 2021-12-26 is not a session of the exchange")]
    public async Task A_bad_row_is_returned_with_its_line_and_the_good_rows_stay(string row, string reason)
    {
        var download = await csv.DownloadAsync(Header + row + "\n" + Good);
        Assert.Equal([new(2021, 12, 31)], download.Bars.Session);
        Assert.Equal(new RejectedRow(row[..10], row, reason, Severity.Error), Assert.Single(download.Rejected));
    }

    [Theory]
    [InlineData("30.12.2021")]
    [InlineData("2021-12-30 garbage")]
    [InlineData("2021-12-30T25:00:00Z")]
    [InlineData("2021-13-30")]
    [InlineData("")]
    public async Task A_row_without_a_date_keeps_its_text(string date)
    {
        var download = await csv.DownloadAsync(Header + date + ",477.93,479,475.67,476.16,448.028081,1\n" + Good);
        var rejected = Assert.Single(download.Rejected);
        Assert.Equal((date, Severity.Error), (rejected.Session, rejected.Severity));
        Assert.Equal($"line 2: '{date}' is not a date (yyyy-MM-dd)", rejected.Reason);
        Assert.Equal(1, download.Bars.Count);
    }

    [Theory]
    [InlineData("-0.1,1", "line 2: the dividend is negative")]
    [InlineData("0,-4", "line 2: the split ratio is negative")]
    [InlineData("some,1", "line 2: Dividends 'some' is not a number")]
    public async Task A_row_with_an_impossible_event_is_rejected(string events, string reason)
    {
        var download = await csv.DownloadAsync(
            Header.Replace("\n", ",Dividends,Stock Splits\n")
            + $"2021-12-30,477.93,479,475.67,476.16,448.028081,1,{events}\n" + Good.TrimEnd() + ",0,0\n");
        Assert.Equal(reason, Assert.Single(download.Rejected).Reason);
    }

    [Fact]
    public async Task A_blank_row_is_a_missing_session_and_not_an_error()
    {
        var download = await csv.DownloadAsync(Header + "2021-12-30,,,,,,\n" + Good);
        var rejected = Assert.Single(download.Rejected);
        Assert.Equal(("line 2: no data", Severity.Warning), (rejected.Reason, rejected.Severity));
    }

    [Fact]
    public async Task A_very_long_row_is_cut_short_where_it_is_quoted()
    {
        var download = await csv.DownloadAsync(Header + "2021-12-30," + new string('7', 5000) + "\n" + Good);
        Assert.Equal(241, Assert.Single(download.Rejected).Row.Length);
    }

    [Fact]
    public async Task An_index_keeps_its_close_with_a_warning()
    {
        var download = await csv.DownloadAsync(
            Header + "2004-11-08,2.58,14.14,13.52,13.84,13.84,\n2004-12-25,13,13,13,13,13,\n", "^VIX");
        Assert.Equal([13.84], download.Bars.Close);
        Assert.Equal([double.NaN], download.Bars.Open);
        Assert.Equal(
            [
                ("2004-11-08", "line 2: open 2.58 is outside low 13.52 to high 14.14", Severity.Warning, RejectedPart.Candle),
                ("2004-12-25", "line 3: 2004-12-25 is not a session of the exchange", Severity.Warning, RejectedPart.Row),
            ],
            download.Rejected.Select(r => (r.Session, r.Reason, r.Severity, r.Part)));
    }

    [Fact]
    public async Task Equal_rows_of_a_session_count_once()
    {
        var download = await csv.DownloadAsync(Header + Good + Good.Replace("475.64", "475.640"));
        Assert.Equal(1, download.Bars.Count);
        Assert.Empty(download.Rejected);
        Assert.Equal("2021-12-31 is on lines 2, 3 with the same content; one of them is used.", Assert.Single(download.Notes));
    }

    [Fact]
    public async Task Rows_that_contradict_each_other_are_all_rejected()
    {
        var thursday = "2021-12-30,477.93,479,475.67,476.16,448.028081,1\n";
        var download = await csv.DownloadAsync(
            Header + thursday + thursday.Replace("476.16", "477.16") + thursday.Replace(",1\n", ",one\n") + Good);
        Assert.Equal([new(2021, 12, 31)], download.Bars.Session);
        Assert.Equal(
            [
                "line 2: the session is on lines 2, 3, 4 with different content",
                "line 3: the session is on lines 2, 3, 4 with different content",
                "line 4: the session is on lines 2, 3, 4 with different content; Volume 'one' is not a number",
            ],
            download.Rejected.Select(r => r.Reason));
        Assert.All(download.Rejected, row => Assert.Equal(Severity.Error, row.Severity));
    }

    [Fact]
    public async Task Invalid_rows_outside_the_window_are_ignored()
    {
        csv.Write("SPY.csv", Header + "2021-12-29,x,1,1,1,1,1\n2021-12-30,1,1,1,,1,1\n" + Good);
        Assert.Equal("2021-12-30", Assert.Single((await csv.DownloadAsync("SPY", new(2021, 12, 30), null)).Rejected).Session);
    }

    [Fact]
    public async Task A_missing_file_is_named_with_those_that_are_there()
    {
        Assert.Contains("no csv file", (await csv.FailAsync(MarketDataFailure.NotFound, null)).Message);
        csv.Write("VIX.csv", "");
        csv.Write("QQQ.csv", "");
        csv.Write("readme.md", "");
        Assert.Contains("the folder holds QQQ.csv, VIX.csv.", (await csv.FailAsync(MarketDataFailure.NotFound, null)).Message);
        for (var i = 10; i < 30; i++)
            csv.Write($"T{i}.csv", "");
        // 22 files, of which twelve are named.
        Assert.Contains("T19.csv, T20.csv and 10 more", (await csv.FailAsync(MarketDataFailure.NotFound, null)).Message);
    }

    [Fact]
    public async Task A_missing_folder_is_named()
    {
        var source = new CsvSource("/no/such/folder", _ => true);
        var failure = await Assert.ThrowsAsync<MarketDataException>(
            () => source.DownloadAsync(Symbol.Parse("^VIX"), null, null, CancellationToken.None));
        Assert.Equal(MarketDataFailure.BadFile, failure.Kind);
        Assert.Contains("/no/such/folder does not exist. Give the folder that holds VIX.csv", failure.Message);
    }

    [Fact]
    public async Task A_damaged_header_or_cell_of_a_megabyte_is_cut_in_the_message()
    {
        var huge = new string('x', 1_000_000);
        Assert.InRange((await csv.FailAsync(MarketDataFailure.BadFile, $"{huge},Open\n1,2\n")).Message.Length, 1, 1_000);
        var download = await csv.DownloadAsync(Header + $"2021-12-30,{huge},479,475.67,476.16,448.028081,1\n" + Good);
        Assert.InRange(Assert.Single(download.Rejected).Reason.Length, 1, 200);
    }

    [Fact]
    public async Task A_pipe_and_a_file_that_is_too_large_are_refused_without_being_read()
    {
        await ProgramRun.OfAsync("mkfifo", Path.Combine(csv.Folder, "SPY.csv"));
        Assert.Contains("a pipe", (await csv.FailAsync(MarketDataFailure.BadFile, null)).Message, StringComparison.Ordinal);
        File.Delete(Path.Combine(csv.Folder, "SPY.csv"));
        using (var file = File.Create(Path.Combine(csv.Folder, "SPY.csv")))
            file.SetLength((32L << 20) + 1);
        Assert.Contains(
            "larger than 32 MiB", (await csv.FailAsync(MarketDataFailure.BadFile, null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_that_is_not_a_file_cannot_be_read()
    {
        Directory.CreateDirectory(Path.Combine(csv.Folder, "SPY.csv"));
        Assert.Contains("it is a folder, a pipe or a device", (await csv.FailAsync(MarketDataFailure.BadFile, null)).Message);
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("\n\n", "it is empty")]
    [InlineData("Date,Open,Low,AdjClose\n2021-12-31,1,1\n", "no High, no Close, no Volume, only: Date, Open, Low, AdjClose")]
    [InlineData("Date;Open;High;Low;Close;AdjClose;Volume\n", "its fields are separated by ';' and not by commas")]
    [InlineData("2021-12-31,1,1,1,1,1,1\n", "its header has no Date, no Open")]
    [InlineData("Date,Open,High,Low,Close,AdjClose,Volume,Adj Close\n", "its header has Adj Close more than once")]
    public async Task A_file_that_is_not_a_table_of_bars_is_reported_with_what_is_missing(string text, string reason)
    {
        var failure = await csv.FailAsync(MarketDataFailure.BadFile, text);
        Assert.Contains(reason, failure.Message);
    }

    /// <summary>Plain dates of other calendars and forms: the message names the form, not the window.</summary>
    [Theory]
    [InlineData("2564-12-30", "2564-12-31", "2 of its 2 rows have such dates as 2564-12-30, in another calendar than the "
        + "Gregorian: the Buddhist year 2564 is 2021")]
    [InlineData(
        "1400-10-09", "1400-10-10", "2 of its 2 rows have such dates as 1400-10-09, in another calendar than the Gregorian.")]
    [InlineData(
        "1640874600", "1640961000", "line 2: '1640874600' is not a date (yyyy-MM-dd), but looks like a time in seconds since")]
    [InlineData("1640874600000", "1640961000000", "is not a date (yyyy-MM-dd), but looks like a time in milliseconds since")]
    [InlineData("20211230", "20211231", "'20211230' is not a date (yyyy-MM-dd), but looks like a date without separators")]
    [InlineData("12/30/21", "12/31/21", "'12/30/21' is not a date (yyyy-MM-dd), but looks like a date with a year of two")]
    [InlineData("21-12-30", "21-12-31", "'21-12-30' is not a date (yyyy-MM-dd), but looks like a date with a year of two")]
    [InlineData("Thursday", "Friday", "no row has a date that can be read; line 2: 'Thursday' is not a date (yyyy-MM-dd). W")]
    public async Task Dates_in_another_form_are_refused_with_their_form(string first, string second, string words)
    {
        var failure = await csv.FailAsync(
            MarketDataFailure.BadFile,
            Header + Good.Replace("2021-12-31", first, StringComparison.Ordinal)
                + Good.Replace("2021-12-31", second, StringComparison.Ordinal));
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("shifted", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("window", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>Nine sessions, Tuesday 2021-12-07 to Friday 2021-12-17: a day late, none is on a Monday.</summary>
    [Theory]
    [InlineData(1, "2 of its 9 rows fall on a weekend, so its dates are shifted by a day")]
    [InlineData(-1, "1 of its 9 rows falls on a weekend, so its dates are shifted by a day")]
    public async Task A_short_file_whose_dates_are_shifted_by_a_day_is_refused(int days, string words)
    {
        var sessions = TradingCalendar.Nyse.Sessions(new(2021, 12, 7), new(2021, 12, 17));
        var text = Header + string.Concat(sessions.Select(
            session => Good.Replace("2021-12-31", $"{session.AddDays(days):yyyy-MM-dd}", StringComparison.Ordinal)));
        Assert.Contains(words, (await csv.FailAsync(MarketDataFailure.BadFile, text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF8_are_refused()
    {
        csv.Write("SPY.csv", [.. System.Text.Encoding.UTF8.GetBytes(Header), 0xFF, 0xFE, 0x00, 0x80]);
        Assert.Contains("not text in UTF-8", (await csv.FailAsync(MarketDataFailure.BadFile, null)).Message);
    }

    [Fact]
    public async Task Without_a_valid_row_the_download_fails()
    {
        Assert.Contains(
            "a header but no rows", (await csv.FailAsync(MarketDataFailure.NoData, Header)).Message);

        var failure = await csv.FailAsync(
            MarketDataFailure.NoData,
            Header + string.Concat(Enumerable.Range(20, 4).Select(day => $"2021-12-{day},1,1,1,-1,1,1\n")));
        Assert.Contains("none of its 4 rows is valid (2021-12-20: line 2: close -1", failure.Message);
        Assert.Contains("and 1 more", failure.Message);
        Assert.Equal(4, failure.Rejected.Count);

        csv.Write("SPY.csv", Header + Good);
        var outside = await Assert.ThrowsAsync<MarketDataException>(() => csv.DownloadAsync("SPY", new(2022, 1, 1), null));
        Assert.Contains("2021-12-31 to 2021-12-31, are outside", outside.Message);
        await Assert.ThrowsAsync<ArgumentException>(() => csv.DownloadAsync("SPY", new(2022, 1, 1), new(2021, 1, 1)));
    }

    public void Dispose() => csv.Dispose();
}
