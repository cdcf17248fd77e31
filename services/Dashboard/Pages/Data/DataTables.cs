using Volcast.ApiContract.Data;
using Volcast.Reports;
using Volcast.Reports.Charts;

namespace Volcast.Services.Dashboard.Pages.Data;

/// <summary>The tables of Data.</summary>
internal static class DataTables
{
    private const int DigestLetters = 12;

    /// <summary>The state of each symbol.</summary>
    public static ReportTable Symbols(DataModel model) => new()
    {
        Name = "symbols",
        Title = "What the lake holds",
        Columns =
        [
            new("symbol", "symbol"), new("bars", "sessions", "N0"), new("first", "from"), new("last", "to"),
            new("missing_sessions", "missing", "N0"), new("newest_missing", "newest missing"),
            new("refused_rows", "rows refused", "N0"), new("harmless_rows", "harmless defects", "N0"),
            new("manifest_digest", "digest"),
        ],
        Rows =
        [
            .. model.Quality.Series.Select(one => (Cell[])
            [
                one.Symbol, one.BarCount, NumberText.Day(one.First), NumberText.Day(one.Last), one.MissingSessions,
                NumberText.Day(one.NewestMissing), one.RefusedRows, one.HarmlessRows,
                Cell.Named(one.ManifestDigest, one.ManifestDigest[..Math.Min(DigestLetters, one.ManifestDigest.Length)]),
            ]),
        ],
        Note = "A damaged row is refused: it becomes no bar and is kept with the reason. A row with a harmless defect, such as an "
            + "impossible bar of an index, is used as far as it is sound. The digest (SHA-256) identifies this state of the table.",
    };

    /// <summary>The sessions of the year about which something is to be said, the newest first.</summary>
    public static ReportTable Noteworthy(SessionsDocument sessions) => new()
    {
        Name = "sessions",
        Title = $"Sessions of {sessions.Year.ToString(System.Globalization.CultureInfo.InvariantCulture)} to look at",
        Columns =
        [
            new("session", "session"), new("symbols", "symbols"), new("state", "state"), new("revised_at", "revised"),
            new("refused_rows", "rows refused of each", "N0"), new("harmless_rows", "harmless defects of each", "N0"),
            new("findings", "findings"),
        ],
        Rows =
        [
            .. sessions.Series.SelectMany(one => one.SessionStates.Select(state => (one.Symbol, State: state)))
                .Where(one => DataModel.MarkOf(one.State) != SessionMark.Held)
                // Symbols of which the same is to be said share a row, so that a hole of a month stays short.
                .GroupBy(one => (one.State.Session, one.State.IsHeld, one.State.RevisedAt, one.State.RefusedRows,
                    one.State.HarmlessRows, Findings: string.Join(", ", one.State.Findings)))
                .OrderByDescending(same => same.Key.Session)
                .Select(same => (Cell[])
                [
                    NumberText.Day(same.Key.Session), string.Join(", ", same.Select(one => one.Symbol)),
                    same.Key.IsHeld ? "held" : "✕ missing",
                    same.Key.RevisedAt is { } moment ? NumberText.Moment(moment) : NumberText.Missing,
                    same.Key.RefusedRows, same.Key.HarmlessRows,
                    same.Key.Findings.Length > 0 ? same.Key.Findings.Replace('_', ' ') : NumberText.Missing,
                ]),
        ],
    };

    /// <summary>Rows that were refused, in whole or in part. Their text comes from vendors and files.</summary>
    public static ReportTable Refused(QuarantineDocument quarantine) => new()
    {
        Name = "quarantine",
        Title = $"Rows in quarantine, {NumberText.Count(quarantine.Total)} in all",
        Columns = [new("symbol", "symbol"), new("session", "session"), new("state", "state"), new("reason", "why"),
            new("cells", "the row as delivered")],
        Rows =
        [
            .. quarantine.Rows.Select(row => (Cell[])
            [
                row.Symbol, row.Session is { } session ? NumberText.Day(session) : row.RowKey,
                row.IsHarmless ? "harmless defect" : "✕ refused", row.Reason,
                string.Join(", ", row.Cells.Select(cell => $"{cell.Key} {cell.Value ?? NumberText.Missing}")),
            ]),
        ],
    };

    /// <summary>The features of a session.</summary>
    public static ReportTable Features(DataModel model) => new()
    {
        Name = "features",
        Title = $"Features of {NumberText.Day(model.Features!.Session)}; an input is read by the serving version",
        Columns =
        [
            new("feature", "column"), new("description", "in words"), new("value", "value", "0.#####"), new("unit", "unit"),
            new("family", "family"), new("table", "table"), new("is_input", "input"),
        ],
        Rows =
        [
            .. model.Shown.Select(one => (Cell[])
            [
                one.Feature, one.Description is { } words ? NumberText.Joined(words) : NumberText.Missing, one.Value,
                one.Unit, one.Family, Cell.Named(one.Table, one.Table.Replace("features.", "", StringComparison.Ordinal)),
                one.IsInput ? "✓ yes" : "no",
            ]),
        ],
    };

    /// <summary>The bars of a session.</summary>
    public static ReportTable Bars(MarketDocument market) => new()
    {
        Name = "bars",
        Title = $"Bars of {NumberText.Day(market.Session)}",
        Columns =
        [
            new("symbol", "symbol"), new("open", "open", "0.00"), new("high", "high", "0.00"), new("low", "low", "0.00"),
            new("close", "close", "0.00"), new("log_return", "log return", "+0.00 %;-0.00 %;0.00 %"), new("volume", "volume", "N0"),
            new("dividend", "dividend", "0.####"), new("split_ratio", "split", "0.####"),
        ],
        Rows =
        [
            .. market.Bars.Select(bar => (Cell[])
            [
                bar.Symbol, bar.Open, bar.High, bar.Low, bar.Close, bar.LogReturn, bar.Volume, bar.Dividend, bar.SplitRatio,
            ]),
        ],
    };
}
