using System.Globalization;
using Microsoft.Extensions.Primitives;
using Volcast.WebHosting;

namespace Volcast.Services.Dashboard.Pages;

/// <summary>What the URL of a page asks for.</summary>
/// <param name="Symbol">The target; null for the API's default.</param>
/// <param name="Horizon">Sessions ahead.</param>
/// <param name="Parameters">All parameters of the URL.</param>
public sealed record PageRequest(string? Symbol, int Horizon, IReadOnlyDictionary<string, StringValues> Parameters)
{
    /// <summary>Sessions ahead.</summary>
    public static readonly IReadOnlyList<int> Horizons = [1, 5, 10, 22];

    /// <summary>Where the URL gives none.</summary>
    internal const int DefaultHorizon = 5;

    private static readonly string[] Days = ["origin", "since", "from", "to", "session"];

    /// <summary>Reads the parameters of a URL.</summary>
    /// <returns>The request, and the page in its place where the URL is wrong; null where it is right.</returns>
    public static (PageRequest Request, StateModel? Problem) Of(IQueryCollection query)
    {
        var all = query.ToDictionary(StringComparer.Ordinal);
        var symbol = Text(all, "symbol") is { Length: > 0 } given ? given.Trim().ToUpperInvariant() : null;
        var horizon = DefaultHorizon;
        StateModel? problem = null;
        if (Text(all, "horizon") is { Length: > 0 } text
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out horizon) || !Horizons.Contains(horizon)))
        {
            horizon = DefaultHorizon;
            problem = new(StatusCodes.Status404NotFound, "This horizon is not served",
                "Forecasts cover 1, 5, 10 or 22 sessions. Choose one of these horizons.");
        }
        var request = new PageRequest(symbol, horizon, all);
        if (Days.FirstOrDefault(name => request.Text(name) is { Length: > 0 } && request.Day(name) is null) is { } wrong)
            problem ??= new(StatusCodes.Status400BadRequest, "This is not a day",
                $"The address has {wrong}={request.Text(wrong)}. Write a day as 2021-12-23.");
        return (request, problem);
    }

    /// <summary>The last value of a parameter; null where it is not given.</summary>
    public string? Text(string name) => Text(Parameters, name);

    /// <summary>A parameter that has one of some values; null where it is not given.</summary>
    /// <exception cref="AddressException">It has another value.</exception>
    public string? Choice(string name, params IEnumerable<string> values) => Text(name) switch
    {
        null or "" => null,
        var given when values.Contains(given) => given,
        var given => throw new AddressException(
            $"The address has {name}={PrintableText.Of(given)}. It can be {string.Join(", ", values)}."),
    };

    /// <summary>A parameter that is a whole number of at least 0; null where it is not given.</summary>
    /// <exception cref="AddressException">It is none.</exception>
    public int? Whole(string name) => Text(name) switch
    {
        null or "" => null,
        var given when int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        var given => throw new AddressException(
            $"The address has {name}={PrintableText.Of(given)}. It can be a whole number of at least 0."),
    };

    /// <summary>A parameter that is a day; null where it is none.</summary>
    public DateOnly? Day(string name) =>
        DateOnly.TryParseExact(Text(name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;

    private static string? Text(IReadOnlyDictionary<string, StringValues> all, string name) =>
        all.TryGetValue(name, out var values) && values.Count > 0 ? values[^1] : null;
}

/// <summary>A parameter of a page's address has a value that the page does not know.</summary>
/// <param name="message">The parameter, its value, and the values that it can have.</param>
internal sealed class AddressException(string message) : Exception(message);
