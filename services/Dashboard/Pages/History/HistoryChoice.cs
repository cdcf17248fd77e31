using Volcast.ApiContract.Client;

namespace Volcast.Services.Dashboard.Pages.History;

/// <summary>Which part of the history is shown, and beside what.</summary>
public sealed record HistoryChoice
{
    /// <summary>The ranges of the buttons: key of the URL, name, and months; null months for everything.</summary>
    public static readonly IReadOnlyList<(string Key, string Name, int? Months)> Ranges =
        [("6m", "6M", 6), ("1y", "1Y", 12), ("2y", "2Y", 24), ("5y", "5Y", 60), ("10y", "10Y", 120), ("all", "All", null)];

    /// <summary>The kinds of forecasts that can be shown alone: value of the API and name.</summary>
    public static readonly IReadOnlyList<(string Kind, string Name)> Kinds =
        [("live", "live"), ("backfill", "backfilled"), ("shadow", "shadow"), ("walk_forward", "walk-forward")];

    /// <summary>Each further line has a colour of its own, and there are three.</summary>
    public const int MostOverlays = 3;

    private const string DefaultRange = "1y";
    private static readonly DateOnly Earliest = new(1900, 1, 1);

    /// <summary>The key of the chosen range; null where days are given.</summary>
    public string? Range { get; private init; }

    /// <summary>The first origin; null where a range says it.</summary>
    public DateOnly? From { get; private init; }

    /// <summary>The last origin; null for the newest.</summary>
    public DateOnly? To { get; private init; }

    /// <summary>One kind alone; null for the published forecast of each origin.</summary>
    public string? Kind { get; private init; }

    /// <summary>The interval that is drawn and judged: .8 or .95.</summary>
    public double Level { get; private init; } = .8;

    /// <summary>Other models of the walk-forward.</summary>
    public IReadOnlyList<string> Models { get; private init; } = [];

    /// <summary>Other targets.</summary>
    public IReadOnlyList<string> Symbols { get; private init; } = [];

    /// <summary>Whether another line can be added.</summary>
    public bool HasPlace => Models.Count + Symbols.Count < MostOverlays;

    /// <summary>Reads the parameters <c>range</c>, <c>from</c>, <c>to</c>, <c>kind</c>, <c>interval</c>, <c>models</c> and
    /// <c>symbols</c>.</summary>
    /// <exception cref="AddressException">A parameter has an unknown value.</exception>
    public static HistoryChoice Of(PageRequest request)
    {
        var (from, to) = (request.Day("from"), request.Day("to"));
        var models = List(request, "models");
        return new()
        {
            Range = request.Choice("range", Ranges.Select(range => range.Key))
                ?? (from is null && to is null ? DefaultRange : null),
            From = from,
            To = to,
            Kind = request.Choice("kind", Kinds.Select(kind => kind.Kind)),
            Level = request.Choice("interval", "80", "95") == "95" ? .95 : .8,
            Models = [.. models.Take(MostOverlays)],
            Symbols = [.. List(request, "symbols").Select(symbol => symbol.ToUpperInvariant()).Distinct()
                .Take(Math.Max(0, MostOverlays - models.Length))],
        };
    }

    /// <summary>The origins to ask the API for.</summary>
    /// <param name="newest">The newest origin.</param>
    public HistoryFilter Filter(DateOnly newest)
    {
        var end = To ?? newest;
        var months = Ranges.Where(range => range.Key == Range).Select(range => range.Months).FirstOrDefault();
        return new()
        {
            From = Range is null ? From ?? Earliest : months is { } some ? end.AddMonths(-some) : Earliest,
            To = To,
            Kind = Kind,
        };
    }

    private static string[] List(PageRequest request, string name) =>
    [
        .. (request.Text(name) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Distinct(),
    ];
}
