namespace Volcast.Services.Dashboard.Pages.Watchlist;

/// <summary>Which targets are shown, and in which order.</summary>
/// <param name="Search">A part of the ticker, in capitals; empty for all.</param>
/// <param name="Regime">One regime alone; null for all.</param>
/// <param name="Sort">The name of a column; null for the order of the service.</param>
/// <param name="IsDescending">Whether the largest comes first.</param>
public readonly record struct WatchlistChoice(string Search, string? Regime, string? Sort, bool IsDescending)
{
    /// <summary>The regimes of the API, from the lowest percentiles to the highest.</summary>
    public static readonly IReadOnlyList<string> Regimes = ["calm", "normal", "elevated", "stressed"];

    /// <summary>Reads the parameters <c>search</c>, <c>regime</c> and <c>sort</c>, a column with a minus before it for the
    /// largest first.</summary>
    public static WatchlistChoice Of(PageRequest request)
    {
        var sort = request.Choice("sort", WatchlistTables.Orders.Keys.SelectMany(column => new[] { column, $"-{column}" }));
        return new(
            (request.Text("search") ?? "").Trim().ToUpperInvariant(),
            request.Choice("regime", Regimes), sort?.TrimStart('-'), sort?.StartsWith('-') == true);
    }
}
