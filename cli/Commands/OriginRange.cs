using System.CommandLine;
using System.Globalization;
using Volcast.Hosting;

namespace Volcast.Cli.Commands;

/// <summary>The flags <c>--from</c> and <c>--to</c>: which forecast origins are judged, or held out.</summary>
/// <param name="ofFrom">What the first means, for the help.</param>
/// <param name="ofTo">What the last means.</param>
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

    /// <summary>Of a walk-forward.</summary>
    public static OriginRange Judged() => new(
        "first forecast origin that is judged, YYYY-MM-DD [default: three years after what the models read begins; less where "
        + "the history is short]",
        "last forecast origin that is judged, YYYY-MM-DD; its outcome ends later, and nothing later is learnt from [default: the "
        + "newest]");

    public Symbol[] Options => [from, to];

    /// <exception cref="SettingException">One of them is no date, or they are in the wrong order.</exception>
    public (DateOnly? From, DateOnly? To) Of(ParseResult parsed)
    {
        var (first, last) = (Day("--from", parsed.GetValue(from)), Day("--to", parsed.GetValue(to)));
        return first > last
            ? throw new SettingException($"--from {first:yyyy-MM-dd} is after --to {last:yyyy-MM-dd}.")
            : (first, last);
    }

    /// <exception cref="SettingException">The text is no date.</exception>
    public static DateOnly? Day(string name, string? text) =>
        text is null ? null
        : DateOnly.TryParseExact(text.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw new SettingException($"'{text}' given by {name}: expected a date such as 2021-12-31.");
}
