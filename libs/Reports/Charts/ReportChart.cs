namespace Volcast.Reports.Charts;

/// <summary>A chart of a report, from which SVG and JSON are made.</summary>
public sealed record ReportChart
{
    /// <summary>A stable key in lower case, used in JSON and in anchors.</summary>
    public required string Name { get; init; }

    /// <summary>What it shows, in a sentence: the caption, and the text for screen readers.</summary>
    public required string Title { get; init; }

    public required AxisKind X { get; init; }

    /// <summary>What the table of its values calls X; null for the usual word of <see cref="X"/>.</summary>
    public string? XHeading { get; init; }

    public required AxisKind Y { get; init; }

    /// <summary>In drawing order: later series cover earlier ones.</summary>
    public required IReadOnlyList<ChartSeries> Series { get; init; }

    /// <summary>Whether both axes share one range, with the line of equality drawn.</summary>
    public bool IsSquare { get; init; }
}

/// <summary>What an axis measures.</summary>
public enum AxisKind
{
    /// <summary>Days since 0001-01-01, <see cref="DateOnly.DayNumber"/>.</summary>
    Date,

    /// <summary>A number.</summary>
    Number,

    /// <summary>Volatility, decimal, positive; shown in percent on a logarithmic scale.</summary>
    Volatility,

    /// <summary>A positive number on a logarithmic scale with a tick for each power of ten.</summary>
    Logarithm,

    /// <summary>A decimal; shown in percent on a linear scale.</summary>
    Percent,

    /// <summary>A number of sessions ahead, on a logarithmic scale with a tick for each horizon.</summary>
    Sessions,
}

/// <summary>How a series is drawn.</summary>
public enum SeriesKind
{
    Line,

    /// <summary>The area from each point's Y to its Upper.</summary>
    Band,

    Points,

    /// <summary>A line from each point's Y to its Upper.</summary>
    Whiskers,

    /// <summary>A thin line from zero to each point, for many points such as daily returns.</summary>
    Stems,

    /// <summary>A diamond in the colour of alarms, whatever the ink: an outcome outside its interval, or a loss beyond the value at
    /// risk.</summary>
    Breaches,
}

/// <summary>One point; a NaN breaks the line.</summary>
/// <param name="X">In the unit of the x axis.</param>
/// <param name="Y">In the unit of the y axis.</param>
/// <param name="Upper">The upper edge of a band, the upper end of a whisker; NaN elsewhere.</param>
/// <param name="Label">Written above the point; null for nothing.</param>
/// <param name="IsMarked">Whether the point is drawn larger and hollow, such as an outcome outside its interval.</param>
public readonly record struct ChartPoint(
    double X, double Y, double Upper = double.NaN, string? Label = null, bool IsMarked = false)
{
    public bool IsPresent => double.IsFinite(X + Y);
}

/// <summary>A series of a chart.</summary>
/// <param name="Name">A stable key, used in JSON.</param>
/// <param name="Label">The name that a person reads.</param>
/// <param name="Kind">How it is drawn.</param>
/// <param name="Ink">Its colour: 0 for outcomes, 1 for the report's model, 2 to 6 for others.</param>
/// <param name="Points">In ascending order of X.</param>
public sealed record ChartSeries(string Name, string Label, SeriesKind Kind, int Ink, IReadOnlyList<ChartPoint> Points)
{
    /// <summary>How its line is drawn.</summary>
    public LineStyle Style { get; init; }
}

/// <summary>Tells lines of one colour apart.</summary>
public enum LineStyle
{
    Plain,

    /// <summary>Twice as thick.</summary>
    Strong,

    Dashed,

    Dotted,
}
