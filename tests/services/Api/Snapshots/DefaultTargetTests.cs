using Volcast.Market;
using Volcast.Services.Tests;

namespace Volcast.Services.Api.Tests.Snapshots;

/// <summary>A service that does not serve SPY.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class DefaultTargetTests(DefaultTargetTests.Others api) : IClassFixture<DefaultTargetTests.Others>
{
    [Theory]
    [InlineData("/v1/forecasts/latest")]
    [InlineData("/v1/quality")]
    [InlineData("/v1/features/latest")]
    public async Task A_request_that_names_no_symbol_means_the_first_served_target(string path) =>
        Assert.Equal("T0000", (await api.GetJsonAsync(path)).GetProperty("symbol").GetString());

    [Fact]
    public async Task The_openapi_document_states_the_default()
    {
        var document = await api.GetJsonAsync("/openapi/v1.json");
        var symbol = document.GetProperty("paths").GetProperty("/v1/forecasts/latest").GetProperty("get")
            .GetProperty("parameters").EnumerateArray().Single(one => one.GetProperty("name").GetString() == "symbol");
        Assert.Equal("T0000", symbol.GetProperty("schema").GetProperty("default").GetString());
    }

    public sealed class Others : ApiUnderTest
    {
        protected override IReadOnlyList<AssetRoles> Targets => ManyTargets.Roles(2);

        protected override Task BeforeLookAsync() => ManyTargets.FillAsync(LakeFolder, RegistryFolder, Targets, Clock.Now);
    }
}
