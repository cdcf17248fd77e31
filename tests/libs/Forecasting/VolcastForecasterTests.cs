using Volcast.Forecasting.Distribution;
using Volcast.Volatility;

namespace Volcast.Forecasting.Tests;

/// <summary>The parts of the shipped recipe, and the sum of its contributions.</summary>
public sealed class VolcastForecasterTests
{
    private const int Refit = 1000;
    private static readonly ForecastingData Data = SyntheticTarget.Create();

    private static IFittedForecaster Fit(
        ForecastingData data, int horizon = 5, IReadOnlyList<UniversalSlopes>? slopes = null)
    {
        var labels = RealizedVariance.Labels(data.LogReturns, horizon);
        return new VolcastForecaster(SyntheticTarget.Features, seed: 3, slopes: slopes)
            .Fit(data.KnownAt(Refit), labels.AsSpan(0, Refit - horizon), horizon);
    }

    private static ForecastingData WithOwnIndex() => new("TEST", Data.Sessions.ToArray(), Data.LogReturns.ToArray(),
        Data.ColumnNames.ToDictionary(c => c, c => Data.Column(c).ToArray()), impliedIndex: "^VIX", hasOwnIndex: true);

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
        Assert.Equal(["memory", "term-structure", "implied", "universal"], members.Select(m => m.Name));
        var universal = 1500.0 / (1500 + members[0].TrainingRows);
        double[] expected = [.5 * (1 - universal), .25 * (1 - universal), .25 * (1 - universal), universal];
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], members[i].Weight, 1e-12);
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
    public void Without_its_trees_the_recipe_is_the_mean_of_the_same_regressions()
    {
        var labels = RealizedVariance.Labels(Data.LogReturns, 5).AsSpan(0, Refit - 5);
        using var with = Fit(Data);
        using var without = new VolcastForecaster(SyntheticTarget.Features, leavesOutTrees: true)
            .Fit(Data.KnownAt(Refit), labels, 5);
        Assert.Equal(with.Spec.Members!.Select(member => member.Intercept), without.Spec.Members!.Select(member => member.Intercept));
        Assert.Equal(with.Spec.Members!.Select(member => member.Weight), without.Spec.Members!.Select(member => member.Weight));
        Assert.Null(without.Spec.Rounds);
        Assert.DoesNotContain(SyntheticTarget.Features[0], without.Spec.Inputs);
        Assert.NotEqual(with.Forecast(Data), without.Forecast(Data));
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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Over_a_month_there_are_no_trees_and_implied_volatility_counts_only_where_it_is_the_targets_own(bool isOwn)
    {
        using var fitted = Fit(isOwn ? WithOwnIndex() : Data, 22);
        var members = fitted.Spec.Members!;
        string[] names = ["log-har-range", "har", "universal"];
        Assert.Equal(isOwn ? [.. names, "implied"] : names, members.Select(m => m.Name));
        Assert.All(members, m => Assert.Equal(1.0 / members.Count, m.Weight, 1e-12));
        Assert.Equal(["recipe.json"], fitted.Save().Keys);
        Assert.DoesNotContain("noise", fitted.Spec.Inputs);

        using var loaded = ForecasterArtifact.Load(
            new ForecasterArtifact(fitted, new ForecastDistribution(22)).Save());
        for (var row = Refit; row < Data.Rows; row += 20)
            Assert.Equal(fitted.Forecast(Data.KnownAt(row)), loaded.Forecaster.Forecast(Data.KnownAt(row)));
    }

    /// <summary>The members of the month by their public models: the same forecasts, weighted in logs.</summary>
    [Fact]
    public void Over_a_month_the_forecast_is_the_geometric_mean_of_the_members()
    {
        var labels = RealizedVariance.Labels(Data.LogReturns, 22).AsSpan(0, Refit - 22);
        var known = Data.KnownAt(Refit);
        using var fitted = Fit(Data, 22);
        using var universal = new UniversalForecaster().Fit(known, labels, 22);
        using var range = new LogHarRange(["range_vol_1d", "range_vol_5d", "range_vol_22d"]).Fit(known, labels, 22);
        var har = fitted.Spec.Members!.Single(m => m.Name == "har");
        for (var row = Refit; row < Data.Rows; row += 10)
        {
            var now = Data.KnownAt(row);
            var (week, month) = (Data.Column("vol_5d")[row], Data.Column("vol_20d")[row]);
            var variance = har.Intercept + har.Terms[0].Coefficient * week * week + har.Terms[1].Coefficient * month * month;
            var log = (Math.Log(universal.Forecast(now)) + Math.Log(range.Forecast(now)) + Math.Log(variance)) / 3;
            Assert.Equal(log, Math.Log(fitted.Forecast(now)), 1e-9);
        }
    }

    /// <summary>Against the average over all orders in which the inputs can arrive.</summary>
    [Fact]
    public void Reasons_of_the_member_in_variance_are_Shapley_values()
    {
        using var fitted = Fit(Data, 22);
        var har = fitted.Spec.Members!.Single(m => m.Name == "har");
        var others = fitted.Spec.Members!.Where(m => m.Name != "har").SelectMany(m => m.Terms).Select(t => t.Column).ToHashSet();
        var reasons = fitted.Explain(Data).Contributions.ToDictionary(c => c.Feature, c => c.Amount);
        double At(bool week, bool month) => Math.Log(har.Intercept
            + har.Terms[0].Coefficient * (week ? Math.Pow(Data.Column("vol_5d")[^1], 2) : har.Terms[0].TrainingMean)
            + har.Terms[1].Coefficient * (month ? Math.Pow(Data.Column("vol_20d")[^1], 2) : har.Terms[1].TrainingMean));
        Assert.DoesNotContain("vol_5d", others);
        Assert.Equal(har.Weight / 2 * (At(true, false) - At(false, false) + At(true, true) - At(false, true)),
            reasons["vol_5d"], 1e-12);
        Assert.Equal(har.Weight / 2 * (At(false, true) - At(false, false) + At(true, true) - At(true, false)),
            reasons["vol_20d"], 1e-12);

        var square = fitted.Interactions(Data)!;
        for (var i = 0; i < square.Features.Count; i++)
            Assert.Equal(reasons[square.Features[i]], square.Amounts[i].Sum(), 1e-12);
        var (first, second) = (fitted.Spec.Inputs.ToList().IndexOf("vol_5d"), fitted.Spec.Inputs.ToList().IndexOf("vol_20d"));
        var joint = At(true, true) - At(true, false) - At(false, true) + At(false, false);
        Assert.NotEqual(0, joint, 1e-6);
        Assert.Equal(har.Weight / 2 * joint, square.Amounts[first][second], 1e-12);
    }

    [Fact]
    public void Another_level_multiplies_every_forecast_of_the_month()
    {
        using var fitted = Fit(Data, 22);
        var files = fitted.Save().ToDictionary();
        files[FittedModelSpec.FileName] = fitted.WithLevel(1.3)!.ToJson();
        files[ForecastDistribution.FileName] = new ForecastDistribution(22).Save();
        using var raised = ForecasterArtifact.Load(files);
        for (var row = Refit; row < Data.Rows; row += 20)
            Assert.Equal(1.3, raised.Forecaster.Forecast(Data.KnownAt(row)) / fitted.Forecast(Data.KnownAt(row)), 1e-9);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(22)]
    public void Without_slopes_from_before_its_training_the_recipe_leaves_the_universal_member_out(int horizon)
    {
        using var fitted = Fit(Data, horizon, []);
        Assert.DoesNotContain(fitted.Spec.Members!, m => m.Name == "universal");
        Assert.Equal(1, fitted.Spec.Members!.Sum(m => m.Weight), 1e-12);
    }

    [Fact]
    public void The_universal_member_says_where_its_slopes_come_from_and_takes_the_newest_that_had_been_cut()
    {
        var cuts = ShippedSlopes.All.Select(set => set with { To = Data.Sessions[Refit].AddYears(set.To.Year - 2012) }).ToArray();
        using var fitted = Fit(Data, slopes: cuts);
        var origin = fitted.Spec.Members!.Single(m => m.Name == "universal").Slopes!;
        Assert.Equal(cuts.Last(set => set.To < fitted.Spec.TrainingTo).To, origin.To);
        Assert.Contains(cuts, set => set.To > fitted.Spec.TrainingTo);
        Assert.All(fitted.Spec.Members!, m => Assert.Equal(m.Name == "universal", m.Slopes is not null));
    }
}
