using Volcast.Market;
using Volcast.Services.Tests;

namespace Volcast.Services.Api.Tests.Snapshots;

/// <summary>The lake holds too few sessions for a training.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class ShortHistoryTests(ShortHistoryTests.NewLake api) : IClassFixture<ShortHistoryTests.NewLake>
{
    public sealed class NewLake : ApiUnderTest
    {
        protected override async Task BeforeLookAsync()
        {
            Directory.Delete(LakeFolder, recursive: true);
            await SimulatedLake.FillAsync(LakeFolder, TradingCalendar.Nyse.Add(Last, -2), Last);
        }
    }

    [Theory]
    [InlineData("/v1/forecasts/latest?horizon=22")]
    [InlineData("/v1/models/champion?horizon=22")]
    public async Task A_missing_model_is_explained_by_the_history_and_not_by_a_training_that_cannot_work(string path)
    {
        using var answer = await api.Http.GetAsync(path, TestContext.Current.CancellationToken);
        var problem = await ApiUnderTest.JsonOf(answer, 404);
        Assert.Equal("no_model", problem.GetProperty("code").GetString());
        Assert.Equal("No model forecasts SPY 22 sessions ahead, and none can be trained yet: the lake holds 3 sessions of SPY, and "
            + "a training needs at least 148. Use a longer history.", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task The_state_of_the_data_is_there() => Assert.Equal(3,
        (await api.GetJsonAsync("/v1/quality?horizon=22")).GetProperty("series")[0].GetProperty("bar_count").GetInt32());
}
