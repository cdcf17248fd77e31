using Volcast.Registry.Aliases;

namespace Volcast.Registry.Tests.Aliases;

/// <summary>Version 1 was registered at the start and version 2 an hour later. Version 1 was champion from the 2nd hour, version 2
/// from the 4th.</summary>
public sealed class AsOfRegistryTests : IDisposable
{
    private const string Model = SampleRegistration.Model;
    private readonly TemporaryFolder folder = new();
    private readonly LocalModelRegistry registry;

    public AsOfRegistryTests() => registry = new(folder.Path);

    public void Dispose() => folder.Dispose();

    private static DateTimeOffset Hour(double hours) => SampleRegistration.Start.AddHours(hours);

    private async Task PrepareAsync()
    {
        foreach (var (recipe, hour) in new[] { ("first", 0), ("second", 1) })
        {
            var sample = SampleRegistration.Of(recipe, RegistryTags.Challenger);
            await registry.RegisterAsync(sample with
            {
                Run = sample.Run with { StartTime = Hour(hour), EndTime = Hour(hour) },
            });
        }
        await MoveAsync(1, over: null, Hour(2));
        await MoveAsync(2, (await registry.ReadChampionHistoryAsync(Model, Hour(4))).Current, Hour(4));
    }

    private Task<ChampionMove> MoveAsync(int version, ChampionTenure? over, DateTimeOffset at) =>
        registry.MoveChampionAsync(Model, version, over, ChampionMoveKind.Promoted, "a test", null, at);

    private AsOfRegistry At(DateTimeOffset instant) => new(registry, instant, now: Hour(100));

    [Theory]
    [InlineData(-1, null, null)]
    [InlineData(0, 1, "challenger")]
    [InlineData(1, 2, "challenger")]
    [InlineData(1.9, 2, "challenger")]
    [InlineData(2, 1, "champion")]
    [InlineData(3.9, 1, "champion")]
    [InlineData(4, 2, "champion")]
    [InlineData(99, 2, "champion")]
    public async Task The_serving_version_is_that_of_the_time(double hour, int? version, string? alias)
    {
        await PrepareAsync();
        var serving = await At(Hour(hour)).FindServingAsync(Model);
        Assert.Equal((version, alias), (serving?.Version.Number, serving?.Alias));
    }

    [Fact]
    public async Task A_version_that_was_registered_later_does_not_exist()
    {
        await PrepareAsync();
        var then = At(Hour(.5));
        Assert.Equal([1], (await then.ListVersionsAsync(Model)).Select(version => version.Number));
        Assert.Equal([1], (await then.ListAllVersionsAsync()).Select(version => version.Number));
        Assert.Null(await then.FindVersionAsync(Model, 2));
        Assert.NotNull(await At(Hour(1)).FindVersionAsync(Model, 2));
    }

    [Fact]
    public async Task After_the_first_champion_nobody_knows_who_was_challenger()
    {
        await PrepareAsync();
        Assert.Null(await At(Hour(3)).FindByAliasAsync(Model, RegistryTags.Challenger));
    }

    [Fact]
    public async Task A_time_whose_champion_is_not_recorded_any_more_is_an_error_and_no_other_version_takes_its_place()
    {
        await PrepareAsync();
        await registry.SetVersionTagAsync(Model, 1, RegistryTags.ChampionTenures,
            "2021-12-31T23:00:00.000Z/2021-12-31T23:30:00.000Z");
        var error = await Assert.ThrowsAsync<RegistryException>(() => At(Hour(3)).FindServingAsync(Model));
        Assert.Equal(RegistryProblem.NotFound, error.Problem);
        Assert.Contains("The champion of volcast-SPY-5d at 2022-01-01 00:00:00 UTC is not known: version 1 was champion from "
            + "2021-12-31 23:00:00 to 2021-12-31 23:30:00 UTC", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_cannot_be_written()
    {
        await PrepareAsync();
        var before = FolderBytes.Of(folder.Path);
        var then = At(Hour(3));
        await Assert.ThrowsAsync<InvalidOperationException>(() => then.RegisterAsync(SampleRegistration.Of("third")));
        await Assert.ThrowsAsync<InvalidOperationException>(() => then.SetAliasAsync(Model, RegistryTags.Champion, 1));
        await Assert.ThrowsAsync<InvalidOperationException>(() => then.DeleteAliasAsync(Model, RegistryTags.Champion));
        await Assert.ThrowsAsync<InvalidOperationException>(() => then.SetVersionTagAsync(Model, 1, "key", "value"));
        Assert.Equal(before, FolderBytes.Of(folder.Path));
    }
}
