using Volcast.Volatility;

namespace Volcast.Forecasting.Tests;

/// <summary>The parts of the shipped recipe, and the sum of its contributions.</summary>
public sealed class VolcastForecasterTests
{
    private const int Refit = 1000;
    private static readonly ForecastingData Data = SyntheticTarget.Create();

    private static IFittedForecaster Fit(ForecastingData data, int horizon = 5)
    {
        var labels = RealizedVariance.Labels(data.LogReturns, horizon);
        return new VolcastForecaster(SyntheticTarget.Features, seed: 3)
            .Fit(data.KnownAt(Refit), labels.AsSpan(0, Refit - horizon), horizon);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(22)]
    public void Contributions_add_up_to_the_log_forecast_and_to_volatility_in_every_row_and_horizon(int horizon)
    {
        using var fitted = Fit(Data, horizon);
        for (var row = Refit; row < Data.Rows; row++)
        {
            var known = Data.KnownAt(row);
            var forecast = fitted.Forecast(known);
            var reasons = fitted.Explain(known);
            Assert.Equal(ContributionScale.LogVariance, reasons.Scale);
            Assert.Equal(Math.Log(forecast), reasons.Base + reasons.Contributions.Sum(c => c.Amount), 1e-9);
            var points = reasons.InVolatility();
            Assert.Equal(1, (points.Base + points.Contributions.Sum(c => c.Amount)) / Math.Sqrt(forecast), 1e-9);
        }
    }

    [Fact]
    public void Every_input_is_explained_once_the_21_first()
    {
        using var fitted = Fit(Data);
        var names = fitted.Explain(Data).Contributions.Select(c => c.Feature).ToArray();
        Assert.Equal(fitted.Spec.Inputs, names);
        Assert.Equal(SyntheticTarget.Features, names[..4]);
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.Contains("range_vol_250d", names);
    }

    [Fact]
    public void The_regressions_have_their_weights_and_average_to_realised_variance_over_their_own_rows()
    {
        using var fitted = Fit(Data);
        var members = fitted.Spec.Members!;
        Assert.Equal(["memory", "term-structure", "implied"], members.Select(m => m.Name));
        Assert.Equal([.5, .25, .25], members.Select(m => m.Weight));
        var implied = members[2];
        var labels = RealizedVariance.Labels(Data.LogReturns, 5);
        var ratios = new List<double>();
        for (var row = 21; row < Refit - 5; row++)
            ratios.Add(labels[row] / Math.Exp(implied.Intercept
                + implied.Terms[0].Coefficient * 2 * Math.Log(Data.Column("vix")[row] / 100)
                + implied.Terms[1].Coefficient * 2 * Math.Log(Data.Column("vix_mean_22d")[row] / 100)));
        Assert.Equal(implied.TrainingRows, ratios.Count);
        Assert.Equal(1, ratios.Average(), 1e-9);
    }

    [Fact]
    public void The_forecast_is_the_geometric_mean_of_the_regressions_times_the_trees()
    {
        using var fitted = Fit(Data);
        var recipe = fitted.Spec;
        using var trees = Boosting.Booster.Load(fitted.Save()["model.json"]);
        foreach (var row in new[] { 1000, 1100, 1199 })
        {
            double Value(AffineTerm term)
            {
                var squared = term.Name.EndsWith("_squared", StringComparison.Ordinal);
                var column = (squared ? term.Name[..^8] : term.Name).Replace("ln_", "", StringComparison.Ordinal);
                var value = Data.Column(column)[row] / (column.StartsWith("vix", StringComparison.Ordinal) && squared ? 100 : 1);
                return squared ? Math.Log(value * value) : term.Name.StartsWith("ln_", StringComparison.Ordinal)
                    ? Math.Log(value) : value;
            }

            var log = recipe.Members!.Sum(m => m.Weight * (m.Intercept + m.Terms.Sum(t => t.Coefficient * Value(t))));
            var inputs = SyntheticTarget.Features.Select(name => (float)Data.Column(name)[row]).ToArray();
            var expected = log + trees.PredictMargin(inputs, 1, [0f])[0];
            Assert.Equal(expected, Math.Log(fitted.Forecast(Data.KnownAt(row))), 1e-9);
        }
    }

    [Fact]
    public void Ranges_of_days_outside_every_label_are_not_used()
    {
        using var fitted = Fit(Data);
        var columns = Data.ColumnNames.ToDictionary(c => c, c => Data.Column(c).ToArray());
        columns["range_vol_1d"][Refit] *= 50;
        using var other = Fit(new("TEST", Data.Sessions.ToArray(), Data.LogReturns.ToArray(), columns));
        Assert.Equal(fitted.Save().SelectMany(f => f.Value), other.Save().SelectMany(f => f.Value));

        columns["range_vol_1d"][Refit - 1] *= 50;
        using var covered = Fit(new("TEST", Data.Sessions.ToArray(), Data.LogReturns.ToArray(), columns));
        Assert.NotEqual(fitted.Spec.Members![0].Intercept, covered.Spec.Members![0].Intercept);
    }

    [Fact]
    public void Other_seeds_grow_other_trees_on_the_same_regressions()
    {
        var labels = RealizedVariance.Labels(Data.LogReturns, 5).AsSpan(0, Refit - 5);
        using var one = new VolcastForecaster(SyntheticTarget.Features, 1).Fit(Data.KnownAt(Refit), labels, 5);
        using var two = new VolcastForecaster(SyntheticTarget.Features, 2).Fit(Data.KnownAt(Refit), labels, 5);
        Assert.Equal(one.Spec.Members!.Select(m => m.Intercept), two.Spec.Members!.Select(m => m.Intercept));
        Assert.NotEqual(one.Forecast(Data), two.Forecast(Data));
    }

    [Fact]
    public void A_recipe_without_a_member_is_refused()
    {
        using var fitted = Fit(Data);
        var files = fitted.Save().ToDictionary();
        files[FittedModelSpec.FileName] = (fitted.Spec with { Members = [.. fitted.Spec.Members!.Take(2)] }).ToJson();
        Assert.Contains("lacks the member implied",
            Assert.Throws<InvalidDataException>(() => ForecasterArtifact.Load(files)).Message);
    }
}
