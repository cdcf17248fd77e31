using System.Text.Json;
using Volcast.ApiContract.Operations;
using Volcast.Hosting;
using Volcast.Workspace;

namespace Volcast.Services.Api.Tests;

public sealed class ApiSettingsTests
{
    [Fact]
    public void Every_setting_is_a_known_name() =>
        Assert.Empty(ApiSettings.All.Select(setting => setting.Name).Except(KnownNames.All));

    [Fact]
    [Trait(Category.Name, Category.Integration)]
    public void The_command_that_makes_a_key_names_the_data_of_the_invocation()
    {
        using var folder = new TemporaryFolder();
        var settings = Settings.Resolve(
            ApiSettings.All, SettingsFile.Read(SettingsFile.PathIn(folder.Path)), _ => null,
            CommandLineFlags.Parse(["--address", "http://0.0.0.0:8080", "--data", "my data"], ApiSettings.All));
        var refused = Assert.Throws<SettingException>(() => ApiOptions.Of(settings, new DataLocations(settings, folder.Path)));
        Assert.Contains("volcast keys create --name NAME --data 'my data'` first", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait(Category.Name, Category.Integration)]
    public void A_suggested_command_reads_the_data_of_the_service()
    {
        using var folder = new TemporaryFolder();
        var settings = Settings.Resolve(
            ApiSettings.All, SettingsFile.Read(SettingsFile.PathIn(folder.Path)), _ => null,
            CommandLineFlags.Parse(["--source", "simulated", "--data", "my data"], ApiSettings.All));
        var options = ApiOptions.Of(settings, new DataLocations(settings, folder.Path));
        Assert.Equal(
            "Run `./volcast train --target SPY --source simulated --data 'my data'` first, or `cat file`.",
            options.CompleteCommands("Run `volcast train --target SPY` first, or `cat file`."));
    }

    [Fact]
    public void Data_in_a_bucket_have_their_lake_and_their_keys_there()
    {
        var flags = CommandLineFlags.Parse(["--data", "s3://prices/desk/"], ApiSettings.All);
        var settings = Settings.Resolve(
            ApiSettings.All, SettingsFile.Read("/nonexistent"),
            name => name == "VOLCAST_S3_ENDPOINT" ? "http://127.0.0.1:9" : null, flags);
        var options = ApiOptions.Of(settings, new DataLocations(settings, "/"));
        Assert.Equal("s3://prices/desk/lake", options.Lake.Description);
        Assert.Equal("s3://prices/desk/api-keys.json", options.Keys.Path);
        Assert.Equal("s3://prices/desk/api-key-uses.json", options.KeyUses.Path);
    }

    [Fact]
    public void An_index_is_refused_as_a_target()
    {
        var refused = Assert.Throws<SettingException>(() => Settings.Resolve(
            ApiSettings.All, SettingsFile.Read("/nonexistent"), _ => null,
            CommandLineFlags.Parse(["--target", "^VIX"], ApiSettings.All)));
        Assert.Contains("'^VIX' is an index", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_names_each_setting_that_has_no_flag()
    {
        using var help = new StringWriter();
        CommandLineFlags.WriteHelp(help, ApiSettings.Purpose, ApiSettings.All);
        var lines = help.ToString().Split(help.NewLine);
        Assert.All(lines[1..], line => Assert.False(line.StartsWith("    ", StringComparison.Ordinal), line));
        Assert.All(ApiSettings.All.Where(setting => setting.Flag is null), setting =>
            Assert.Contains(lines, line => line.StartsWith($"  {setting.Name}  ", StringComparison.Ordinal)));
        Assert.DoesNotContain("default: none", help.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_writes_a_backquote_as_itself() => Assert.Contains(
        "`./volcast features`",
        JsonSerializer.Serialize(new HealthDocument("`./volcast features`", []), ApiJson.Contract.HealthDocument),
        StringComparison.Ordinal);
}
