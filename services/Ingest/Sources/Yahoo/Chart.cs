namespace Volcast.Services.Ingest.Sources.Yahoo;

/// <summary>The chart endpoint's answer in its own terms: times as Unix seconds, rows in Yahoo's order.</summary>
/// <param name="Symbol">The symbol that Yahoo says it answers for.</param>
/// <param name="TimeZone">The exchange's zone as in the IANA database, such as America/New_York.</param>
/// <param name="Granularity">The step of the rows; <c>1d</c> was asked for.</param>
/// <param name="Rows">None where the window holds no session.</param>
/// <param name="Dividends">Cash dividends of the window.</param>
/// <param name="Splits">Splits of the window.</param>
internal sealed record Chart(
    string? Symbol,
    string? TimeZone,
    string? Granularity,
    IReadOnlyList<ChartRow> Rows,
    IReadOnlyList<ChartDividend> Dividends,
    IReadOnlyList<ChartSplit> Splits);

/// <summary>One row; its time is the session's open, or the last trade where the session is the current one.</summary>
internal sealed record ChartRow(long Time, VendorBar Bar);

/// <summary>Cash with this ex-date, per share as split by the time of the download.</summary>
internal sealed record ChartDividend(long Time, double Amount);

/// <summary>New shares for old ones with this ex-date.</summary>
internal sealed record ChartSplit(long Time, double Numerator, double Denominator);

/// <summary>What Yahoo states instead of a chart.</summary>
internal sealed record ChartError(string Code, string Description);

/// <summary>Sound JSON that is not a chart.</summary>
internal sealed class ChartFormatException(string message) : Exception(message);
