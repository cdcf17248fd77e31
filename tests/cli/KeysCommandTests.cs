using Volcast.Hosting.Keys;

namespace Volcast.Cli.Tests;

[Trait(Category.Name, Category.Integration)]
public sealed class KeysCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly VolcastUnderTest volcast;

    public KeysCommandTests() => volcast = new(folder.Path);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_key_is_shown_once_stored_hashed_listed_and_revoked()
    {
        var made = await volcast.RunAsync("keys", "create", "--name", "desk", "--scope", "admin");
        Assert.Equal(0, made.ExitCode);
        var key = made.Out.Trim();
        var file = new ApiKeyFile(folder["data/api-keys.json"]);
        var kept = Assert.Single(file.Read());
        Assert.True(kept.Matches(key));
        Assert.False(kept.Matches(key[..^1] + (key[^1] == 'x' ? 'y' : 'x')));
        var text = await File.ReadAllTextAsync(file.Path, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(key, text, StringComparison.Ordinal);

        var listed = await volcast.RunAsync("keys", "list");
        Assert.Contains($"{kept.Id}  admin", listed.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(key[12..], listed.Out + listed.Error, StringComparison.Ordinal);

        Assert.Equal(0, (await volcast.RunAsync("keys", "revoke", kept.Id)).ExitCode);
        Assert.Empty(file.Read());
        var again = await volcast.RunAsync("keys", "revoke", kept.Id);
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("volcast keys list", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_key_the_list_is_empty_and_a_note_says_what_that_means()
    {
        var listed = await volcast.RunAsync("keys", "list");
        Assert.Equal((0, ""), (listed.ExitCode, listed.Out));
        Assert.Contains("the API listens on loopback only", listed.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("read", " ", "--name")]
    [InlineData("root", "x", "--scope")]
    public async Task An_invalid_name_or_scope_is_rejected(string scope, string name, string flag)
    {
        var refused = await volcast.RunAsync("keys", "create", "--name", name, "--scope", scope);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(flag, refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_file_accepts_no_key()
    {
        var file = new ApiKeyFile(folder["api-keys.json"]);
        foreach (var damaged in new[] { "{", "[{}]", "[{\"id\":\"1\"}]" })
        {
            File.WriteAllText(file.Path, damaged);
            Assert.Contains(file.Path, Assert.Throws<Hosting.SettingException>(file.Read).Message, StringComparison.Ordinal);
        }
    }
}
