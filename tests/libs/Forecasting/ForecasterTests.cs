using Volcast.Volatility;

namespace Volcast.Forecasting.Tests;

/// <summary>Checks that every forecaster in the catalog must pass.</summary>
public sealed class ForecasterTests
{
    private const int Horizon = 5;
    private static readonly ForecasterSettings Settings = new() { Features = SyntheticTarget.Features, Seed = 3 };
    private static readonly ForecastingData Data = SyntheticTarget.Create();

    public static TheoryData<string> Names => [.. ForecasterCatalog.Names];

    private static IFittedForecaster Fit(string name, int refit = 1000, ForecastingData? data = null)
    {
        data ??= Data;
        var labels = RealizedVariance.Labels(data.LogReturns, Horizon);
        return ForecasterCatalog.Create(name, Settings).Fit(data.KnownAt(refit), labels.AsSpan(0, refit - Horizon), Horizon);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_fit_uses_the_shipped_tree_parameters(string name)
    {
        using var fitted = Fit(name);
        var shipped = ForecasterCatalog.ShippedTrees(name, Horizon);
        Assert.Equal(fitted.Spec.Rounds is not null, shipped.Count > 0);
        Assert.Equal(shipped.Count > 0, ForecasterCatalog.NamesWithTrees.Contains(name));
        Assert.All(shipped, tree => Assert.Equal(TreeParameters.Of(fitted.Spec, tree.Key), tree.Value));
        Assert.Empty(TreeParameters.Differing(shipped, shipped));
    }

    [Fact]
    public void Chosen_parameters_differ_by_their_numbers()
    {
        var shipped = ForecasterCatalog.ShippedTrees("volcast", Horizon);
        var chosen = new Dictionary<string, string> { ["eta"] = "2e-2", ["max_depth"] = "3", ["alpha"] = "0" };
        Assert.Equal(["alpha", "max_depth"], TreeParameters.Differing(shipped, chosen).Keys);
    }

    /// <summary>Five squared returns alone are too noisy to beat the mean by QLIKE.</summary>
    public static TheoryData<string> NamesThatBeatTheMean => [.. ForecasterCatalog.Names.Where(name => name != "rv-5")];

    [Theory]
    [MemberData(nameof(NamesThatBeatTheMean))]
    public void Forecasts_beat_the_constant_mean(string name)
    {
        // Long enough that the inputs stay within the range that a linear model was trained on.
        var data = SyntheticTarget.Create(3000);
        using var fitted = Fit(name, refit: 1500, data);
        var labels = RealizedVariance.Labels(data.LogReturns, Horizon);
        var rows = Enumerable.Range(1500, data.Rows - 1500 - Horizon).ToArray();

        var forecasts = rows.Select(row => fitted.Forecast(data.KnownAt(row))).ToArray();
        var mean = Enumerable.Repeat(fitted.Spec.TargetMean, rows.Length).ToArray();
        var realized = rows.Select(row => labels[row]).ToArray();

        Assert.True(Losses.MeanQlike(realized, forecasts) < Losses.MeanQlike(realized, mean));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Contributions_and_base_add_up_to_the_forecast(string name)
    {
        using var fitted = Fit(name);
        for (var row = 1000; row < Data.Rows; row++)
        {
            var known = Data.KnownAt(row);
            var explanation = fitted.Explain(known);
            var sum = explanation.Base + explanation.Contributions.Sum(c => c.Amount);
            Assert.Equal(explanation.Output, sum, 1e-9 * Math.Max(1, Math.Abs(explanation.Output)));

            var inVolatility = explanation.InVolatility();
            Assert.Equal(Math.Sqrt(fitted.Forecast(known)), inVolatility.Output, 1e-7);
            Assert.Equal(inVolatility.Output, inVolatility.Base + inVolatility.Contributions.Sum(c => c.Amount), 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Interactions_of_trees_add_up_to_the_contributions_and_other_models_have_none(string name)
    {
        using var fitted = Fit(name);
        var known = Data.KnownAt(1100);
        var interactions = fitted.Interactions(known);
        Assert.Equal(fitted.Spec.Rounds is null, interactions is null);
        if (interactions is null)
            return;

        var explanation = fitted.Explain(known);
        Assert.Equal(explanation.Scale, interactions.Scale);
        Assert.Equal(explanation.Contributions.Select(c => c.Feature), interactions.Features);
        foreach (var (row, contribution) in interactions.Amounts.Zip(explanation.Contributions))
            Assert.Equal(contribution.Amount, row.Sum(), 1e-5);
        var pairs = interactions.Pairs();
        Assert.Equal(interactions.Features.Count * (interactions.Features.Count - 1) / 2, pairs.Count);
        Assert.Equal(pairs.Select(p => Math.Abs(p.Amount)).OrderDescending(), pairs.Select(p => Math.Abs(p.Amount)));
        var diagonal = Enumerable.Range(0, interactions.Features.Count).Sum(i => interactions.Amounts[i][i]);
        Assert.Equal(explanation.Contributions.Sum(c => c.Amount), diagonal + pairs.Sum(p => p.Amount), 1e-5);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_reloaded_forecaster_forecasts_and_explains_the_same_bits(string name)
    {
        using var fitted = Fit(name);
        using var folder = new TemporaryFolder();
        foreach (var (path, content) in new ForecasterArtifact(fitted).Save())
            File.WriteAllBytes(folder[path], content);

        using var reloaded = ForecasterArtifact.Load(
            Directory.GetFiles(folder.Path).ToDictionary(path => Path.GetFileName(path), File.ReadAllBytes));

        Assert.Null(reloaded.Distribution);
        foreach (var row in Enumerable.Range(1000, 100))
        {
            var known = Data.KnownAt(row);
            Assert.Equal(fitted.Forecast(known), reloaded.Forecaster.Forecast(known));
            Assert.Equal(fitted.Explain(known).Contributions, reloaded.Forecaster.Explain(known).Contributions);
        }
        Assert.Equal(fitted.Save().OrderBy(f => f.Key).SelectMany(f => f.Value), reloaded.Save().SelectMany(f => f.Value));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_rows_and_seed_give_the_same_bytes(string name)
    {
        using var first = Fit(name);
        using var second = Fit(name);
        Assert.Equal(first.Save().SelectMany(f => f.Value), second.Save().SelectMany(f => f.Value));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_spec_states_the_training_rows(string name)
    {
        using var fitted = Fit(name);
        var recipe = fitted.Spec;

        Assert.Equal((name, "TEST", Horizon), (recipe.Name, recipe.Symbol, recipe.Horizon));
        Assert.Equal(Data.Sessions[1000 - Horizon - 1], recipe.TrainingTo);
        var warmUp = Math.Max(22, recipe.Inputs.Max(input => (int?)Data.Column(input).IndexOfAnyExcept(double.NaN)) ?? 0);
        Assert.True(recipe.TrainingFrom <= Data.Sessions[warmUp]);
        Assert.InRange(recipe.TrainingRows, 1000 - Horizon - warmUp, 1000 - Horizon);
        Assert.InRange(recipe.TargetMinimum, RealizedVariance.Floor, recipe.TargetMean);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Too_short_a_history_is_refused_with_the_rows_that_exist_and_are_needed(string name)
    {
        var error = Assert.Throws<InsufficientDataException>(() => Fit(name, refit: 120));
        var day = $"{Data.Sessions[120]:yyyy-MM-dd}";
        var needed = ForecasterCatalog.Create(name, Settings).MinimumTrainingRows;
        Assert.Matches(name == "volcast"
            ? $"volcast needs range_vol_250d, which TEST lacks in every session up to {day}: give it a longer history"
            : $"{name} has \\d+ usable training rows of TEST up to {day} but needs {needed}", error.Message);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_origin_with_a_missing_input_has_no_forecast_and_the_message_names_the_input(string name)
    {
        using var fitted = Fit(name);
        var returns = Data.LogReturns.ToArray();
        returns[1098] = double.NaN;
        var columns = Data.ColumnNames.ToDictionary(c => c, c => Data.Column(c).ToArray());
        foreach (var column in columns.Values)
            column[1100] = double.NaN;
        var holed = new ForecastingData("TEST", Data.Sessions.ToArray(), returns, columns).KnownAt(1100);

        Assert.True(double.IsNaN(fitted.Forecast(holed)));
        var error = Assert.Throws<InsufficientDataException>(() => fitted.Explain(holed));
        Assert.Contains(fitted.Spec.Inputs is [var input, ..] ? input : "log returns", error.Message);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Data_after_the_fit_do_not_change_it(string name)
    {
        using var whole = Fit(name);
        var columns = Data.ColumnNames.ToDictionary(c => c, c => Data.Column(c)[..1001].ToArray());
        using var cut = Fit(name, 1000, new("TEST", Data.Sessions[..1001].ToArray(), Data.LogReturns[..1001].ToArray(), columns));

        Assert.Equal(whole.Save().SelectMany(f => f.Value), cut.Save().SelectMany(f => f.Value));
    }

    public static TheoryData<string> NamesThatReadColumns => [.. ForecasterCatalog.Names
        .Where(name => ForecasterCatalog.Create(name, Settings).Inputs.Count > 0)];

    [Theory]
    [MemberData(nameof(NamesThatReadColumns))]
    public void A_column_that_is_absent_on_every_session_is_named(string name)
    {
        var columns = Data.ColumnNames.ToDictionary(c => c, c => Data.Column(c).ToArray());
        var input = ForecasterCatalog.Create(name, Settings).Inputs[^1];
        Array.Fill(columns[input], double.NaN);
        var without = new ForecastingData("QQQ", Data.Sessions.ToArray(), Data.LogReturns.ToArray(), columns);
        var error = Assert.Throws<InsufficientDataException>(() => Fit(name, data: without));
        Assert.Contains($"{name} needs {input}, which QQQ lacks in every session", error.Message);
    }

    [Theory]
    [MemberData(nameof(Names))]
    [Trait(Category.Name, Category.Integration)]
    public void The_page_of_the_baselines_lists_each_forecaster(string name) => Assert.Single(
        File.ReadLines(Path.Combine(SharedData.RepositoryRoot, "docs", "baselines.md")),
        line => line.StartsWith("| `") && line.Split('|')[1].Contains($"`{name}`"));

    [Fact]
    public void An_unknown_name_is_refused_with_the_known_names()
    {
        var error = Assert.Throws<ArgumentException>(() => ForecasterCatalog.Create("harr", Settings));
        Assert.Contains("'harr'. There are volcast, har, vix-calibrated, xgboost-21", error.Message);
    }
}
