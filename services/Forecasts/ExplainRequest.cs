using Volcast.Market;

namespace Volcast.Services.Forecasts;

/// <summary>The forecasts to explain.</summary>
/// <param name="Roles">The target and its companion symbols.</param>
/// <param name="Horizon">Sessions ahead.</param>
public sealed record ExplainRequest(AssetRoles Roles, int Horizon)
{
    /// <summary>The last origin; null for the newest settled session.</summary>
    public DateOnly? To { get; init; }

    /// <summary>The first origin; null to explain only the last.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The earlier origin with which the last one is compared; null for none.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>Whether the last origin is compared with the session before it.</summary>
    public bool SincePrevious { get; init; }

    /// <summary>Whether the report also has the interactions of the model's trees at the last origin.</summary>
    public bool WithInteractions { get; init; }
}
