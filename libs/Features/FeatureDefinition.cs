namespace Volcast.Features;

/// <summary>What one feature is: enough to compute it by hand, to store it, to document it and to speak of it.</summary>
/// <remarks>
/// In formulas windows end at session t, r is the target's log return (decimal), r_a that of asset a, C the total-return close,
/// r(w) the returns of the last w sessions. An absent value is <see cref="double.NaN"/>.
/// </remarks>
public sealed record FeatureDefinition
{
    /// <summary>The column's name, by role, so that it holds for any target: <c>ret_5d</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The place in the table, from 1.</summary>
    public required int Position { get; init; }

    /// <summary>The name that a reader of the documentation knows, with SPY as the target: <c>SPY return 5d</c>.</summary>
    public required string SpyName { get; init; }

    /// <summary>What it says, in words that hold for any target, to stand in a sentence or a table of reasons.</summary>
    public required string Phrase { get; init; }

    public required FeatureGroup Group { get; init; }

    public required FeatureFamily Family { get; init; }

    /// <summary>The definition in the field's notation.</summary>
    public required string Formula { get; init; }

    /// <summary>The unit of the stored number; decimals are never percent.</summary>
    public required string Unit { get; init; }

    /// <summary>Sessions inside the window, t included: of returns for sums and correlations, of closes for the
    /// drawdown.</summary>
    public required int Window { get; init; }

    /// <summary>Sessions of closes that must exist, t included; with fewer the feature is absent.</summary>
    public required int HistorySessions { get; init; }

    /// <summary>The inputs that it is computed from.</summary>
    public required string Source { get; init; }
}
