using Volcast.Forecasting;

namespace Volcast.Evaluation;

/// <summary>How a walk-forward goes.</summary>
public sealed record WalkForwardOptions
{
    /// <summary>Sessions ahead; 5 by default.</summary>
    public int Horizon { get; init; } = 5;

    /// <summary>The first forecast origin reported; by default the first session there is.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last forecast origin reported; by default the newest session there is.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Sessions from one refit to the next; 42 by default, two months.</summary>
    public int RefitEvery { get; init; } = 42;

    /// <summary>Labelled rows in a rolling training window; null, the default, lets it expand from the first session.</summary>
    public int? RollingRows { get; init; }

    /// <summary>Origins forecast before <see cref="From"/>, as far as history allows, so that intervals exist from the first day
    /// on; rounded up to whole folds. 500 by default, half the memory of a distribution.</summary>
    public int BurnIn { get; init; } = 500;

    /// <summary>Folds fitted at a time; by default the number of processors. The result does not depend on it.</summary>
    public int DegreeOfParallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>The n-th session after a given one, from the exchange's calendar: the end of each target. Without it the end
    /// is that of the rows, and absent beyond the data.</summary>
    public Func<DateOnly, int, DateOnly>? SessionAfter { get; init; }

    /// <summary>Names of the models whose reasons are wanted for every origin; none by default, since that takes as long as
    /// the forecasts or longer.</summary>
    public IReadOnlyCollection<string> Explain { get; init; } = [];

    /// <summary>Where finished folds are kept until the run has ended well, so that a killed one goes on where it stopped and
    /// gives the same bytes; null, the default, keeps none.</summary>
    public FoldStore? FoldStore { get; init; }

    /// <summary>What the forecasters were made from. Required with <see cref="FoldStore"/>, as a kept fold holds for the same
    /// settings only.</summary>
    public ForecasterSettings? Settings { get; init; }

    /// <summary>What a run is asked for, beside its data and models, for the name of what it keeps.</summary>
    internal string Identity =>
        $"walk-forward {Horizon} {From:yyyy-MM-dd} {To:yyyy-MM-dd} {RefitEvery} {RollingRows} {BurnIn}";

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Horizon, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(RefitEvery, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(BurnIn);
        ArgumentOutOfRangeException.ThrowIfLessThan(DegreeOfParallelism, 1);
        if (RollingRows < 1)
            throw new ArgumentOutOfRangeException(nameof(RollingRows), RollingRows, "A rolling window holds at least one row.");
        if (From > To)
            throw new ArgumentException($"The first origin {From:yyyy-MM-dd} lies after the last, {To:yyyy-MM-dd}.");
        if (FoldStore is not null && Settings is null)
            throw new ArgumentException("Folds are kept for the settings that their forecasters were made from: give them.");
    }
}

/// <summary>How far a walk-forward is.</summary>
/// <param name="Done">Folds fitted and forecast, over all models.</param>
/// <param name="Total">All of them.</param>
/// <param name="Resumed">Those of them that an earlier, killed run had finished.</param>
public readonly record struct WalkForwardProgress(int Done, int Total, int Resumed = 0);
