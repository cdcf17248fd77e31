using Volcast.Registry;

namespace Volcast.Services.Api.Tests.Models;

[Trait(Category.Name, Category.Integration)]
public sealed class ModelEndpointsTests(ApiUnderTest api) : IClassFixture<ApiUnderTest>
{
    [Fact]
    public async Task The_registry_is_shown_as_it_stands()
    {
        var model = Assert.Single((await api.GetJsonAsync("/v1/models")).GetProperty("models").EnumerateArray());
        Assert.Equal(("volcast-SPY-5d", "1"), (model.GetProperty("model").GetString(), model.GetProperty("in_charge").GetString()));
        var missing = await api.ProblemAsync("/v1/models/champion", 404, "no_champion");
        Assert.Contains("volcast registry promote", missing.GetProperty("detail").GetString());

        await api.Registry.SetAliasAsync("volcast-SPY-5d", RegistryTags.Champion, 1, TestContext.Current.CancellationToken);
        await api.RefreshAsync();
        Assert.Equal("1", (await api.GetJsonAsync("/v1/models/champion")).GetProperty("version").GetString());
    }

    [Theory]
    [InlineData("/v1/models/7/card", 404, "no_version", "version")]
    [InlineData("/v1/models/0/card", 400, "invalid_version", "version")]
    [InlineData("/v1/models/..%2f1/card", 400, "invalid_version", "version")]
    [InlineData("/v1/models/1/evidence", 404, "no_file", "version")]
    public async Task What_is_not_there_says_so(string path, int status, string code, string field) =>
        await api.ProblemAsync(path, status, code, field);
}
