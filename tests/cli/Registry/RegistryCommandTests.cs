using System.Text.Json;
using Volcast.MlflowStub;

namespace Volcast.Cli.Tests.Registry;

/// <summary>The demo's registry with a refit of another seed beside the champion; each test works on a copy.</summary>
public sealed class TwoVersions(SimulatedRun demo) : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();

    public string DemoOutput => demo.First.Out;

    public async ValueTask InitializeAsync()
    {
        var volcast = new VolcastUnderTest(folder.Path);
        FolderBytes.Copy(demo.Data, folder["data"]);
        await volcast.RunAsync("train", "--data", "data", "--seed", "8");
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    public void CopyTo(string target) => FolderBytes.Copy(folder["data"], target);
}

[Trait(Category.Name, Category.Integration)]
[Collection(nameof(SimulatedRun))]
public sealed class RegistryCommandTests : IClassFixture<TwoVersions>, IDisposable
{
    private const string Model = "volcast-SPY-5d";
    private readonly TwoVersions versions;
    private readonly TemporaryFolder folder = new();
    private readonly VolcastUnderTest volcast;

    public RegistryCommandTests(TwoVersions versions)
    {
        this.versions = versions;
        versions.CopyTo(folder["data"]);
        volcast = new VolcastUnderTest(folder.Path);
    }

    public void Dispose() => folder.Dispose();

    private Task<VolcastUnderTest.Result> RunAsync(params string[] arguments) =>
        volcast.RunAsync(["registry", .. arguments, "--data", "data"]);

    private async Task<JsonElement> JsonAsync(params string[] arguments)
    {
        var result = await RunAsync([.. arguments, "--json"]);
        using var document = JsonDocument.Parse(result.Out);
        return document.RootElement.Clone();
    }

    private string Alias(string alias) => File.ReadAllText(folder[$"data/mlruns/models/{Model}/aliases/{alias}"]);

    private string TagPath(int version, string tag) => folder[$"data/mlruns/models/{Model}/version-{version}/tags/{tag}"];

    [Fact]
    public void The_first_run_promotes_a_champion_and_shows_its_verdict()
    {
        Assert.Contains("passed as first version", versions.DemoOutput, StringComparison.Ordinal);
        Assert.Contains("beats_har", versions.DemoOutput, StringComparison.Ordinal);
        Assert.Contains(
            $"{Model} version 1 has been the champion since 2024-06-14 12:00 UTC", versions.DemoOutput, StringComparison.Ordinal);
        Assert.Contains($"{Model} version 1 (champion)", versions.DemoOutput, StringComparison.Ordinal);
        Assert.Equal(("1", "2"), (Alias("champion"), Alias("challenger")));
    }

