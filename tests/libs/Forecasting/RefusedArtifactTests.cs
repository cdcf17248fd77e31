using System.Text;
using System.Text.Json.Nodes;
using Volcast.Forecasting.Distribution;
using Volcast.Volatility;

namespace Volcast.Forecasting.Tests;

/// <summary>Folders with correct checksums that hold files of another training, or impossible numbers.</summary>
public sealed class RefusedArtifactTests
{
    private static readonly ForecastingData Data = SyntheticTarget.Create(900);
    private static readonly Lazy<IReadOnlyDictionary<string, byte[]>> Trained = new(() => Files(seed: 3));

    private static SortedDictionary<string, byte[]> Files(int seed, int horizon = 5)
    {
        var labels = RealizedVariance.Labels(Data.LogReturns, horizon);
        var fitted = new VolcastForecaster(SyntheticTarget.Features, seed)
            .Fit(Data, labels.AsSpan(0, labels.Length - horizon), horizon);
        using var artifact = new ForecasterArtifact(fitted, new ForecastDistribution(horizon));
        return artifact.Save();
    }

    private static string Refusal(string path, Func<JsonNode, string> edit) =>
        Refusal(path, Encoding.UTF8.GetBytes(edit(JsonNode.Parse(Trained.Value[path])!)));

    private static string Refusal(string path, byte[] content)
    {
        var files = new Dictionary<string, byte[]>(Trained.Value) { [path] = content };
        return Assert.Throws<InvalidDataException>(() => ForecasterArtifact.Load(files)).Message;
    }

