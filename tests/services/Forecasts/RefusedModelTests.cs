using System.Text;
using Volcast.Forecasting;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Registry;
using Volcast.Services.Tests;
using Volcast.Volatility;

namespace Volcast.Services.Forecasts.Tests;

/// <summary>Versions with correct checksums whose content does not match their name.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class RefusedModelTests : IDisposable
{
    private static readonly Symbol Spy = Symbol.Parse("SPY");
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static ArtifactFolder Har(string symbol, int horizon)
    {
        var random = new Random(5);
        var days = Enumerable.Range(0, 400).Select(day => new DateOnly(2020, 1, 1).AddDays(day)).ToArray();
        var returns = Array.ConvertAll(days, _ => .02 * (random.NextDouble() - .5));
        var data = new ForecastingData(symbol, days, returns, new Dictionary<string, double[]>());
        var labels = RealizedVariance.Labels(returns, horizon);
        using var fitted = ForecasterCatalog.Create("har", new ForecasterSettings { Features = [] })
            .Fit(data, labels.AsSpan(0, labels.Length - horizon), horizon);
        return SampleModel.FolderOf(fitted, distribution: null);
    }

    private async Task<RegisteredForecaster> LoadAsync(ArtifactFolder model)
    {
        var now = new DateTimeOffset(2021, 12, 31, 21, 0, 0, TimeSpan.Zero);
        var registry = new LocalModelRegistry(folder["mlruns"]);
        await registry.RegisterAsync(SampleModel.Registration(model, 5, 'a', now));
        return await RegisteredForecaster.LoadAsync(registry, Spy, 5, CancellationToken.None);
    }

    private async Task<RegistryException> RefusedAsync(ArtifactFolder model)
    {
        var refused = await Assert.ThrowsAsync<RegistryException>(() => LoadAsync(model));
        Assert.StartsWith("Model volcast-SPY-5d/1 ", refused.Message, StringComparison.Ordinal);
        return refused;
    }

    [Fact]
    public async Task A_model_with_the_right_name_is_loaded()
    {
        using var model = await LoadAsync(Har("SPY", 5));
        Assert.Equal("har", model.Artifact.Spec.Name);
    }

    [Theory]
    [InlineData("QQQ", 5, "holds a model of QQQ 5 sessions ahead")]
    [InlineData("SPY", 22, "holds a model of SPY 22 sessions ahead")]
    public async Task A_model_of_another_target_is_refused(string symbol, int horizon, string why)
    {
        var refused = await RefusedAsync(Har(symbol, horizon));
        Assert.Equal(RegistryProblem.Tampered, refused.Problem);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("recipe.json", "{", "recipe.json is damaged")]
    [InlineData("interval.json", "[]", "interval.json is damaged")]
    public async Task The_error_for_an_unreadable_file_names_it_and_the_version(string path, string content, string why)
    {
        var refused = await RefusedAsync(Har("SPY", 5).With(path, content));
        Assert.Equal(RegistryProblem.Corrupt, refused.Problem);
        Assert.Contains($"cannot be loaded: {why}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_error_for_a_recipe_of_a_newer_version_asks_for_a_newer_Volcast()
    {
        var model = Har("SPY", 5);
        var recipe = Encoding.UTF8.GetString(model[FittedModelSpec.FileName].Span);
        var refused = await RefusedAsync(model.With(FittedModelSpec.FileName,
            recipe.Replace($"\"format\": {FittedModelSpec.CurrentFormat}", "\"format\": 99", StringComparison.Ordinal)));
        Assert.Contains("use a newer Volcast", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_error_for_a_folder_without_a_recipe_says_so()
    {
        var refused = await RefusedAsync(ArtifactFolder.Empty.With("MLmodel", "x"));
        Assert.Contains("has no recipe.json", refused.Message, StringComparison.Ordinal);
    }
}
