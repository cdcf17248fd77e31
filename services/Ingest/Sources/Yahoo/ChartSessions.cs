using System.Globalization;
using NodaTime;
using Volcast.Schemas;

namespace Volcast.Services.Ingest.Sources.Yahoo;

/// <summary>Puts a chart's rows and events on the exchange's sessions, and makes one vintage of bars of them.</summary>
internal static class ChartSessions
{
    // Far beyond any settlement; spares asking about sessions of long ago, for which there may be no calendar.
    private const int SurelySettledDays = 7;

    /// <summary>The download that a chart holds.</summary>
    /// <exception cref="ChartFormatException">The chart is not the one that was asked for.</exception>
    /// <exception cref="MarketDataException">There is not one bar in it.</exception>
    public static VendorDownload ToDownload(
        Chart chart, ChartRequest request, Uri host, DateTimeOffset retrievedAt, Func<DateOnly, DateTimeOffset> settlesAt,
        List<string> notes)
    {
        if (!string.Equals(chart.Symbol, request.Symbol.Value, StringComparison.OrdinalIgnoreCase))
            throw new ChartFormatException($"it is about {chart.Symbol ?? "no symbol"}, and {request.Symbol} was asked for");
        if (chart.Rows.Count == 0)
            throw YahooFailures.NoData(request, host, "the window is empty");
        if (chart.Granularity is not (null or "1d"))
            throw new ChartFormatException($"its rows are in steps of {chart.Granularity}, and daily ones were asked for");
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(chart.TimeZone ?? "")
            ?? throw new ChartFormatException($"its time zone '{chart.TimeZone}' is unknown, so that sessions have no date");

        var bars = new BarCollector(request.Symbol, hasEvents: true, request.From, request.To);
        var dividends = Dividends(chart, zone, bars, notes);
        var splits = Splits(chart, zone, bars);
        foreach (var (session, row) in Newest(chart.Rows, zone, bars, notes))
        {
            var settled = session.AddDays(SurelySettledDays) < DateOnly.FromDateTime(retrievedAt.UtcDateTime)
                || settlesAt(session) <= retrievedAt;
            var before = bars.Count;
            bars.Add(
                session, row.Bar, Text(row), dividends.GetValueOrDefault(session), splits.GetValueOrDefault(session, 1), settled);
            if (bars.Count == before)
                continue;
            dividends.Remove(session);
            splits.Remove(session);
        }
        RejectWithoutBar(dividends, "dividend", bars);
        RejectWithoutBar(splits, "split ratio", bars);

        if (bars.Count == 0)
            throw YahooFailures.NoData(
                request, host, bars.Rejected.Count == 0 ? "no session lies in the window" : bars.Reasons(), bars.Rejected);
        return new VendorDownload(request.Symbol, YahooSource.SourceName, retrievedAt, bars.ToBars(), bars.Rejected, notes);
    }

    /// <summary>The newest row of each session. While a session is on, Yahoo adds a live row, timed at the last trade, at times
    /// beside the session's regular one.</summary>
    private static IEnumerable<(DateOnly Session, ChartRow Row)> Newest(
        IReadOnlyList<ChartRow> rows, DateTimeZone zone, BarCollector bars, List<string> notes)
    {
        foreach (var session in rows.GroupBy(row => SessionOf(row.Time, zone)).OrderBy(group => group.Key))
        {
            var byAge = session.OrderBy(row => row.Time).ToArray();
            var newest = byAge.LastOrDefault(row => row.Bar.Close is not null) ?? byAge[^1];
            if (byAge.Length > 1 && bars.IsInWindow(session.Key))
                notes.Add(
                    $"{BarCollector.Text(session.Key)} came {byAge.Length} times; "
                    + $"the row of {Text(Instant(newest.Time))} counts.");
            yield return (session.Key, newest);
        }
    }

    private static Dictionary<DateOnly, double> Dividends(Chart chart, DateTimeZone zone, BarCollector bars, List<string> notes)
    {
        var amounts = new Dictionary<DateOnly, double>();
        foreach (var dividend in chart.Dividends)
        {
            var session = SessionOf(dividend.Time, zone);
            if (!(dividend.Amount > 0) || !double.IsFinite(dividend.Amount))
                bars.Reject(
                    session, Text("dividend", dividend.Amount), "a dividend is a positive amount",
                    Severity.Error, RejectedPart.Event);
            else if (!amounts.TryAdd(session, dividend.Amount))
            {
                amounts[session] += dividend.Amount;
                notes.Add($"{BarCollector.Text(session)} has more than one dividend; they are added up.");
            }
        }
        return amounts;
    }

    private static Dictionary<DateOnly, double> Splits(Chart chart, DateTimeZone zone, BarCollector bars)
    {
        var ratios = new Dictionary<DateOnly, double>();
        foreach (var split in chart.Splits)
        {
            var session = SessionOf(split.Time, zone);
            var ratio = split.Numerator / split.Denominator;
            if (!(ratio > 0) || !double.IsFinite(ratio))
                bars.Reject(
                    session, $"split {Text(split.Numerator)}:{Text(split.Denominator)}", "a split is a ratio of positive numbers",
                    Severity.Error, RejectedPart.Event);
            else
                ratios[session] = ratios.GetValueOrDefault(session, 1) * ratio;
        }
        return ratios;
    }

    /// <summary>An event on a session that the vendor has lost cannot be placed: it comes back with the session.</summary>
    private static void RejectWithoutBar(Dictionary<DateOnly, double> events, string what, BarCollector bars)
    {
        foreach (var (session, amount) in events.OrderBy(e => e.Key))
            bars.Reject(
                session, Text(what, amount), $"a {what} whose session has no bar; a return across the gap misses it",
                Severity.Warning, RejectedPart.Event);
    }

    // By the rules of the exchange's zone at that time: meta.gmtoffset is today's offset, and wrong for half of the year.
    private static DateOnly SessionOf(long time, DateTimeZone zone) => Instant(time).InZone(zone).Date.ToDateOnly();

    private static Instant Instant(long time) => NodaTime.Instant.FromUnixTimeSeconds(time);

    private static string Text(Instant time) => time.ToString("uuuu-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Text(string what, double amount) => $"{what} {Text(amount)}";

    private static string Text(double? number) => number?.ToString("R", CultureInfo.InvariantCulture) ?? "null";

    private static string Text(ChartRow row) => string.Join(
        ',',
        Text(Instant(row.Time)), Text(row.Bar.Open), Text(row.Bar.High), Text(row.Bar.Low), Text(row.Bar.Close),
        Text(row.Bar.AdjustedClose), Text(row.Bar.Volume));
}
