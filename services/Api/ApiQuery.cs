using System.Globalization;
using Microsoft.Extensions.Primitives;
using Volcast.Hosting;
using Volcast.Market;
using Volcast.Schemas;
using Volcast.Services.Api.Snapshots;
using Volcast.WebHosting;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api;

/// <summary>The query of a request. An unknown parameter is refused, so that a misspelt filter is an error and not a missing
/// filter.</summary>
internal readonly struct ApiQuery
{
    public const int DefaultHorizon = 5;

    private readonly IQueryCollection values;
    private readonly SnapshotSource source;

    /// <param name="context">The request.</param>
    /// <param name="source">Knows the target of a request that names none.</param>
    /// <param name="names">The route's parameters besides <c>symbol</c> and <c>horizon</c>.</param>
    /// <exception cref="ProblemException">A parameter is unknown or given twice.</exception>
    public ApiQuery(HttpContext context, SnapshotSource source, params ReadOnlySpan<string> names)
        : this(source, context, ["symbol", "horizon", .. names])
    {
    }

    private ApiQuery(SnapshotSource source, HttpContext context, string[] names)
    {
        values = context.Request.Query;
        this.source = source;
        foreach (var (name, given) in values)
        {
            if (!names.Contains(name))
                throw ProblemException.Invalid("unknown_parameter",
                    $"This route has no parameter '{PrintableText.Of(name)}'. "
                    + $"{(names is [var only] ? $"Its parameter is {only}" : $"Its parameters are {string.Join(", ", names)}")}.",
                    PrintableText.Of(name));
            if (given.Count > 1)
                throw ProblemException.Invalid("repeated_parameter", $"The parameter {name} is given {given.Count} times.", name);
        }
    }

    /// <summary>The query of a route that answers for all horizons of a symbol.</summary>
    /// <inheritdoc cref="ApiQuery(HttpContext, SnapshotSource, ReadOnlySpan{string})"/>
    public static ApiQuery OfAllHorizons(HttpContext context, SnapshotSource source, params ReadOnlySpan<string> names) =>
        new(source, context, ["symbol", .. names]);

    /// <summary>The only symbol of a list; null for all.</summary>
    public Symbol? OnlySymbol => Text("symbol") is null ? null : Symbol;

    /// <summary>The requested series.</summary>
    public SeriesKey Series => new(Symbol, Horizon);

    public Symbol Symbol => Text("symbol") is not { } text ? source.DefaultTarget
        : Symbol.TryParse(text, out var symbol) ? symbol
        : throw ProblemException.Invalid(
            "invalid_symbol", $"'{PrintableText.Of(text)}' is not a ticker such as SPY or ^VIX.", "symbol");

    public int Horizon => Whole("horizon", 1, 22) is not { } sessions ? DefaultHorizon
        : SnapshotSource.Horizons.Contains(sessions) ? sessions
        : throw ProblemException.Invalid("invalid_horizon", $"The horizon {sessions} is not 1, 5, 10 or 22 sessions.", "horizon");

    /// <summary>The horizon that a list is restricted to; null for all.</summary>
    public int? OnlyHorizon => Text("horizon") is null ? null : Horizon;

    /// <summary>The text of a parameter; null if it is missing.</summary>
    public string? Text(string name) => values.TryGetValue(name, out var given) && !StringValues.IsNullOrEmpty(given)
        ? given.ToString()
        : null;

    /// <summary>A date in ISO 8601; null if it is missing.</summary>
    public DateOnly? Day(string name) => Text(name) is { } text ? ParseDay(text, name) : null;

    public int? Whole(string name, int least, int most) => Text(name) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw ProblemException.Invalid($"invalid_{name}",
                $"'{PrintableText.Of(text)}' is not a whole number from {least} to {most}.", name);

    public bool? Flag(string name) => Text(name) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        var text => throw ProblemException.Invalid($"invalid_{name}", $"'{PrintableText.Of(text)}' is not true or false.", name),
    };

    public double? Number(string name, double above, double most) => Text(name) is not { } text ? null
        : PlainNumber.TryParse(text, out double number) && number > above && number <= most
            ? number
            : throw ProblemException.Invalid($"invalid_{name}",
                $"'{PrintableText.Of(text)}' is not a number greater than {above} and at most {most}.", name);

    /// <summary>One of the names of an enumeration in the tables of the lake; null if it is missing.</summary>
    /// <exception cref="ProblemException">It is none of the names.</exception>
    public TEnum? Name<TEnum>(string name) where TEnum : struct, Enum => Text(name) is not { } text ? null
        : StoredName.All<TEnum>().Contains(text)
            ? StoredName.Parse<TEnum>(text)
            : throw ProblemException.Invalid($"invalid_{name}",
                $"'{PrintableText.Of(text)}' is not one of {string.Join(", ", StoredName.All<TEnum>())}.", name);

    /// <summary>A name of the lake's tables; null if it is missing.</summary>
    /// <exception cref="ProblemException">No name is spelt like this.</exception>
    public string? Identifier(string name) => Text(name) is not { } text ? null
        : char.IsAsciiLetterLower(text[0]) && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_')
            ? text
            : throw ProblemException.Invalid($"invalid_{name}",
                $"'{PrintableText.Of(text)}' is not a name in lower case such as loss_alarm.", name);

    public static DateOnly ParseDay(string text, string field) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw ProblemException.Invalid(
                "invalid_date", $"'{PrintableText.Of(text)}' is not a date such as 2026-11-20.", field);
}
