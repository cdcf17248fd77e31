using System.Text;
using System.Xml.Linq;

namespace Volcast.Reports.Charts;

/// <summary>What is known of the sessions of a year, a small square for each: rows are weekdays, columns weeks.</summary>
public sealed record SessionCalendar
{
    private const int Weekdays = 5, Weeks = 54;

    /// <summary>A stable key in lower case.</summary>
    public required string Name { get; init; }

    /// <summary>The caption.</summary>
    public required string Title { get; init; }

    public required int Year { get; init; }

    /// <summary>One calendar below the other.</summary>
    public required IReadOnlyList<Series> Calendars { get; init; }

    /// <summary>One calendar.</summary>
    /// <param name="Label">Whose sessions.</param>
    /// <param name="Days">Weekdays of the year.</param>
    public sealed record Series(string Label, IReadOnlyList<(DateOnly Day, SessionMark Mark)> Days);

    /// <summary>Draws it.</summary>
    /// <param name="width">The width of the wide drawing.</param>
    public XElement Figure(double width) => ChartFigure.Of(
        Name, Title, Keys(), Drawing(width, parts: 1, left: 66), Drawing(356, parts: 2, left: 0), Values());

    private static string Word(SessionMark mark) => mark.ToString().ToLowerInvariant();

    private IEnumerable<object> Keys() => Enum.GetValues<SessionMark>()
        .Where(mark => Calendars.Any(one => one.Days.Any(day => day.Mark == mark)))
        .SelectMany(mark => new object[]
        {
            " ", new XElement("span", new XAttribute("class", $"key session-{Word(mark)}"), Word(mark)),
        });

    /// <param name="width">Its width.</param>
    /// <param name="parts">Rows of weeks that a year is broken into.</param>
    /// <param name="left">The room for labels beside the squares; 0 to write them above.</param>
    private XElement Drawing(double width, int parts, double left)
    {
        const double months = 18, pitchY = 13;
        var weeks = Weeks / parts;
        var pitchX = (width - left) / weeks;
        var label = left > 0 ? 0 : 18;
        var part = months + Weekdays * pitchY + 6;
        var height = Calendars.Count * (label + parts * part) + 2;
        var drawing = new XElement("svg",
            new XAttribute("viewBox", $"0 0 {SvgChart.Text(width)} {SvgChart.Text(height)}"),
            new XAttribute("role", "img"), new XAttribute("aria-label", Title));
        for (var i = 0; i < Calendars.Count; i++)
        {
            var top = i * (label + parts * part);
            drawing.Add(new XElement("text", new XAttribute("class", "whose"), new XAttribute("x", "0"),
                new XAttribute("y", SvgChart.Text(top + (label > 0 ? 12 : months + 3 * pitchY - 3))), Calendars[i].Label));
            for (var month = 1; month <= 12; month++)
            {
                var (x, y) = Place(new(Year, month, 1));
                drawing.Add(SvgChart.Label(x, top + y - 5, "start", new DateTime(Year, month, 1).ToString("MMM",
                    System.Globalization.CultureInfo.InvariantCulture)));
            }
            foreach (var same in Calendars[i].Days.GroupBy(day => day.Mark).OrderBy(same => same.Key))
                drawing.Add(new XElement("path", new XAttribute("class", $"session-{Word(same.Key)}"),
                    new XAttribute("d", Shapes(same.Key, same.Select(day => day.Day), top))));
        }
        return drawing;

        // The corner of a week's first row.
        (double X, double Y) Place(DateOnly day)
        {
            var first = new DateOnly(Year, 1, 1);
            var week = (day.DayNumber - first.DayNumber + Weekday(first)) / 7;
            return (left + week % weeks * pitchX, label + week / weeks * part + months);
        }

        string Shapes(SessionMark mark, IEnumerable<DateOnly> days, double top)
        {
            var path = new StringBuilder();
            foreach (var day in days)
            {
                var (x, y) = Place(day);
                y += top + Weekday(day) * pitchY;
                var (w, h) = (pitchX - 3, pitchY - 3);
                path.Append(mark switch
                {
                    // An empty frame, a diamond, a frame with a bar, a square with a notch: each shape says what its colour says.
                    SessionMark.Missing => Text($"M{x} {y}h{w}v{h}h{-w}zM{x} {y}l{w} {h}M{x + w} {y}l{-w} {h}"),
                    SessionMark.Refused => Text($"M{x + w / 2} {y - 1}l{w / 2} {h / 2 + 1}l{-w / 2} {h / 2 + 1}l{-w / 2} {-h / 2 - 1}z"),
                    SessionMark.Finding => Text($"M{x} {y + h / 2}h{w}M{x} {y}h{w}v{h}h{-w}z"),
                    SessionMark.Revised => Text($"M{x} {y}h{w / 2}l{w / 2} {h / 2}v{h / 2}h{-w}z"),
                    _ => Text($"M{x} {y}h{w}v{h}h{-w}z"),
                });
            }
            return path.ToString();
        }
    }

    private static int Weekday(DateOnly day) => ((int)day.DayOfWeek + 6) % 7;

    private static string Text(FormattableString path) => string.Format(
        System.Globalization.CultureInfo.InvariantCulture, path.Format.Replace("}", ":0.#}", StringComparison.Ordinal),
        path.GetArguments());

    private ReportTable Values() => new()
    {
        Name = $"{Name}_values",
        Title = Title,
        Columns =
        [
            new("symbol", "symbol"), new("sessions", "sessions", "N0"),
            .. Enum.GetValues<SessionMark>().Select(mark => new TableColumn(Word(mark), Word(mark), "N0")),
        ],
        Rows =
        [
            .. Calendars.Select(one => (Cell[])
            [
                one.Label, one.Days.Count,
                .. Enum.GetValues<SessionMark>().Select(mark => (Cell)one.Days.Count(day => day.Mark == mark)),
            ]),
        ],
    };
}

/// <summary>What is known of a session, the least noteworthy first.</summary>
public enum SessionMark
{
    /// <summary>The lake has a bar, and nothing is to be said about it.</summary>
    Held,

    /// <summary>A later download changed or added the bar.</summary>
    Revised,

    /// <summary>A check found something.</summary>
    Finding,

    /// <summary>Validation refused a row.</summary>
    Refused,

    /// <summary>There is no bar.</summary>
    Missing,
}
