namespace Volcast.ApiContract.Client;

/// <summary>Which origins of a history to list; null for no restriction.</summary>
public sealed record HistoryFilter
{
    /// <summary>The first forecast origin; null for a year before the last.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last forecast origin; null for the newest.</summary>
    public DateOnly? To { get; init; }

    /// <summary>live, shadow, backfill, provisional, baseline or walk_forward; null for the first of live, backfill and
    /// walk_forward that an origin has.</summary>
    public string? Kind { get; init; }

    /// <summary>A model of the walk-forward, such as <c>har</c>; null for the registered model and its recipe.</summary>
    public string? Model { get; init; }

    /// <summary>At most so many origins, the newest; 1 to 10,000, null for 10,000.</summary>
    public int? Limit { get; init; }
}
