using System.Globalization;
using Volcast.Market;
using Volcast.Services.Ingest.Sources;
using Volcast.Services.Ingest.Sources.Cboe;
using Volcast.Services.Ingest.Sources.Http;
using Volcast.Services.Ingest.Sources.Tiingo;
using Volcast.Services.Ingest.Sources.Yahoo;

namespace Volcast.Services.Ingest.Tests.Sources.Fixtures;

/// <summary>One market as Yahoo, Cboe and Tiingo serve it on loopback, up to the time of a clock: SPY with a dividend, and the
/// indices VIX and VVIX.</summary>
internal sealed class ThreeVendors(SettableClock clock) : IAsyncDisposable
{
    public const double Paid = 1.5;
    public static readonly DateOnly First = new(2025, 11, 3);
    public static readonly DateOnly ExDate = new(2026, 2, 20);
    private static readonly TradingCalendar Calendar = TradingCalendar.Nyse;
    private VendorStub? server;

    /// <summary>What Yahoo answers instead of a chart; null for the chart.</summary>
    public StubReply? InsteadOfYahoo { get; set; }

    /// <summary>What Cboe answers instead of a file; null for the file.</summary>
    public StubReply? InsteadOfCboe { get; set; }

    public IReadOnlyList<StubRequest> Requests => server!.Requests;

    /// <summary>All sessions up to a day.</summary>
    public static IReadOnlyList<DateOnly> Sessions(DateOnly last) => Calendar.Sessions(First, last);

    /// <summary>A close with two decimals, as vendors give it.</summary>
    public static double CloseOf(string symbol, DateOnly session) =>
        Math.Round((symbol == "SPY" ? 680 : 20) + (symbol == "^VVIX" ? 70 : 0) + 3 * Math.Sin(session.DayNumber), 2);

    /// <summary>The log return with the dividend.</summary>
    public static double ReturnOf(DateOnly before, DateOnly session) => Math.Log(
        CloseOf("SPY", session) / (CloseOf("SPY", before) - (session == ExDate ? Paid : 0)));

    public async Task StartAsync() => server = await VendorStub.StartAsync(request => Task.FromResult(Answer(request.Target)));

    /// <summary>The sources of an order; they ask once.</summary>
    public IReadOnlyList<IMarketDataSource> Open(string order) =>
    [
        .. order.Split(',').Select(IMarketDataSource (name) => name switch
        {
            "cboe" => new CboeSource(
                VendorHandler.Create(), new CboeOptions { BaseAddress = server!.Address, Retries = 0 }, Calendar.IsSession,
                clock),
            "tiingo" => new TiingoSource(
                VendorHandler.Create(),
                new TiingoOptions { BaseAddress = server!.Address, Token = Network.Token, Retries = 0 }, clock),
            _ => new YahooSource(
                VendorHandler.Create(),
                new YahooOptions
                {
                    BaseAddress = server!.Address,
                    AlternativeAddress = server.OtherAddress,
                    CookieAddress = server.Address,
                    Retries = 0,
                },
                clock),
        }),
    ];

    public ValueTask DisposeAsync() => server?.DisposeAsync() ?? default;

    private StubReply Answer(string target)
    {
        var path = Uri.UnescapeDataString(target.Split('?')[0]);
        var name = path.Split('/')[^1];
        return path.StartsWith("/v8/", StringComparison.Ordinal) ? InsteadOfYahoo ?? new(Chart(name))
            : path.StartsWith("/api/", StringComparison.Ordinal) ? InsteadOfCboe ?? new(File(name.Split('_')[0]))
            : path == "/tiingo/daily/spy/prices" ? new(Prices())
            : new("not here", 404);
    }

    /// <summary>The factor by which an adjusted close is smaller than the close.</summary>
    private static double Factor(DateOnly session) =>
        session < ExDate ? 1 - Paid / CloseOf("SPY", Calendar.Add(ExDate, -1)) : 1;

    /// <summary>A running session has a row at the time of the last trade.</summary>
    private string Chart(string symbol)
    {
        var chart = new ChartJson(symbol);
        foreach (var session in Sessions(DateOnly.FromDateTime(clock.Now.UtcDateTime)))
        {
            var close = Calendar.ClosesAt(session);
            var time = clock.Now < close ? clock.Now : close.AddHours(Calendar.IsHalfDay(session) ? -3.5 : -6.5);
            if (clock.Now < close.AddHours(-3))
                continue;
            var price = (float)CloseOf(symbol, session);
            var adjusted = symbol == "SPY" ? (float)(CloseOf(symbol, session) * Factor(session)) : price;
            var text = time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            chart.Row(text, price, price + .25f, price - .25f, price, adjusted, symbol == "SPY" ? 5000 : 0);
            if (symbol == "SPY" && session == ExDate)
                chart.Dividend(text, Paid);
        }
        return chart.ToString();
    }

    /// <summary>The file has a row of the session from its close on, and one of a holiday of the exchange.</summary>
    private string File(string name)
    {
        var symbol = $"^{name}";
        DateOnly[] days =
        [
            .. Sessions(DateOnly.FromDateTime(clock.Now.UtcDateTime)).Where(session => Calendar.ClosesAt(session) <= clock.Now)
                .Append(new(2025, 11, 27)),
        ];
        return (name == "VVIX" ? "DATE,VVIX\n" : "DATE,OPEN,HIGH,LOW,CLOSE\n") + string.Concat(days.Order().Select(day =>
        {
            var close = CloseOf(symbol, day);
            return string.Create(CultureInfo.InvariantCulture, $"{day:MM/dd/yyyy},")
                + (name == "VVIX" ? "" : string.Create(CultureInfo.InvariantCulture, $"{close:F6},{close + .3:F6},{close - .3:F6},"))
                + string.Create(CultureInfo.InvariantCulture, $"{close:F6}\n");
        }));
    }

    private string Prices() => "[" + string.Join(
        ",",
        Sessions(DateOnly.FromDateTime(clock.Now.UtcDateTime)).Where(session => Calendar.ClosesAt(session) <= clock.Now)
            .Select(session => string.Create(CultureInfo.InvariantCulture,
                $$"""
                {"date":"{{session:yyyy-MM-dd}}T00:00:00.000Z","close":{{CloseOf("SPY", session)}},"high":{{CloseOf("SPY", session) + .3}},
                "low":{{CloseOf("SPY", session) - .3}},"open":{{CloseOf("SPY", session)}},"volume":4990,
                "adjClose":{{CloseOf("SPY", session) * Factor(session)}},"divCash":{{(session == ExDate ? Paid : 0)}},"splitFactor":1.0}
                """))) + "]";
}