    /// <summary>The file with another value at a path, such as <c>members 0 intercept</c>.</summary>
    private static string Put(JsonNode file, string path, string number)
    {
        const string Mark = "the number";
        var steps = path.Split(' ');
        var place = steps[..^1].Aggregate(file, (node, step) => int.TryParse(step, out var i) ? node[i]! : node[step]!);
        if (int.TryParse(steps[^1], out var last))
            place[last] = Mark;
        else
            place[steps[^1]] = Mark;
        return file.ToJsonString().Replace($"\"{Mark}\"", number, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unchanged_artifact_loads()
    {
        using var loaded = ForecasterArtifact.Load(Trained.Value);
        Assert.Equal("volcast", loaded.Spec.Name);
    }

    [Theory]
    [InlineData("horizon", "0", "horizon is 0")]
    [InlineData("horizon", "1000", "horizon is 1000")]
    [InlineData("trainingRows", "0", "trainingRows is 0")]
    [InlineData("targetMean", "-0.01", "targetMean is -0.01")]
    [InlineData("targetMean", "1e9", "targetMean is 1E+09")]
    [InlineData("targetMinimum", "50", "targetMinimum is 50")]
    [InlineData("members 0 intercept", "NaN", "damaged")]
    [InlineData("members 0 intercept", "1e999", "intercept in memory is Infinity")]
    [InlineData("members 1 terms 2 coefficient", "-1e300",
        "coefficient of ln_range_vol_10d_squared in term-structure is -1E+300")]
    [InlineData("members 2 terms 0 trainingMean", "1e7", "mean of ln_vix_squared in implied is 1E+07")]
    [InlineData("members 0 intercept", "40", "a member memory that forecasts a volatility of")]
    [InlineData("members 0 weight", "0.9", "weights' sum is 1.")]
    [InlineData("members 0 weight", "-0.5", "weight of memory is -0.5")]
    [InlineData("members 2 terms 0 transform", "\"ln\"", "lacks the member implied with the terms")]
    [InlineData("members 2 terms 0 column", "\"vix3m\"", "lacks the member implied with the terms")]
    [InlineData("rounds", "29", "has trees of 30 rounds and recipe.json of volcast names 29")]
    [InlineData("rounds", "-1", "has trees of 30 rounds")]
    [InlineData("inputs 4", "\"noise\"", "does not name the input range_vol_1d")]
    [InlineData("format", "4", "format 4")]
    [InlineData("members 3 slopes to", "\"2031-12-31\"", "slopes were cut on 2031-12-31")]
    [InlineData("members 3 name", "\"seasonal\"", "has the member seasonal, which it cannot have")]
    [InlineData("name", "\"deep-thought\"", "'deep-thought'")]
    public void A_recipe_with_numbers_that_no_training_gives_is_refused(string path, string number, string why)
    {
        var message = Refusal(FittedModelSpec.FileName, recipe => Put(recipe, path, number));
        Assert.Contains(why, message, StringComparison.Ordinal);
        Assert.Contains("recipe.json", message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_input_named_twice_is_refused() => Assert.Contains("names the input range_vol_250d twice",
        Refusal(FittedModelSpec.FileName, recipe =>
        {
            recipe["inputs"]!.AsArray().Add("range_vol_250d");
            return recipe.ToJsonString();
        }), StringComparison.Ordinal);

    [Fact]
    public void An_extra_member_is_refused() => Assert.Contains("has the member memory twice",
        Refusal(FittedModelSpec.FileName, recipe =>
        {
            recipe["members"]!.AsArray().Add(recipe["members"]![0]!.DeepClone());
            return recipe.ToJsonString();
        }), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("not a model")]
    [InlineData("{\"learner\":{}}")]
    public void A_file_that_is_not_a_booster_is_refused(string content) =>
        Assert.Contains("model.json of volcast is damaged", Refusal("model.json", Encoding.UTF8.GetBytes(content)),
            StringComparison.Ordinal);

    [Fact]
    public void A_booster_cut_short_is_refused() =>
        Assert.Contains("model.json of volcast is damaged", Refusal("model.json", Trained.Value["model.json"][..^100]),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("recipe.json", (1 << 20) + 1, "1,048,577 bytes, but the limit is 1,048,576")]
    [InlineData("interval.json", (1 << 20) + 1, "1,048,577 bytes")]
    [InlineData("model.json", (64 << 20) + 1, "67,108,865 bytes")]
    public void A_file_above_the_size_limit_is_refused_without_reading_it(string path, int bytes, string why)
    {
        var message = Refusal(path, new byte[bytes]);
        Assert.Contains($"{path} has {why}", message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_interval_of_another_horizon_is_refused() =>
        Assert.Contains("interval.json has a horizon of 22 sessions, recipe.json one of 5",
            Refusal("interval.json", new ForecastDistribution(22).Save()), StringComparison.Ordinal);

    [Theory]
    [InlineData("logResiduals", "[1e999]", "Infinity")]
    [InlineData("oneDayReturns", "[12345678]", "12345678")]
    [InlineData("horizonReturns", "[NaN]", "damaged")]
    public void An_interval_with_impossible_errors_is_refused(string path, string values, string why)
    {
        var message = Refusal("interval.json", state => Put(state, path, values));
        Assert.Contains("interval.json is damaged", message, StringComparison.Ordinal);
        Assert.Contains(why, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recipe_of_format_1_forecasts_the_same_bits()
    {
        var recipe = JsonNode.Parse(Trained.Value[FittedModelSpec.FileName])!;
        recipe["format"] = 1;
        foreach (var term in recipe["members"]!.AsArray().SelectMany(member => member!["terms"]!.AsArray()))
        {
            Assert.True(term!.AsObject().Remove("transform"));
            Assert.True(term.AsObject().Remove("column"));
        }
        var old = new Dictionary<string, byte[]>(Trained.Value)
        {
            [FittedModelSpec.FileName] = Encoding.UTF8.GetBytes(recipe.ToJsonString()),
        };
        using var before = ForecasterArtifact.Load(old);
        using var now = ForecasterArtifact.Load(Trained.Value);
        Assert.Equal(1, before.Spec.Format);
        for (var row = 300; row < Data.Rows; row += 50)
            Assert.Equal(now.Forecaster.Forecast(Data.KnownAt(row)), before.Forecaster.Forecast(Data.KnownAt(row)));
    }

    [Fact]
    public void An_input_too_large_for_single_precision_counts_as_missing()
    {
        var columns = Data.ColumnNames.ToDictionary(name => name, name => Data.Column(name).ToArray());
        columns["noise"][^1] = 1e39;
        var data = new ForecastingData("TEST", Data.Sessions.ToArray(), Data.LogReturns.ToArray(), columns);
        using var loaded = ForecasterArtifact.Load(Trained.Value);
        Assert.True(double.IsNaN(loaded.Forecaster.Forecast(data)));
        Assert.Contains("noise", Assert.Throws<InsufficientDataException>(() => loaded.Forecaster.Explain(data)).Message,
            StringComparison.Ordinal);
    }
}
