using System.Globalization;
using System.Text.Json;
using Volcast.Schemas;
using Volcast.Services.Ingest.Sources;
using Volcast.Services.Ingest.Tests.Sources.Fixtures;

namespace Volcast.Services.Ingest.Tests.Sources.Yahoo;

/// <summary>Serves generated responses in the format of Yahoo's chart endpoint. The script that made them
/// (<c>tests/oracles/yahoo.py</c>) also wrote the bars that must be read from them.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class YahooVectorTests
{
    private static readonly JsonElement Expected = Oracle.Read("yahoo", "expected.json");

    public static TheoryData<string> Downloads => Names("downloads");

    public static TheoryData<string> Failures => Names("failures");

    [Theory]
    [MemberData(nameof(Downloads))]
    public async Task A_good_answer_gives_its_sessions_prices_and_events(string file)
    {
        var expected = Entry("downloads", file);
        await using var stub = await VendorStub.StartAsync(new StubReply(await ReadAsync(file)));
        using var yahoo = new YahooUnderTest(stub);
        var download = await yahoo.DownloadAsync(expected.GetProperty("symbol").GetString()!);

        var bars = download.Bars;
        Assert.Equal(Texts(expected.GetProperty("sessions")), bars.Session.Select(Text));
        Assert.Equal(expected.Numbers("closes"), bars.Close);
        Assert.Equal(expected.Numbers("volumes"), bars.Volume.Select(volume => (double)volume!.Value));
        Assert.Equal(Events(expected, "dividends"), Events(bars.Session, bars.Dividend, none: 0));
        Assert.Equal(Events(expected, "splits"), Events(bars.Session, bars.SplitRatio, none: 1));
        Assert.Equal(
            Texts(expected.GetProperty("rejected")).Select(session => (session, "no data", Severity.Warning)),
            download.Rejected.Select(row => (row.Session, row.Reason, row.Severity)));
        Assert.Empty(download.Notes);
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Each_bad_answer_has_its_own_message(string file)
    {
        var expected = Entry("failures", file);
        await using var stub = await VendorStub.StartAsync(
            new StubReply(await ReadAsync(file), expected.GetProperty("status").GetInt32()));
        using var yahoo = new YahooUnderTest(stub);
        await yahoo.FailAsync(Enum.Parse<MarketDataFailure>(expected.GetProperty("kind").GetString()!), "VLCT");
    }

    private static Task<string> ReadAsync(string file) =>
        File.ReadAllTextAsync(Oracle.PathOf("yahoo", file), TestContext.Current.CancellationToken);

    private static TheoryData<string> Names(string group) =>
        [.. Expected.GetProperty(group).EnumerateArray().Select(entry => entry.GetProperty("file").GetString()!)];

    private static JsonElement Entry(string group, string file) =>
        Expected.GetProperty(group).EnumerateArray().Single(entry => entry.GetProperty("file").GetString() == file);

    private static IEnumerable<string> Texts(JsonElement array) => array.EnumerateArray().Select(item => item.GetString()!);

    private static string Text(DateOnly session) => session.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static IEnumerable<(string, double)> Events(JsonElement expected, string kind) =>
        expected.GetProperty(kind).EnumerateObject().Select(item => (item.Name, item.Value.GetDouble()));

    private static IEnumerable<(string, double)> Events(
        IReadOnlyList<DateOnly> sessions, IReadOnlyList<double> values, double none) =>
        sessions.Zip(values).Where(pair => pair.Second != none).Select(pair => (Text(pair.First), pair.Second));
}