    [Fact]
    public async Task List_shows_every_version_with_its_aliases_and_score()
    {
        var list = await RunAsync("list");
        Assert.Equal((0, ""), (list.ExitCode, list.Error));
        Assert.Matches(
            $@"{Model}\s+2\s+challenger\s+Staging\s+volcast\s+SIMULATED\s+2024-\d\d-\d\d\s+0\.\d\d\d\s+2024-06-14", list.Out);
        Assert.Matches($@"{Model}\s+1\s+champion\s+Production\s+volcast\s+SIMULATED", list.Out);
        Assert.Contains("SIMULATED MARKET", list.Out, StringComparison.Ordinal);

        var json = await JsonAsync("list");
        Assert.Equal(2, json.GetArrayLength());
        Assert.Equal("champion", json[1].GetProperty("version").GetProperty("aliases")[0].GetString());
        Assert.InRange(json[1].GetProperty("qlike_ratio_to_har").GetDouble(), .1, 1);
        Assert.Matches(@"^\d+$", json[1].GetProperty("version").GetProperty("recipe_revision").GetString()!);
        Assert.Equal(0, (await JsonAsync("list", "--horizon", "22")).GetArrayLength());
        Assert.Contains("No volcast-SPY-22d", (await RunAsync("list", "--horizon", "22")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_registry_names_the_next_command()
    {
        var result = await volcast.RunAsync("registry", "list", "--data", "elsewhere");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("run `./volcast pipeline --data elsewhere`", result.Out, StringComparison.Ordinal);
        foreach (var verb in new[] { "show", "promote", "rollback" })
        {
            var error = await volcast.RunAsync("registry", verb, "--data", "elsewhere");
            Assert.Equal(ExitCode.Failed, error.ExitCode);
            Assert.Contains(Model, error.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Show_has_scores_verdicts_inputs_files_and_champions()
    {
        var shown = await RunAsync("show");
        Assert.Equal((0, ""), (shown.ExitCode, shown.Error));
        foreach (var part in new[]
            {
                $"{Model} version 1 (champion) (SIMULATED)", "SIMULATED MARKET", "volcast, revision ", "Walk-forward", "har",
                "features.L2", "passed as first version", "Champions", "2024-06-14 12:00:00 UTC to now", "model/model.json",
                "promoted as the first",
            })
            Assert.Contains(part, shown.Out, StringComparison.Ordinal);
        Assert.Matches(@"[0-9a-f]{64}\s+[\d,]+\s+evidence/walk_forward\.csv", shown.Out);

        foreach (var other in new[] { new[] { Model, "2" }, [Model, "challenger"], [$"{Model}/2"], [$"{Model}@challenger"],
            ["2"], ["challenger"] })
        {
            var json = await JsonAsync(["show", .. other]);
            Assert.Equal(2, json.GetProperty("version").GetProperty("model_version").GetInt32());
            Assert.Empty(json.GetProperty("verdicts").EnumerateArray());
            Assert.Equal(1, json.GetProperty("champion_tenures")[0].GetProperty("model_version").GetInt32());
            Assert.Equal(64, json.GetProperty("files")[0].GetProperty("sha256").GetString()!.Length);
            Assert.Equal("8", json.GetProperty("parameters").GetProperty("seed").GetString());
        }
        var champion = await JsonAsync("show");
        Assert.Equal("first_version", champion.GetProperty("verdicts")[0].GetProperty("gate").GetString());
    }

    [Fact]
    public async Task A_damaged_version_is_shown_as_such()
    {
        var file = Directory.GetFiles(folder["data/mlruns"], "interval.json", SearchOption.AllDirectories)[0];
        await File.AppendAllTextAsync(file, " ", TestContext.Current.CancellationToken);
        var results = new[] { await RunAsync("show", Model, "1"), await RunAsync("show", Model, "2") };
        var damaged = Assert.Single(results, result => result.ExitCode == ExitCode.NeedsAttention);
        Assert.Contains("DAMAGED", damaged.Out, StringComparison.Ordinal);
        Assert.Contains("interval.json", damaged.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("show", "volcast-NOSUCH-5d", "volcast-SPY-5d")]
    [InlineData("show", "volcast-SPY-5d/7", "2 (challenger), 1 (champion)")]
    [InlineData("show", "volcast-SPY-5d@nobody", "2 (challenger), 1 (champion)")]
    [InlineData("promote", "7", "2 (challenger), 1 (champion)")]
    [InlineData("promote", "nobody", "2 (challenger), 1 (champion)")]
    public async Task A_missing_version_is_reported_with_the_existing_ones(string verb, string argument, string expected)
    {
        var result = await RunAsync(verb, argument);
        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_promotion_exits_with_1_lists_every_reason_and_changes_no_alias()
    {
        var refused = await RunAsync("promote");
        Assert.Equal(ExitCode.Failed, refused.ExitCode);
        Assert.Contains("FAILED   shadow_sessions", refused.Out, StringComparison.Ordinal);
        Assert.Contains("SIMULATED MARKET", refused.Out, StringComparison.Ordinal);
        Assert.Contains("0 sessions", refused.Error, StringComparison.Ordinal);
        Assert.Contains("--force --reason", refused.Error, StringComparison.Ordinal);
        Assert.Equal(("1", "2"), (Alias("champion"), Alias("challenger")));

        var json = (await JsonAsync("promote"))[0];
        Assert.Equal("refused", json.GetProperty("outcome").GetString());
        Assert.Equal("refit", json.GetProperty("verdict").GetProperty("gate").GetString());
    }

    [Theory]
    [InlineData(5, "--shadow-sessions", "0")]
    [InlineData(0)]
    public async Task A_setting_or_else_the_policy_limits_the_shadow_sessions_that_a_refit_needs(int policy, params string[] flags)
    {
        File.WriteAllText(folder["policy.yaml"], $"shadow_sessions: {policy}\n");
        var promoted = await RunAsync(["promote", .. flags]);
        Assert.Equal((ExitCode.Done, ""), (promoted.ExitCode, promoted.ExitCode == 0 ? "" : promoted.Error));
        Assert.Equal("2", Alias("champion"));
        Assert.False(File.Exists(folder[$"data/mlruns/models/{Model}/aliases/challenger"]));
        var again = await RunAsync("promote");
        Assert.Equal(ExitCode.Done, again.ExitCode);
        Assert.Contains($"Nothing to do. {Model} version 2 has been the champion", again.Out, StringComparison.Ordinal);
        Assert.Contains("Nothing to do", (await RunAsync("promote", "champion")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Force_needs_a_reason_and_a_rollback_reverts_it()
    {
        Assert.Equal(ExitCode.Usage, (await RunAsync("promote", "--force")).ExitCode);
        Assert.Equal(ExitCode.Usage, (await RunAsync("promote", "--reason", "no force")).ExitCode);
        volcast.Environment["VOLCAST_NOW"] = "2024-06-14T13:00:00Z";
        var forced = await RunAsync("promote", "--force", "--reason", "the old one is stale", "--by", "ana");
        Assert.Equal(ExitCode.Done, forced.ExitCode);
        Assert.Contains("Promoted with --force", forced.Out, StringComparison.Ordinal);
        Assert.Contains("Done by ana.", forced.Out, StringComparison.Ordinal);
        var champion = await RunAsync("show");
        Assert.Contains("the old one is stale", champion.Out, StringComparison.Ordinal);
        Assert.Matches(@"promoted by\s+ana\n", champion.Out);

        volcast.Environment["VOLCAST_NOW"] = "2024-06-14T14:00:00Z";
        var back = await RunAsync("rollback", "--reason", "it was not");
        Assert.Equal(ExitCode.Done, back.ExitCode);
        Assert.Contains(
            $"Rolled back. {Model} version 1 has been the champion since 2024-06-14 14:00 UTC", back.Out,
                StringComparison.Ordinal);
        Assert.Equal("1", Alias("champion"));
        var shown = await RunAsync("show", Model, "2");
        Assert.Contains($"it was not (by {VolcastUnderTest.UserName})", shown.Out, StringComparison.Ordinal);
        Assert.Contains("2024-06-14 13:00:00 UTC to 2024-06-14 14:00:00 UTC", shown.Out, StringComparison.Ordinal);
        // The page of version 1 lists every champion with the reason of its promotion, also version 2.
        Assert.Contains("by force: the old one is stale", (await RunAsync("show", Model, "1")).Out.ReplaceLineEndings(" "),
            StringComparison.Ordinal);
        var further = await RunAsync("rollback");
        Assert.Equal(ExitCode.Failed, further.ExitCode);
        Assert.Contains("has no previous champion", further.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list")]
    [InlineData("show")]
    [InlineData("compare", "1", "2")]
    public async Task Reading_shows_the_stages_that_the_aliases_imply_and_writes_nothing(params string[] command)
    {
        File.WriteAllText(TagPath(2, "stage"), "Staging");
        File.WriteAllText(folder[$"data/mlruns/models/{Model}/aliases/champion"], "2");
        var before = FolderBytes.Of(folder["data/mlruns"]);
        var shown = await RunAsync(command);
        Assert.Equal((0, ""), (shown.ExitCode, shown.Error));
        Assert.Equal(before, FolderBytes.Of(folder["data/mlruns"]));
        var json = await JsonAsync("list");
        Assert.Equal(["Production", "Archived"], json.EnumerateArray()
            .Select(row => row.GetProperty("version").GetProperty("stage").GetString()));
    }

    [Fact]
    public async Task Compare_shows_scores_forecast_change_and_differences()
    {
        var compared = await RunAsync("compare", "champion", "2");
        Assert.Equal((0, ""), (compared.ExitCode, compared.Error));
        foreach (var part in new[]
            {
                "version 1 (champion) (SIMULATED) compared with", "SIMULATED MARKET", "the same recipe", "QLIKE ratio",
                "Diebold–Mariano", "newest 252 sessions", "seed",
            })
            Assert.Contains(part, compared.Out, StringComparison.Ordinal);

        var json = await JsonAsync("compare", "1", $"{Model}/2");
        Assert.True(json.GetProperty("is_refit").GetBoolean());
        var scores = json.GetProperty("scores");
        Assert.InRange(scores.GetProperty("origin_count").GetInt32(), 200, 2000);
        Assert.Equal(scores.GetProperty("qlike_a").GetDouble() / scores.GetProperty("qlike_b").GetDouble(),
            scores.GetProperty("qlike_ratio").GetDouble(), 1e-12);
        // In the reverse order the ratio is the inverse and the statistic has the opposite sign.
        var turned = (await JsonAsync("compare", "2", "1")).GetProperty("scores");
        Assert.Equal(1 / scores.GetProperty("qlike_ratio").GetDouble(), turned.GetProperty("qlike_ratio").GetDouble(), 1e-12);
        Assert.Equal(-scores.GetProperty("diebold_mariano_statistic").GetDouble(),
            turned.GetProperty("diebold_mariano_statistic").GetDouble(), 1e-9);
        Assert.Contains(json.GetProperty("differences").EnumerateArray(),
            difference => difference.GetProperty("name").GetString() == "seed"
                && difference.GetProperty("value_a").GetString() == "7" && difference.GetProperty("value_b").GetString() == "8");
        Assert.InRange(json.GetProperty("forecast_difference").GetProperty("mean_absolute_log_variance").GetDouble(), 1e-6, .1);
    }

    [Fact]
    public async Task A_copied_registry_is_rebased_once()
    {
        var first = await RunAsync("rebase");
        Assert.Equal(0, first.ExitCode);
        Assert.Contains("Updated the addresses in", first.Out, StringComparison.Ordinal);
        Assert.Contains("nothing to do", (await RunAsync("rebase")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_is_pushed_to_a_server_with_its_alias_and_pulled_from_there()
    {
        await using var stub = await StubServer.StartAsync();
        var server = $"{stub.Address}";
        Assert.Equal(ExitCode.Usage, (await RunAsync("push")).ExitCode);
        volcast.Environment["MLFLOW_TRACKING_URI"] = server;
        var simulated = await RunAsync("push");
        Assert.Equal(ExitCode.Usage, simulated.ExitCode);
        Assert.Contains("simulated market", simulated.Error, StringComparison.Ordinal);

        var pushed = await RunAsync("push", "--to", server, "--with-aliases");
        Assert.Equal((0, ""), (pushed.ExitCode, pushed.ExitCode == 0 ? "" : pushed.Error));
        Assert.Contains("Its aliases there: champion", pushed.Out, StringComparison.Ordinal);
        Assert.Contains("SIMULATED MARKET", pushed.Out, StringComparison.Ordinal);
        Assert.False((await JsonAsync("push", "--to", server))[0].GetProperty("is_new").GetBoolean());

        // In a folder without a lake, the server is the registry.
        var list = await volcast.RunAsync("registry", "list", "--data", "elsewhere");
        Assert.Matches($@"{Model}\s+1\s+champion\s+Production\s+volcast\s+SIMULATED", list.Out);
        var shown = await volcast.RunAsync("registry", "show", "--data", "elsewhere");
        Assert.Contains("Champions", shown.Out, StringComparison.Ordinal);
        Assert.Contains("No verdict yet", shown.Out, StringComparison.Ordinal);

        var pulled = await volcast.RunAsync("registry", "pull", "--from", server, "--data", "elsewhere");
        Assert.Equal((0, ""), (pulled.ExitCode, pulled.ExitCode == 0 ? "" : pulled.Error));
        Assert.True(Directory.Exists(folder[$"elsewhere/mlruns/models/{Model}/version-1"]));
    }

    [Fact]
    public async Task A_version_on_a_server_is_promoted_and_rolled_back_there()
    {
        await using var stub = await StubServer.StartAsync();
        volcast.Environment["MLFLOW_TRACKING_URI"] = $"{stub.Address}";
        foreach (var version in new[] { "1", "2" })
            await RunAsync("push", version, "--to", $"{stub.Address}");
        Task<VolcastUnderTest.Result> OnServerAsync(params string[] arguments) =>
            volcast.RunAsync(["registry", .. arguments, "--data", "elsewhere"]);

        var first = await OnServerAsync("promote", "1");
        Assert.Equal((0, ""), (first.ExitCode, first.ExitCode == 0 ? "" : first.Error));
        Assert.Equal(ExitCode.Failed, (await OnServerAsync("promote", "2")).ExitCode);
        volcast.Environment["VOLCAST_NOW"] = "2024-06-14T13:00:00Z";
        Assert.Equal(0, (await OnServerAsync("promote", "2", "--force", "--reason", "„déjà vu“")).ExitCode);
        Assert.Contains("„déjà vu“", (await OnServerAsync("show")).Out, StringComparison.Ordinal);
        Assert.Equal(0, (await OnServerAsync("rollback")).ExitCode);
        var shown = await OnServerAsync("show");
        Assert.Contains($"{Model} version 1 (champion)", shown.Out, StringComparison.Ordinal);
        Assert.Equal(3, System.Text.RegularExpressions.Regex.Count(shown.Out, @"  version \d +2024-06-14"));
        Assert.Contains("Verdicts, oldest first", shown.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, (await OnServerAsync("rebase")).ExitCode);
    }

    [Fact]
    public async Task The_next_day_appends_forecasts_from_the_new_session_keeps_the_champion_and_adds_a_challenger()
    {
        volcast.Environment["VOLCAST_NOW"] = "2024-06-15T12:00:00Z";
        var next = await volcast.RunAsync("demo", "--lookback", "5y", "--data", "data");
        Assert.Equal(0, next.ExitCode);
        Assert.Matches(@"SPY\s+\S+\s+2024-06-14\s+[\d,]+\s+1\s+0\s+0\s+0", next.Out);
        Assert.Contains("2024-06-17 to 2024-06-24", next.Out, StringComparison.Ordinal);
        Assert.Contains("version 3", next.Out, StringComparison.Ordinal);
        Assert.Contains("version 1 remains champion", next.Error, StringComparison.Ordinal);
        Assert.Contains($"{Model} version 1 (champion)", next.Out, StringComparison.Ordinal);
        Assert.Equal(("1", "3"), (Alias("champion"), Alias("challenger")));
        var reproduced = await volcast.RunAsync("reproduce", "SPY", "2024-06-13", "--data", "data");
        Assert.Contains("reproduced bit for bit", reproduced.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_several_targets_a_command_for_one_model_needs_its_name()
    {
        var result = await RunAsync("compare", "1", "2", "--target", "SPY,QQQ");
        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains("volcast-SPY-5d/1", result.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, (await RunAsync("show", "@champion")).ExitCode);
    }
}
