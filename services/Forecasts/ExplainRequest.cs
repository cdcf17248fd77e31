using Volcast.Market;

namespace Volcast.Services.Forecasts;

/// <summary>Which forecasts are to be explained.</summary>
/// <param name="Roles">The target and the symbols beside it.</param>
/// <param name="Horizon">Sessions ahead.</param>
public sealed record ExplainRequest(AssetRoles Roles, int Horizon)
{
    /// <summary>The last origin; null for the newest settled session.</summary>
    public DateOnly? To { get; init; }

    /// <summary>The first origin; null for the last alone.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Whether the interactions of the model's trees at the last origin are wanted too.</summary>
    public bool WithInteractions { get; init; }
}
