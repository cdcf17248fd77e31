using System.Globalization;
using NodaTime;
using Volcast.Schemas;
using Volcast.Services.Ingest.Sources.Http;

namespace Volcast.Services.Ingest.Sources.Yahoo;

/// <summary>Assigns a chart's rows and events to the exchange's sessions and makes one vintage of bars from them.</summary>
internal static class ChartSessions
{
    /// <summary>No exchange trades outside these local times; a row outside them is in another zone than the answer
    /// states.</summary>
    private static readonly LocalTime EarliestTrade = new(6, 0);
    private static readonly LocalTime LatestTrade = new(20, 30);

    /// <summary>The download that a chart contains.</summary>
    /// <exception cref="ChartFormatException">The chart is not the one requested.</exception>
    /// <exception cref="MarketDataException">It has no bar.</exception>
    public static VendorDownload ToDownload(
        Chart chart, ChartRequest request, VendorRequest sent, DateTimeOffset retrievedAt, List<string> notes)
    {
        if (!string.Equals(chart.Symbol, request.Symbol.Value, StringComparison.OrdinalIgnoreCase))
            throw new ChartFormatException($"it is about {chart.Symbol ?? "no symbol"}, but {request.Symbol} was requested");
        if (chart.Rows.Count == 0)
            throw YahooFailures.NoData(request, sent, "the window is empty");
        if (chart.Granularity is not (null or "1d"))
            throw new ChartFormatException($"its rows are in steps of {chart.Granularity}, but daily rows were requested");
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(chart.TimeZone ?? "")
            ?? throw new ChartFormatException($"its time zone '{chart.TimeZone}' is unknown, so its sessions cannot be dated");
        RequireSessionTimes(chart, zone);

        var bars = new BarCollector(request.Symbol, hasEvents: true, request.From, request.To);
        var dividends = Dividends(chart, zone, bars, notes);
        var splits = Splits(chart, zone, bars);
        foreach (var (session, row) in Newest(chart.Rows, zone, bars, notes))
        {
            var before = bars.Count;
            bars.Add(session, row.Bar, Text(row), dividends.GetValueOrDefault(session), splits.GetValueOrDefault(session, 1));
            if (bars.Count == before)
                continue;
            dividends.Remove(session);
            splits.Remove(session);
        }
        RejectWithoutBar(dividends, "dividend", bars);
        RejectWithoutBar(splits, "split ratio", bars);

        if (bars.Count == 0)
            throw YahooFailures.NoData(
                request, sent, bars.Rejected.Count == 0 ? "the window has no session" : bars.Reasons(), bars.Rejected);
        return new VendorDownload(request.Symbol, YahooSource.SourceName, retrievedAt, bars.ToBars(), bars.Rejected, notes)
        {
            Currency = chart.Currency,
            FirstTrade = chart.FirstTrade is { } first ? SessionOf(first, zone) : null,
        };
    }

    /// <summary>Most rows must lie in the exchange's day, or at midnight, which stands for a plain date: in a wrong zone they
    /// would get the date of the day before or after.</summary>
    /// <exception cref="ChartFormatException">They do not.</exception>
    private static void RequireSessionTimes(Chart chart, DateTimeZone zone)
    {
        var outside = chart.Rows.Select(row => Instant(row.Time).InZone(zone).TimeOfDay)
            .Where(time => time != LocalTime.Midnight && (time < EarliestTrade || time > LatestTrade)).ToArray();
        if (outside.Length * 2 > chart.Rows.Count)
            throw new ChartFormatException(
                $"{outside.Length} of its {chart.Rows.Count} rows are at such times as {outside[0]:HH:mm} in {zone.Id}, when no "
                + "exchange is open, so its sessions cannot be dated");
    }

    /// <summary>The newest row of each session. During a session Yahoo adds a live row with the time of the last trade, sometimes
    /// beside the session's regular row. Other rows of one session that contradict each other are rejected, because it is unknown
    /// which is right.</summary>
    private static IEnumerable<(DateOnly Session, ChartRow Row)> Newest(
        IReadOnlyList<ChartRow> rows, DateTimeZone zone, BarCollector bars, List<string> notes)
    {
        var sessions = rows.GroupBy(row => SessionOf(row.Time, zone)).OrderBy(group => group.Key).ToArray();
        foreach (var session in sessions)
        {
            var byAge = session.OrderBy(row => row.Time).ToArray();
            var newest = byAge.LastOrDefault(row => row.Bar.Close is not null) ?? byAge[^1];
            if (byAge.Any(row => row.Bar.Close is not null && row.Bar != newest.Bar
                && (row.Time == newest.Time || session.Key < sessions[^1].Key)))
            {
                foreach (var row in byAge)
                    bars.Reject(
                        session.Key, Text(row), $"the session was delivered {byAge.Length} times with different numbers",
                        Severity.Error);
                continue;
            }
            if (byAge.Length > 1 && bars.IsInWindow(session.Key))
                notes.Add(
                    $"{BarCollector.Text(session.Key)} was delivered {byAge.Length} times; "
                    + $"the row of {Text(Instant(newest.Time))} is used.");
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
                    session, Text("dividend", dividend.Amount), "a dividend must be positive",
                    Severity.Error, RejectedPart.Event);
            else if (!amounts.TryAdd(session, dividend.Amount))
            {
                amounts[session] += dividend.Amount;
                notes.Add($"{BarCollector.Text(session)} has more than one dividend; their sum is used.");
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
                    session, $"split {Text(split.Numerator)}:{Text(split.Denominator)}",
                    "a split must be a ratio of positive numbers",
                    Severity.Error, RejectedPart.Event);
            else
                ratios[session] = ratios.GetValueOrDefault(session, 1) * ratio;
        }
        return ratios;
    }

    /// <summary>An event cannot be stored without the bar of its session. One after the newest bar comes with its bar
    /// later.</summary>
    private static void RejectWithoutBar(Dictionary<DateOnly, double> events, string what, BarCollector bars)
    {
        foreach (var (session, amount) in events.Where(e => e.Key <= bars.LastSession).OrderBy(e => e.Key))
            bars.Reject(
                session, Text(what, amount), $"there is no bar on the day of this {what}, so no return contains it",
                Severity.Error, RejectedPart.Event);
    }

    // By the rules of the exchange's time zone: meta.gmtoffset is today's offset, which is wrong for half of the year.
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
