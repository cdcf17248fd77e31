using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Forecasts;

namespace Volcast.Cli.Output;

/// <summary>The forecasts of a run: a page for each target, or one table where there are many targets.</summary>
internal static class ForecastsView
{
    /// <summary>The largest number of targets that have a page each by default.</summary>
    public const int MostPages = 3;

    private const int NamesShown = 5;
    private const int BarWidth = 24;

    /// <param name="terminal">The output.</param>
    /// <param name="reports">The forecasts.</param>
    /// <param name="maximumAge">Settled sessions that an origin may be behind.</param>
    /// <param name="withDetail">Whether each target has a page however many there are.</param>
    public static void Write(Terminal terminal, IReadOnlyList<ForecastReport> reports, int maximumAge, bool withDetail = false)
    {
        if (withDetail || reports.Count <= MostPages)
        {
            foreach (var report in reports)
                ForecastView.Write(terminal, report, maximumAge);
            return;
        }
        // Targets whose newest bars are of another session have a table of their own.
        foreach (var table in reports.GroupBy(report =>
            (report.Row.ForecastOrigin, report.Row.Horizon, report.Row.Kind, report.DataKind, report.SessionsBehind)))
            WriteTable(terminal, [.. table], maximumAge);
        WriteRemarks(terminal, reports);
    }

    private static void WriteTable(Terminal terminal, ForecastReport[] reports, int maximumAge)
    {
        var (first, row) = (reports[0], reports[0].Row);
        AsOfView.WriteTableHeading(terminal, first, maximumAge, $"the bars of {row.ForecastOrigin:yyyy-MM-dd}");
        double[] all = [.. reports.SelectMany(report => Bounds(report.Row)).Where(double.IsFinite)];
        var (low, high) = (all.Min(), all.Max());
        var table = new FittedTable(
            $"Volatility over the next {(row.Horizon == 1 ? "session" : $"{row.Horizon} sessions")}, "
            + $"{first.TargetStart:yyyy-MM-dd} to {row.TargetEnd:yyyy-MM-dd}, annualised, "
            + $"%{DataKindLabel.Suffix(first.DataKind)}",
            new("target"), new("forecast", IsNumber: true, ToneOf: _ => Tone.Strong), new("80 % interval", IsNumber: true),
            new("implied", IsNumber: true), new("realised 20 days", IsNumber: true),
            new($"80 % interval, ● forecast, {Percent(low)} to {Percent(high)}", IsOptional: true),
            new("version", IsNumber: true), new("serves as", IsOptional: true));
        foreach (var report in reports)
            table.Row(
                $"{report.Target}", Percent(report.Row.Volatility),
                double.IsNaN(report.Row.Lower80)
                    ? Figure.None
                    : $"{Percent(Math.Sqrt(report.Row.Lower80))}–{Percent(Math.Sqrt(report.Row.Upper80))}",
                Figure.Of(report.Implied, "F1"), Percent(report.Realized20), Bar(report.Row, low, high), report.Row.ModelVersion, report.Alias);
        table.Write(terminal);
    }

    /// <summary>The interval on the scale of the table.</summary>
    private static string Bar(ForecastRow row, double low, double high)
    {
        var scale = new VolatilityScale(row.Volatility, [low, high], BarWidth, withBounds: false);
        return double.IsNaN(row.Lower80)
            ? scale.Mark(row.Volatility, '●')
            : scale.Interval(Math.Sqrt(row.Lower80), Math.Sqrt(row.Upper80));
    }

    private static IEnumerable<double> Bounds(ForecastRow row) =>
        [row.Volatility, Math.Sqrt(row.Lower80), Math.Sqrt(row.Upper80)];

    private static void WriteRemarks(Terminal terminal, IReadOnlyList<ForecastReport> reports)
    {
        var page = terminal.Page;
        var kept = reports.Where(report => report.FirstPublished is not null).ToArray();
        if (kept.Length > 0)
            page.WriteLine($"NOT STORED for {Named(kept)}: the first forecast of this version from this session is kept; its "
                + "inputs differed.");
        foreach (var report in reports.Where(report => report.AsOfAnswer is { EqualsPublished: not true }))
            page.WriteLine($"{report.Target}: {string.Join(' ', AsOfView.Agreement(report))}");
        var backfilled = reports.Where(report => report.Backfilled.Count > 0).ToArray();
        if (backfilled.Length > 0)
            page.WriteLine($"Backfilled {Counted.Of(backfilled.Sum(report => report.Backfilled.Count), "missed session")} of "
                + $"{Named(backfilled)} (not in the track record).");
        page.WriteLine("For the reasons and all figures of each target: `volcast forecast --detail`, or --target for a few.");
        foreach (var report in reports)
            foreach (var note in report.VersionWarnings.Concat(report.Notes).Concat(report.BaselineNotes))
                terminal.Note($"{report.Target}: {note}");
    }

    private static string Named(ForecastReport[] reports) => string.Join(", ", reports.Take(NamesShown).Select(one => one.Target))
        + (reports.Length > NamesShown ? $" and {reports.Length - NamesShown} more" : "");

    private static string Percent(double volatility) => Figure.Of(100 * volatility, "0.0");
}
