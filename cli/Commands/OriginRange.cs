using System.CommandLine;
using System.Globalization;
using Volcast.Hosting;

namespace Volcast.Cli.Commands;

/// <summary>The flags <c>--from</c> and <c>--to</c>: which forecast origins are scored, or held out.</summary>
/// <param name="ofFrom">Help text of <c>--from</c>.</param>
/// <param name="ofTo">Help text of <c>--to</c>.</param>
internal sealed class OriginRange(string ofFrom, string ofTo)
{
    private readonly Option<string?> from = new("--from")
    {
        Description = ofFrom,
        HelpName = "date",
    };

    private readonly Option<string?> to = new("--to")
    {
        Description = ofTo,
        HelpName = "date",
    };

    /// <summary>The flags of a walk-forward.</summary>
    public static OriginRange Judged() => new(
        "first forecast origin that is scored, YYYY-MM-DD [default: three years after the first session with all inputs; earlier "
        + "if the history is short]",
        "last forecast origin that is scored, YYYY-MM-DD; its outcome ends later, and no later data is used [default: the "
        + "newest]");

    public Symbol[] Options => [from, to];

    /// <exception cref="SettingException">One of them is not a date, or they are in the wrong order.</exception>
    public (DateOnly? From, DateOnly? To) Of(ParseResult parsed)
    {
        var (first, last) = (Day("--from", parsed.GetValue(from)), Day("--to", parsed.GetValue(to)));
        return first > last
            ? throw new SettingException($"--from {first:yyyy-MM-dd} is after --to {last:yyyy-MM-dd}.")
            : (first, last);
    }

    /// <exception cref="SettingException">The text is not a date.</exception>
    public static DateOnly? Day(string name, string? text) =>
        text is null ? null
        : DateOnly.TryParseExact(text.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw new SettingException($"'{text}' given by {name}: expected a date such as 2021-12-31.");
}
