namespace Volcast.ApiContract.Client;

/// <summary>Which stored forecasts to list.</summary>
public sealed record ForecastFilter
{
    /// <summary>The first forecast origin; null for no bound.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last forecast origin; null for no bound.</summary>
    public DateOnly? To { get; init; }

    /// <summary>live, shadow, backfill or provisional; null for all.</summary>
    public string? Kind { get; init; }

    /// <summary>At most so many; 1 to 1,000.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>How many matches to skip.</summary>
    public int Offset { get; init; }
}
