using Volcast.Schemas;

namespace Volcast.Features;

/// <summary>The one declaration of a feature. Its column in the lake, its row in the documentation, its label in explanations and
/// its family all follow from it; <see cref="Feature{TBlock}"/> adds how it is computed.</summary>
/// <remarks>
/// In formulas windows end at session t, r is the target's log return (decimal), r_a that of asset a, C the total-return close,
/// and r(w) the returns of the last w sessions. A missing value is <see cref="double.NaN"/>.
/// </remarks>
public abstract record FeatureDefinition
{
    /// <summary>The column's name. It names roles, so that it holds for any target: <c>ret_5d</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The name in the documentation, where SPY is the target: <c>SPY return 5d</c>.</summary>
    public required string SpyName { get; init; }

    /// <summary>What the feature measures, for any target, as it appears in a sentence or a table of contributions:
    /// <c>return over 5 sessions</c>.</summary>
    public required string Label { get; init; }

    public required FeatureGroup Group { get; init; }

    public required FeatureFamily Family { get; init; }

    /// <summary>The definition in the field's notation.</summary>
    public required string Formula { get; init; }

    public required FeatureUnit Unit { get; init; }

    /// <summary>The values that the definition allows. A value outside it is an error of the table.</summary>
    public ValueRange Range { get; init; } = ValueRange.Any;

    /// <summary>Sessions inside the window, t included: of returns for sums and correlations, of closes for the
    /// drawdown.</summary>
    public required int Window { get; init; }

    /// <summary>Sessions of closes that must exist, t included; with fewer the feature is missing.</summary>
    public required int HistorySessions { get; init; }

    /// <summary>The series that it is computed from.</summary>
    public required string Source { get; init; }

    /// <summary>The feature's column in its table.</summary>
    public ColumnSchema Column => ColumnSchema
        .Number(Name, $"{char.ToUpperInvariant(Label[0])}{Label[1..]}: {Formula}")
        .In(Unit.Name).Within(Range).Nullable();

    /// <summary>The label with a value: <c>return over 5 sessions: +0.9 %</c>.</summary>
    public string Describe(double value) => $"{Label}: {Unit.Show(value)}";
}

/// <summary>A feature with its computation.</summary>
/// <typeparam name="TBlock">What the computation reads: <see cref="Windows.L1Block"/> or
/// <see cref="Windows.L2Block"/>.</typeparam>
internal sealed record Feature<TBlock> : FeatureDefinition where TBlock : allows ref struct
{
    public required FeatureCompute<TBlock> Compute { get; init; }
}

/// <summary>Computes one feature for all rows of a block.</summary>
/// <param name="block">The inputs, and the columns of the features that are declared before this one.</param>
/// <param name="column">Receives the feature's values, one for each row of the block; NaN where the value is missing. Every
/// value is a function of its own window alone, added up in one order.</param>
internal delegate void FeatureCompute<TBlock>(in TBlock block, Span<double> column) where TBlock : allows ref struct;
