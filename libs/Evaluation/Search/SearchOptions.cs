using Volcast.Forecasting;

namespace Volcast.Evaluation.Search;

/// <summary>How a search goes.</summary>
public sealed record SearchOptions
{
    /// <summary>The model whose trees are searched.</summary>
    public required string Model { get; init; }

    /// <summary>What the model is made from; the parameters of its trees are those in force, with which every
    /// candidate competes.</summary>
    public required ForecasterSettings Settings { get; init; }

    public SearchSpace Space { get; init; } = SearchSpace.Trees;

    /// <summary>Sessions ahead; 5 by default.</summary>
    public int Horizon { get; init; } = 5;

    /// <summary>The first origin that may be held out; by default the first there is. Earlier ones are learnt from.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Candidates drawn, beside the parameters in force; 30 by default.</summary>
    public int Candidates { get; init; } = 30;

    /// <summary>No candidate is begun after this time; null, the default, for no limit. With a limit the result depends on the
    /// machine's speed.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Blocks of time that are held out in turn; 6 by default.</summary>
    public int Blocks { get; init; } = 6;

    /// <summary>Rows behind a block that are not learnt from, at least the horizon; 22 by default, the month over which
    /// volatility's inputs look back most.</summary>
    public int Embargo { get; init; } = 22;

    /// <summary>Of the candidates.</summary>
    public int Seed { get; init; }

    /// <summary>Fits at a time; by default the number of processors. The result does not depend on it.</summary>
    public int DegreeOfParallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>Where finished fits are kept until the run has ended well; null keeps none.</summary>
    public FoldStore? FoldStore { get; init; }

    internal string Identity => $"search {Model} {Horizon} {From:yyyy-MM-dd} {Blocks} {Embargo}";

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Horizon, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Candidates);
        ArgumentOutOfRangeException.ThrowIfLessThan(Blocks, 2);
        ArgumentOutOfRangeException.ThrowIfNegative(Embargo);
        ArgumentOutOfRangeException.ThrowIfNegative(Seed);
        ArgumentOutOfRangeException.ThrowIfLessThan(DegreeOfParallelism, 1);
    }
}
