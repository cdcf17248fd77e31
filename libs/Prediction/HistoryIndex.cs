using Volcast.Market;

namespace Volcast.Prediction;

/// <summary>Which implied-volatility index a history has.</summary>
public sealed record HistoryIndex
{
    /// <summary>The target with the indices of the settings; null takes those of the tables.</summary>
    public AssetRoles? Roles { get; init; }

    /// <summary>The last day of the history that counts: the index is the one that the features would have had then. Null takes
    /// the index of the tables.</summary>
    public DateOnly? To { get; init; }

    /// <summary>The index itself, as a model records it; null leaves the choice to the other two.</summary>
    public string? Index { get; init; }
}
