using System.Globalization;
using Volcast.Forecasting;

namespace Volcast.Evaluation;

/// <summary>The options of a walk-forward.</summary>
public sealed record WalkForwardOptions
{
    /// <summary>Sessions ahead; 5 by default.</summary>
    public int Horizon { get; init; } = 5;

    /// <summary>The first reported forecast origin; by default the first session of the data.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last reported forecast origin; by default the newest session of the data.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Sessions from one refit to the next; 42 by default, two months.</summary>
    public int RefitEvery { get; init; } = 42;

    /// <summary>The number of labelled rows in a rolling training window; null, the default, for a window that expands from the
    /// first session.</summary>
    public int? RollingRows { get; init; }

    /// <summary>The number of origins forecast before <see cref="From"/>, as far as history allows, so that intervals exist from
    /// the first day on. It is rounded up to complete folds. 500 by default, half the memory of a distribution.</summary>
    public int BurnIn { get; init; } = 500;

    /// <summary>The number of folds fitted in parallel; by default the number of processors. The result does not depend on
    /// it.</summary>
    public int DegreeOfParallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>Gives the n-th session after a given one, from the calendar of the exchange: the end of each target. Without it
    /// the end comes from the rows and is missing beyond the data.</summary>
    public Func<DateOnly, int, DateOnly>? SessionAfter { get; init; }

    /// <summary>Names of the models whose reasons are computed for every origin; none by default, because reasons take at least
    /// as long as the forecasts.</summary>
    public IReadOnlyCollection<string> Explain { get; init; } = [];

    /// <summary>Where finished folds are stored until the run has succeeded, so that a killed run can resume and gives the same
    /// bytes; null, the default, stores none.</summary>
    public FoldStore? FoldStore { get; init; }

    /// <summary>The settings of the forecasters. Required with <see cref="FoldStore"/>, because a stored fold is valid for the
    /// same settings only.</summary>
    public ForecasterSettings? Settings { get; init; }

    /// <summary>The options that affect the results, for the digest that names stored folds.</summary>
    internal string Identity => string.Create(CultureInfo.InvariantCulture,
        $"walk-forward {Horizon} {From:yyyy-MM-dd} {To:yyyy-MM-dd} {RefitEvery} {RollingRows} {BurnIn}");

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Horizon, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(RefitEvery, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(BurnIn);
        ArgumentOutOfRangeException.ThrowIfLessThan(DegreeOfParallelism, 1);
        if (RollingRows < 1)
            throw new ArgumentOutOfRangeException(
                nameof(RollingRows), RollingRows, "A rolling window must have at least one row.");
        if (From > To)
            throw new ArgumentException($"The first origin {From:yyyy-MM-dd} is after the last, {To:yyyy-MM-dd}.");
        if (FoldStore is not null && Settings is null)
            throw new ArgumentException("Stored folds depend on the settings of the forecasters: give the settings.");
    }
}

/// <summary>The progress of a walk-forward.</summary>
/// <param name="Done">The number of folds fitted and forecast, over all models.</param>
/// <param name="Total">The number of all folds.</param>
/// <param name="Resumed">The number of folds that an earlier, killed run had finished.</param>
public readonly record struct WalkForwardProgress(int Done, int Total, int Resumed = 0);
