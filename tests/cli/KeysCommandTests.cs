using System.Runtime.Versioning;
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

    [Theory]
    [InlineData("90d", "2024-09-12 12:00 UTC")]
    [InlineData("2024-12-31", "2024-12-31 00:00 UTC")]
    [InlineData("2024-06-14T14:30:00+02:00", "2024-06-14 12:30 UTC")]
    public async Task A_key_that_expires_says_when_and_the_list_says_who_made_it_and_when_it_was_used(string when, string end)
    {
        volcast.Environment["VOLCAST_ACTOR"] = "night shift";
        var made = await volcast.RunAsync("keys", "create", "--name", "desk", "--expires", when);
        Assert.Equal(0, made.ExitCode);
        Assert.Contains($"The key works until {end}.", made.Error, StringComparison.Ordinal);
        var id = made.Out[3..11];
        var listed = await volcast.RunAsync("keys", "list");
        Assert.Equal(
            $"{id}  read   created 2024-06-14 by night shift, expires {end}, never used  desk", listed.Out.TrimEnd());

        new KeyUseFile(folder[$"data/{KeyUseFile.FileName}"]).Merge(
            [KeyValuePair.Create(id, new DateTimeOffset(2024, 6, 14, 9, 5, 0, TimeSpan.Zero))], [id]);
        volcast.Environment["VOLCAST_NOW"] = "2026-01-01";
        listed = await volcast.RunAsync("keys", "list");
        Assert.Contains($"expired {end}, last used 2024-06-14 09:05 UTC", listed.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2024-06-14", "is not after the present")]
    [InlineData("0d", "is not after the present")]
    [InlineData("-3d", "ISO 8601")]
    [InlineData("d", "ISO 8601")]
    [InlineData("soon", "ISO 8601")]
    [InlineData("99999999d", "ISO 8601")]
    public async Task An_impossible_end_is_rejected(string when, string reason)
    {
        var refused = await volcast.RunAsync("keys", "create", "--name", "desk", $"--expires={when}");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains($"--expires '{when}'", refused.Error, StringComparison.Ordinal);
        Assert.Contains(reason, refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["data/api-keys.json"]));
    }

    [Fact]
    public async Task The_flag_names_the_creator_before_the_environment_and_else_it_is_the_user()
    {
        await volcast.RunAsync("keys", "create", "--name", "first");
        volcast.Environment["VOLCAST_ACTOR"] = "service";
        await volcast.RunAsync("keys", "create", "--name", "second", "--by", "ana");
        Assert.Equal([VolcastUnderTest.UserName, "ana"],
            new ApiKeyFile(folder["data/api-keys.json"]).Read().Select(key => key.CreatedBy));
        var refused = await volcast.RunAsync("keys", "create", "--name", "third", "--by", "two\nlines");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--by", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_an_older_volcast_is_read()
    {
        var (kept, _) = ApiKey.Create("old", KeyScope.Read, DateTimeOffset.UnixEpoch);
        File.WriteAllText(folder["api-keys.json"], $$"""
            [{"id":"{{kept.Id}}","name":"old","scope":"read","sha256":"{{kept.Sha256}}","created_at":"1970-01-01T00:00:00+00:00"}]
            """);
        Assert.Equal(kept, Assert.Single(new ApiKeyFile(folder["api-keys.json"]).Read()));
    }

    [Fact]
    public async Task A_damaged_file_fails_the_command_and_says_where()
    {
        Directory.CreateDirectory(folder["data"]);
        File.WriteAllText(folder["data/api-keys.json"], "[\n  oops\n]");
        var listed = await volcast.RunAsync("keys", "list");
        Assert.Equal(ExitCode.Failed, listed.ExitCode);
        Assert.Contains("api-keys.json is damaged: line 2, byte 3, $[0]: 'o' is an invalid start of a value. Restore it",
            listed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_key_the_list_is_empty_and_a_note_says_what_that_means()
    {
        var listed = await volcast.RunAsync("keys", "list");
        Assert.Equal((0, ""), (listed.ExitCode, listed.Out));
        Assert.Contains("A running service that has had a key still requires one until it is started again.", listed.Error,
            StringComparison.Ordinal);
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
            Assert.Contains(file.Path, Assert.Throws<KeyFileException>(file.Read).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_file_that_is_there_and_cannot_be_read_is_not_taken_for_an_absent_one()
    {
        Directory.CreateDirectory(folder["data/api-keys.json"]);
        var why = $"{folder["data/api-keys.json"]} is a folder: it must be a regular file.";
        foreach (var (command, what) in new[] { ("list", "read"), ("create", "changed") })
        {
            var refused = await volcast.RunAsync(["keys", command, .. command == "create" ? new[] { "--name", "desk" } : []]);
            Assert.Equal(ExitCode.Failed, refused.ExitCode);
            Assert.Contains($"The API keys cannot be {what}: {why}", refused.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_folder_that_may_not_be_read_is_reported_with_its_path_and_advice()
    {
        Assert.SkipWhen(
            OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "this user may read every folder");
        var file = new ApiKeyFile(folder["data/api-keys.json"]);
        file.Add(ApiKey.Create("desk", KeyScope.Read, DateTimeOffset.UnixEpoch).Kept);
        File.SetUnixFileMode(folder["data"], UnixFileMode.None);
        try
        {
            Assert.EndsWith(
                $"Give this user the right to read {file.Path} and its folder.",
                Assert.Throws<KeyFileException>(file.Read).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.SetUnixFileMode(
                folder["data"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
