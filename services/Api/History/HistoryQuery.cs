using Volcast.Lake.Tables;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api.History;

/// <summary>Which forecasts of a history to list.</summary>
/// <param name="From">The first origin; null for a year before the last.</param>
/// <param name="To">The last origin; null for the newest.</param>
/// <param name="Kind">Only this kind; null for the first of live, backfill and walk-forward that an origin has.</param>
/// <param name="Model">A model of the walk-forward; null for the registered model and its recipe.</param>
/// <param name="Limit">At most so many origins, the newest.</param>
internal sealed record HistoryQuery(DateOnly? From, DateOnly? To, HistoryKind? Kind, string? Model, int Limit)
{
    private const int MaximumLimit = 10_000;

    /// <summary>The parameters of the route besides symbol and horizon.</summary>
    public static string[] Names { get; } = ["from", "to", "kind", "model", "limit", Accepted.Format];

    /// <summary>Whether the stored forecasts of a kind are listed.</summary>
    public bool Lists(ForecastKind stored) => Kind switch
    {
        null => stored is ForecastKind.Live or ForecastKind.Backfill,
        HistoryKind.Live => stored == ForecastKind.Live,
        HistoryKind.Shadow => stored == ForecastKind.Shadow,
        HistoryKind.Backfill => stored == ForecastKind.Backfill,
        HistoryKind.Provisional => stored == ForecastKind.Provisional,
        _ => false,
    };

    /// <exception cref="ProblemException">A parameter is not valid.</exception>
    public static HistoryQuery Of(ApiQuery query)
    {
        var (from, to) = (query.Day("from"), query.Day("to"));
        return from > to
            ? throw ProblemException.Invalid("invalid_range", $"from {from:yyyy-MM-dd} is after to {to:yyyy-MM-dd}.", "from")
            : new(from, to, query.Name<HistoryKind>("kind"), query.Text("model"),
                query.Whole("limit", 1, MaximumLimit) ?? MaximumLimit);
    }
}

/// <summary>Where a forecast of a history comes from: the kinds of stored forecasts (<see cref="ForecastKind"/>), and the
/// walk-forward.</summary>
internal enum HistoryKind
{
    Live,
    Shadow,
    Backfill,
    Provisional,
    Baseline,
    WalkForward,
}
