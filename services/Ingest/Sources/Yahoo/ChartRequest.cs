using Volcast.Market;
using Volcast.Services.Ingest.Sources.Http;

namespace Volcast.Services.Ingest.Sources.Yahoo;

/// <summary>One request to the chart endpoint: daily bars with dividends, capital gains and splits, for a symbol and a
/// window.</summary>
internal sealed record ChartRequest(Symbol Symbol, DateOnly? From, DateOnly? To, DateTimeOffset AskedAt)
{
    // 1900-01-01: Yahoo reads it as "from the first trade".
    private const long Beginning = -2208988800;

    public Uri Address(Uri host, string? crumb) => new(
        $"{Endpoint(host)}?period1={PeriodStart}&period2={PeriodEnd}&interval=1d"
        + "&events=div%2Csplits%2CcapitalGains&includeAdjustedClose=true"
        + (crumb is null ? "" : "&crumb=" + Uri.EscapeDataString(crumb)));

    /// <summary>The window in words.</summary>
    public string Window => BarCollector.WindowText(From, To);

    // A session's day begins up to 14 hours before, and ends up to 12 hours after, the same day in UTC. Rows outside the
    // window are removed later, by session.
    private long PeriodStart => From is { } from ? Midnight(from) - Day : Beginning;

    private long PeriodEnd => To is { } to ? Midnight(to) + 2 * Day : AskedAt.ToUnixTimeSeconds() + Day;

    private const long Day = 24 * 60 * 60;

    private static long Midnight(DateOnly day) => new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeSeconds();

    private string Endpoint(Uri host) =>
        VendorRequest.Endpoint(host, $"v8/finance/chart/{Uri.EscapeDataString(Symbol.Value)}");
}
