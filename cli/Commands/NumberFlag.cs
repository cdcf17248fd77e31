using System.CommandLine;
using Volcast.Hosting;

namespace Volcast.Cli.Commands;

/// <summary>A flag that takes a number and reports any other text with its own message.</summary>
/// <param name="name">Such as <c>--above</c>.</param>
/// <param name="description">For the help.</param>
/// <param name="unit">Such as <c>points</c>.</param>
/// <param name="expected">What is expected, such as "a whole number of sessions".</param>
/// <param name="isGood">Whether a finite number is accepted.</param>
internal sealed class NumberFlag(string name, string description, string unit, string expected, Func<double, bool> isGood)
{
    private readonly Option<string?> option = new(name) { Description = description, HelpName = unit };

    public Symbol Option => option;

    /// <summary>The number; null if the flag was not given.</summary>
    /// <exception cref="SettingException">It is not a number, or not an accepted one.</exception>
    public double? Of(ParseResult parsed) => parsed.GetValue(option) switch
    {
        null => null,
        var text when PlainNumber.TryParse(text, out double number) && isGood(number) => number,
        var text => throw new SettingException($"'{text}' given by {name}: expected {expected}."),
    };

    /// <summary>A flag that takes a whole number.</summary>
    public static NumberFlag Whole(string name, string description, string unit, string expected, int least, int largest) =>
        new(name, description, unit, expected, number => number >= least && number <= largest && number == Math.Truncate(number));
}
