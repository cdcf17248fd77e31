using Volcast.Forecasting;

namespace Volcast.Evaluation.Tests;

/// <summary>Which universal slopes the folds of a walk-forward use.</summary>
public sealed class UniversalSlopesTests
{
    private static readonly ForecastingData Data = SyntheticTarget.Create();

    private static UniversalSlopes Cut(DateOnly to) => ShippedSlopes.All[0] with { To = to };

    /// <summary>Records the day of each fit and the cut of the slopes that it used.</summary>
    private sealed class Recorded(IForecaster model) : IForecaster
    {
        public List<(DateOnly FirstOrigin, DateOnly TrainedTo, DateOnly Cut)> Fits { get; } = [];

        public string Name => model.Name;
        public IReadOnlyList<string> Inputs => model.Inputs;
        public int MinimumTrainingRows => model.MinimumTrainingRows;

        public IFittedForecaster Fit(
            ForecastingData known, ReadOnlySpan<double> realizedVariance, int horizon,
            CancellationToken cancellationToken = default)
        {
            var fitted = model.Fit(known, realizedVariance, horizon, cancellationToken);
            lock (Fits)
                Fits.Add((known.Sessions[^1], fitted.Spec.TrainingTo, fitted.Spec.Slopes!.To));
            return fitted;
        }
    }

    [Fact]
    public void Each_fold_uses_the_newest_slopes_cut_before_it_and_origins_before_the_first_cut_are_refused()
    {
        DateOnly[] cuts = [Data.Sessions[500], Data.Sessions[700], Data.Sessions[900]];
        var model = new Recorded(new UniversalForecaster([.. cuts.Select(Cut)]));

        var result = WalkForward.Run(Data, [model], new() { From = Data.Sessions[420], BurnIn = 0, DegreeOfParallelism = 2 });

        Assert.All(model.Fits, fit =>
        {
            Assert.True(fit.Cut < fit.TrainedTo && fit.TrainedTo < fit.FirstOrigin);
            Assert.Equal(cuts.Last(cut => cut < fit.TrainedTo), fit.Cut);
        });
        Assert.Equal(cuts, model.Fits.Select(fit => fit.Cut).Distinct().Order());
        var refused = Assert.Single(result.Models[0].SkippedOrigins);
        Assert.Contains($"cut on {cuts[0]:yyyy-MM-dd}", refused.Reason, StringComparison.Ordinal);
        Assert.Equal(Data.Sessions[420], refused.From);
        // Folds begin in rows 420, 462, 504 and 546; the label of the last training row of the third ends in row 503.
        Assert.Equal(Data.Sessions[545], refused.To);
    }
}
