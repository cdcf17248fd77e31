using Volcast.Hosting;
using Volcast.Lake;
using Volcast.Market.Simulation;
using Volcast.Registry;

namespace Volcast.Workspace.Tests;

public sealed class DataLocationsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("yahoo", null, "data")]
    [InlineData("simulated", null, "data/simulated")]
    [InlineData("simulated", "elsewhere", "elsewhere")]
    public void Simulated_runs_use_a_separate_folder_unless_one_is_set(string source, string? data, string expected)
    {
        var places = Places(("VOLCAST_SOURCE", source), ("VOLCAST_DATA", data));
        Assert.Equal(folder[expected], places.DataFolder);
        Assert.Equal(Path.Combine(folder[expected], "mlruns"), places.LocalRegistry.Folder);
    }

    [Fact]
    public void Models_of_simulated_data_stay_in_the_lakes_data_folder_whatever_server_is_set()
    {
        var places = Places(("MLFLOW_TRACKING_URI", "http://127.0.0.1:5000"));
        Assert.Equal(5000, places.Registry(DataKind.Real).Server!.Port);
        Assert.Equal(folder["data/mlruns"], places.Registry(DataKind.Simulated).Folder);
    }

    [Fact]
    public void The_address_selects_the_registry_and_credentials_are_not_sent_over_plain_http()
    {
        Assert.IsType<LocalModelRegistry>(Open(("MLFLOW_TRACKING_URI", "models")));
        var server = ("MLFLOW_TRACKING_URI", "http://mlflow.example");
        Assert.IsType<MlflowModelRegistry>(Open(server));
        var token = ("MLFLOW_TRACKING_TOKEN", "t0ken");
        var refused = Assert.Throws<SettingException>(() => Open(server, token));
        Assert.DoesNotContain("t0ken", refused.Message, StringComparison.Ordinal);
        Assert.IsType<MlflowModelRegistry>(Open(server, token, ("VOLCAST_CREDENTIALS_OVER_HTTP", "yes")));
    }

    [Fact]
    [Trait(Category.Name, Category.Integration)]
    public async Task The_data_kind_is_the_lakes_or_before_a_lake_exists_the_sources()
    {
        var stop = TestContext.Current.CancellationToken;
        Assert.Equal(DataKind.Real, await Places(("VOLCAST_SOURCE", "yahoo")).MarketAsync(stop));
        Assert.Equal(DataKind.Simulated, await Places(("VOLCAST_SOURCE", "simulated")).MarketAsync(stop));
        await using (var lake = await DataLake.OpenLocalForWritingAsync(
            folder["data/lake"], DataKind.Simulated, cancellationToken: stop))
        {
            await lake.AddDownloadAsync(SimulatedMarket.Symbols[0], "simulated", new(2024, 1, 2, 12, 0, 0, TimeSpan.Zero),
                SimulatedMarket.Generate(1, new DateOnly(2024, 1, 2)).Bars(SimulatedMarket.Symbols[0]), stop);
            Assert.Equal(DataKind.Simulated, await Places(("VOLCAST_SOURCE", "yahoo")).MarketAsync(stop));
        }
    }

    [Fact]
    public void Targets_are_read_from_a_file_with_one_ticker_per_line()
    {
        File.WriteAllText(folder["tickers.txt"], "# ours\nSPY\n\n  QQQ \r\nSPY\n");
        Assert.Equal(["SPY", "QQQ"], TargetsOf("@tickers.txt"));
        Assert.Equal(["SPY", "QQQ"], TargetsOf("SPY, QQQ,SPY"));
    }

    [Theory]
    [InlineData("SPY\nnot a ticker\n", "'not a ticker' in")]
    [InlineData("SPY\n^VIX\n", "'^VIX' in")]
    [InlineData("# nothing\n", "names no ticker")]
    [InlineData(null, "there is no file")]
    public void A_file_of_targets_that_cannot_be_used_is_reported(string? content, string message)
    {
        if (content is not null)
            File.WriteAllText(folder["tickers.txt"], content);
        var error = Assert.Throws<SettingException>(() => TargetsOf("@tickers.txt"));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains("tickers.txt", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_in_place_of_the_file_of_targets_is_named()
    {
        Directory.CreateDirectory(folder["lists"]);
        Assert.Contains($"{folder["lists"]} is a folder, and the tickers are in a file",
            Assert.Throws<SettingException>(() => TargetsOf("@lists")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("@", "expected a file after @")]
    [InlineData("@s3://prices", "expected the key of an object after the bucket")]
    [InlineData("@s3://P/tickers.txt", "expected s3://BUCKET/PREFIX")]
    public void The_address_of_a_list_of_targets_is_checked(string setting, string message) =>
        Assert.Contains(message, Assert.Throws<SettingException>(() => TargetsOf(setting)).Message, StringComparison.Ordinal);

    private string[] TargetsOf(string setting) =>
        [.. Places(("VOLCAST_TARGETS", setting)).Targets.Select(roles => roles.Target.Value)];

    private IModelRegistry Open(params (string Name, string? Value)[] given)
    {
        var settings = Resolve(given);
        return RegistryFactory.Open(
            new DataLocations(settings, folder.Path).Registry(DataKind.Real), settings, handler: null, TimeProvider.System);
    }

    private DataLocations Places(params (string Name, string? Value)[] given) => new(Resolve(given), folder.Path);

    private static Settings Resolve((string Name, string? Value)[] given)
    {
        Setting[] all =
        [
            WorkspaceSettings.Source, WorkspaceSettings.Data, WorkspaceSettings.Targets, WorkspaceSettings.ImpliedVolatility,
            WorkspaceSettings.TrackingUri, WorkspaceSettings.TrackingToken, WorkspaceSettings.TrackingUsername,
            WorkspaceSettings.TrackingPassword, WorkspaceSettings.CredentialsOverHttp, WorkspaceSettings.Now,
        ];
        var values = given.Where(one => one.Value is not null).ToDictionary(one => one.Name, one => one.Value);
        return Settings.Resolve(
            all, SettingsFile.Read("no-such-file"), values.GetValueOrDefault, new Dictionary<string, string>());
    }
}
