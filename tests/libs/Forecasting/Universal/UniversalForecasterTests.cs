using Volcast.Volatility;

namespace Volcast.Forecasting.Tests.Universal;

/// <summary>A forecaster whose slopes come from other tickers.</summary>
public sealed class UniversalForecasterTests
{
    private const int Horizon = 5;
    private static readonly ForecastingData Data = SyntheticTarget.Create();

    private static IFittedForecaster Fit(int refit, params UniversalSlopes[] sets) => new UniversalForecaster(sets).Fit(
        Data.KnownAt(refit), RealizedVariance.Labels(Data.LogReturns, Horizon).AsSpan(0, refit - Horizon), Horizon);

    /// <summary>Slopes that tell which set they are of.</summary>
    private static UniversalSlopes Cut(DateOnly to, double slope) => ShippedSlopes.All[0] with
    {
        To = to,
        InputDigest = $"{to:yyyyMMdd}",
        Horizons = [.. ShippedSlopes.All[0].Horizons.Select(one => one with
        {
            Slopes = [.. one.Slopes.Select(term => term with { Slope = slope })],
            WithoutYear = [.. one.WithoutYear.Select(term => term with { Slope = slope / 2 })],
        })],
    };

    [Fact]
    public void Only_the_level_is_fitted()
    {
        var (set, refit) = (Cut(Data.Sessions[300], .1), 1000);
        using var fitted = Fit(refit, set);
        Assert.All(fitted.Spec.Terms!, term => Assert.Equal(.1, term.Coefficient));
        Assert.Equal(new(set.To, set.InputDigest), fitted.Spec.Slopes);

        // The likelihood equation of the level: realised divided by forecast variance has mean 1 over the training rows.
        var labels = RealizedVariance.Labels(Data.LogReturns, Horizon);
        var ratios = Enumerable.Range(0, refit - Horizon)
            .Select(row => labels[row] / fitted.Forecast(Data.KnownAt(row))).Where(double.IsFinite).ToArray();
        Assert.Equal(fitted.Spec.TrainingRows, ratios.Length);
        Assert.Equal(1, ratios.Average(), 1e-9);
    }

    [Fact]
    public void The_newest_set_that_was_cut_before_the_last_training_row_is_used()
    {
        var last = Data.Sessions[1000 - Horizon - 1];
        UniversalSlopes[] sets = [Cut(last, .3), Cut(Data.Sessions[300], .1), Cut(last.AddDays(-1), .2)];
        using var fitted = Fit(1000, sets);
        Assert.Equal(last, fitted.Spec.TrainingTo);
        Assert.Equal(last.AddDays(-1), fitted.Spec.Slopes!.To);
    }

    [Fact]
    public void Slopes_cut_on_or_after_the_last_training_row_are_refused_with_both_days()
    {
        var last = Data.Sessions[1000 - Horizon - 1];
        var error = Assert.Throws<InsufficientDataException>(() => Fit(1000, Cut(last, .1)));
        Assert.Contains($"no slopes from before {last:yyyy-MM-dd}", error.Message, StringComparison.Ordinal);
        Assert.Contains($"cut on {last:yyyy-MM-dd}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_year_of_history_is_forecast_without_the_term_of_a_year()
    {
        using var fitted = Fit(251, Cut(Data.Sessions[100], .1));
        Assert.Equal(10, fitted.Spec.Terms!.Count);
        Assert.DoesNotContain("range_vol_250d", fitted.Spec.Inputs);
        Assert.All(fitted.Spec.Terms, term => Assert.Equal(.05, term.Coefficient));
        Assert.True(fitted.Forecast(Data.KnownAt(251)) > 0);
        using var reloaded = ForecasterArtifact.Load(fitted.Save().ToDictionary());
        Assert.Equal(fitted.Forecast(Data.KnownAt(260)), reloaded.Forecaster.Forecast(Data.KnownAt(260)));
    }

    [Fact]
    public void The_term_of_a_year_counts_once_half_a_year_of_training_rows_has_it()
    {
        // The column begins in row 250, so row 250 + 126 + 5 is the first refit whose training has 126 rows with it.
        using var before = Fit(250 + 126 + Horizon - 1, Cut(Data.Sessions[100], .1));
        using var after = Fit(250 + 126 + Horizon, Cut(Data.Sessions[100], .1));
        Assert.Equal((10, 11), (before.Spec.Terms!.Count, after.Spec.Terms!.Count));
    }

    [Fact]
    public void A_stored_model_whose_slopes_were_cut_after_its_training_is_refused()
    {
        using var fitted = Fit(1000, Cut(Data.Sessions[300], .1));
        var spec = fitted.Spec with { Slopes = fitted.Spec.Slopes! with { To = fitted.Spec.TrainingTo } };
        var error = Assert.Throws<InvalidDataException>(() => ForecasterArtifact.Load(
            new Dictionary<string, byte[]> { [FittedModelSpec.FileName] = spec.ToJson() }));
        Assert.Contains("which is not before its last training row", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_horizon_without_slopes_is_refused_with_the_horizons_that_have_some()
    {
        var error = Assert.Throws<InsufficientDataException>(() => new UniversalForecaster().Fit(
            Data.KnownAt(1000), RealizedVariance.Labels(Data.LogReturns, 3).AsSpan(0, 997), 3));
        Assert.Contains("1, 5, 10, 22", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_shipped_sets_ascend_and_each_is_of_many_tickers_up_to_its_cut()
    {
        Assert.Contains(new DateOnly(2009, 12, 31), ShippedSlopes.All.Select(set => set.To));
        Assert.Contains(new DateOnly(2018, 12, 31), ShippedSlopes.All.Select(set => set.To));
        Assert.Equal(ShippedSlopes.All.Select(set => set.To).Order().Distinct(), ShippedSlopes.All.Select(set => set.To));
        Assert.All(ShippedSlopes.All, set =>
        {
            Assert.Equal([1, 5, 10, 22], set.Horizons.Select(one => one.Horizon));
            Assert.InRange(set.Tickers.Count, 40, 100);
            Assert.All(set.Tickers, ticker => Assert.True(ticker.From <= ticker.Through && ticker.Through < set.To));
        });
    }
}
