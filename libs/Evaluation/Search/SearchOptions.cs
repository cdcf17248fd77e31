using System.Globalization;
using Volcast.Forecasting;

namespace Volcast.Evaluation.Search;

/// <summary>The options of a search.</summary>
public sealed record SearchOptions
{
    /// <summary>The model whose tree parameters are searched.</summary>
    public required string Model { get; init; }

    /// <summary>The settings of the model. Its tree parameters are candidate 0, with which every candidate competes.</summary>
    public required ForecasterSettings Settings { get; init; }

    public SearchSpace Space { get; init; } = SearchSpace.Trees;

    /// <summary>Sessions ahead; 5 by default.</summary>
    public int Horizon { get; init; } = 5;

    /// <summary>The first origin that may be held out; by default the first origin. Earlier origins are used for training
    /// only.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The number of candidates drawn in addition to the current parameters; 30 by default.</summary>
    public int Candidates { get; init; } = 30;

    /// <summary>No candidate is started after this time; null, the default, for no limit. With a limit the result depends on the
    /// speed of the machine.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>The number of blocks of time that are held out in turn; 6 by default.</summary>
    public int Blocks { get; init; } = 6;

    /// <summary>The number of rows after a block that are not used for training, at least the horizon; 22 by default, a month,
    /// the main look-back of the volatility inputs.</summary>
    public int Embargo { get; init; } = 22;

    /// <summary>The random seed of the candidates.</summary>
    public int Seed { get; init; }

    /// <summary>The number of parallel fits; by default the number of processors. The result does not depend on it.</summary>
    public int DegreeOfParallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>Where finished fits are stored until the run has succeeded; null stores none.</summary>
    public FoldStore? FoldStore { get; init; }

    internal string Identity =>
        string.Create(CultureInfo.InvariantCulture, $"search {Model} {Horizon} {From:yyyy-MM-dd} {Blocks} {Embargo}");

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
