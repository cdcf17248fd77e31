using Volcast.Registry;

namespace Volcast.Services.Api.Tests.Models;

[Trait(Category.Name, Category.Integration)]
public sealed class ModelEndpointsTests(ApiUnderTest api) : IClassFixture<ApiUnderTest>
{
    [Fact]
    public async Task Models_and_champion_are_those_of_the_registry()
    {
        var model = Assert.Single((await api.GetJsonAsync("/v1/models")).GetProperty("models").EnumerateArray());
        Assert.Equal(
            ("volcast-SPY-5d", 1), (model.GetProperty("model").GetString(), model.GetProperty("serving_version").GetInt32()));
        var missing = await api.ProblemAsync("/v1/models/champion", 404, "no_champion");
        Assert.Contains("volcast registry promote", missing.GetProperty("detail").GetString());

        await api.Registry.SetAliasAsync("volcast-SPY-5d", RegistryTags.Champion, 1, TestContext.Current.CancellationToken);
        await api.RefreshAsync();
        Assert.Equal(1, (await api.GetJsonAsync("/v1/models/champion")).GetProperty("model_version").GetInt32());
    }

    [Fact]
    public async Task A_version_that_cannot_be_loaded_is_listed_with_its_error()
    {
        await using var damaged = new Damaged();
        await damaged.InitializeAsync();
        var model = Assert.Single((await damaged.GetJsonAsync("/v1/models")).GetProperty("models").EnumerateArray());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, model.GetProperty("serving_version").ValueKind);
        Assert.Equal(1, Assert.Single(model.GetProperty("versions").EnumerateArray()).GetProperty("model_version").GetInt32());
        Assert.True(model.GetProperty("is_stale").GetBoolean());
        Assert.Contains("model.json", model.GetProperty("last_error").GetString());
        await damaged.ProblemAsync("/v1/forecasts/latest", 503, "model_tampered");
    }

    [Fact]
    public async Task While_nothing_could_be_read_yet_the_list_is_not_ready()
    {
        await using var starting = new WithoutLake();
        await starting.InitializeAsync();
        foreach (var path in new[] { "/v1/models", "/v1/models?horizon=5", "/v1/models?symbol=SPY", "/v1/models/champion" })
        {
            var problem = await starting.ProblemAsync(path, 503, "not_ready");
            Assert.Contains("There is no lake", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
        Directory.Move(starting.LakeFolder + ".away", starting.LakeFolder);
        await starting.RefreshAsync();
        Assert.Equal(1, (await starting.GetJsonAsync("/v1/models")).GetProperty("models").GetArrayLength());
    }

    [Theory]
    [InlineData("/v1/models?horizon=1", 0)]
    [InlineData("/v1/models?horizon=5", 1)]
    [InlineData("/v1/models?symbol=SPY", 1)]
    public async Task Models_are_filtered_by_symbol_and_horizon(string path, int count) =>
        Assert.Equal(count, (await api.GetJsonAsync(path)).GetProperty("models").GetArrayLength());

    [Theory]
    [InlineData("/v1/models/7/card", 404, "no_version", "version")]
    [InlineData("/v1/models/0/card", 400, "invalid_version", "version")]
    [InlineData("/v1/models/..%2f1/card", 400, "invalid_version", "version")]
    [InlineData("/v1/models/1/evidence", 404, "no_file", "version")]
    public async Task A_missing_version_or_file_is_an_error_with_a_code(string path, int status, string code, string field) =>
        await api.ProblemAsync(path, status, code, field);

    private sealed class WithoutLake : ApiUnderTest
    {
        protected override Task BeforeLookAsync()
        {
            Directory.Move(LakeFolder, LakeFolder + ".away");
            return Task.CompletedTask;
        }
    }

    /// <summary>A service whose only version was changed on disk before it started.</summary>
    private sealed class Damaged : ApiUnderTest
    {
        protected override Task BeforeLookAsync() => File.AppendAllTextAsync(
            Directory.GetFiles(RegistryFolder, "model.json", SearchOption.AllDirectories).Single(), " ");
    }
}
