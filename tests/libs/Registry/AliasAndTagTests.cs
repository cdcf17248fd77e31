using static Volcast.Registry.Tests.SampleRegistration;

namespace Volcast.Registry.Tests;

[Trait(Category.Name, Category.Integration)]
public sealed class AliasAndTagTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly CancellationToken token = TestContext.Current.CancellationToken;
    private LocalModelRegistry registry = null!;

    public async ValueTask InitializeAsync()
    {
        registry = new LocalModelRegistry(folder["mlruns"]);
        await registry.RegisterAsync(Of("first", "champion", "challenger"), token);
        await registry.RegisterAsync(Of("second", "challenger"), token);
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task An_alias_names_one_version_and_moves_with_a_registration()
    {
        Assert.Equal(1, (await registry.GetByAliasAsync(Model, "champion", token)).Number);
        Assert.Equal(2, (await registry.GetByAliasAsync(Model, "challenger", token)).Number);
        Assert.Equal(["champion"], (await registry.GetVersionAsync(Model, 1, token)).Aliases);
    }

    [Fact]
    public async Task An_alias_is_set_moved_back_and_deleted()
    {
        await registry.SetAliasAsync(Model, "champion", 2, token);
        Assert.Equal(["challenger", "champion"], (await registry.GetVersionAsync(Model, 2, token)).Aliases);

        await registry.SetAliasAsync(Model, "champion", 1, token);
        Assert.Equal(1, (await registry.GetByAliasAsync(Model, "champion", token)).Number);

        await registry.DeleteAliasAsync(Model, "champion", token);
        await registry.DeleteAliasAsync(Model, "champion", token);
        Assert.Null(await registry.FindByAliasAsync(Model, "champion", token));
    }

    [Theory]
    [InlineData("champion", 3)]
    [InlineData("champion", 0)]
    public async Task An_alias_is_not_given_to_a_version_that_is_not_there(string alias, int number)
    {
        var refused = await Assert.ThrowsAsync<RegistryException>(() => registry.SetAliasAsync(Model, alias, number, token));

        Assert.Equal(RegistryProblem.NotFound, refused.Problem);
        Assert.Contains("it has 2, 1", refused.Message);
        Assert.Equal(1, (await registry.GetByAliasAsync(Model, alias, token)).Number);
    }

    [Fact]
    public async Task An_alias_file_that_holds_no_number_is_corrupt()
    {
        File.WriteAllText(Store.Find(registry.Root, "aliases/champion"), "one");

        var corrupt = await Assert.ThrowsAsync<RegistryException>(() => registry.FindByAliasAsync(Model, "champion", token));

        Assert.Equal(RegistryProblem.Corrupt, corrupt.Problem);
        Assert.Contains("holds 'one' instead of a version number", corrupt.Message);
    }

    [Fact]
    public async Task A_version_tag_is_set_replaced_and_deleted()
    {
        await registry.SetVersionTagAsync(Model, 1, "verdict/reason", "too\nearly", token);
        await registry.SetVersionTagAsync(Model, 1, "verdict/reason", "good", token);
        Assert.Equal("good", (await registry.GetVersionAsync(Model, 1, token)).Tags["verdict/reason"]);

        await registry.DeleteVersionTagAsync(Model, 1, "verdict/reason", token);
        await registry.DeleteVersionTagAsync(Model, 1, "verdict/reason", token);
        Assert.False((await registry.GetVersionAsync(Model, 1, token)).Tags.ContainsKey("verdict/reason"));
        await Assert.ThrowsAsync<RegistryException>(() => registry.SetVersionTagAsync(Model, 7, "a", "b", token));
        await Assert.ThrowsAsync<RegistryException>(() => registry.DeleteVersionTagAsync(Model, 7, "a", token));
    }
}
