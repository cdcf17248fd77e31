using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Volcast.Compatibility;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Registry;
using Volcast.Services.Api.Snapshots;
using Volcast.Services.Tests;

namespace Volcast.Services.Api.Tests.Compatibility;

/// <summary>The service over a lake and a registry that an earlier commit wrote.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class FirstHalfTests : IDisposable
{
    private readonly FirstHalf data = new();

    public void Dispose() => data.Dispose();

    [Fact]
    public async Task The_newest_forecast_is_served_as_it_was_stored()
    {
        var stop = TestContext.Current.CancellationToken;
        var options = new ApiOptions
        {
            Address = new("http://127.0.0.1:0"),
            DataFolder = data.DataFolder,
            Targets = [SimulatedLake.Roles],
            RefreshEvery = TimeSpan.FromHours(1),
        };
        await using var app = ApiHost.Create(
            options, new SettableClock { Now = FirstHalf.WrittenAt }, new LocalModelRegistry(data.RegistryFolder));
        await app.StartAsync(stop);
        await app.Services.GetRequiredService<SnapshotSource>().RefreshAsync(stop);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        using var http = new HttpClient { BaseAddress = new Uri(address) };

        using var answer = JsonDocument.Parse(await http.GetStringAsync("/v1/forecasts/latest", stop));

        var served = answer.RootElement;
        await using var lake = await DataLake.OpenLocalAsync(data.LakeFolder, cancellationToken: stop);
        var stored = Assert.Single(
            ForecastsTable.FromFrame(
                SimulatedLake.Spy, await lake.ReadAsync(ForecastsTable.Schema, SimulatedLake.Spy, cancellationToken: stop)).Rows,
            row => row is { Kind: ForecastKind.Live } && row.ForecastOrigin == FirstHalf.Origin);
        Assert.Equal(stored.Variance, served.GetProperty("variance").GetDouble());
        Assert.Equal(stored.InputDigest, served.GetProperty("input_digest").GetString());
        Assert.Equal($"{FirstHalf.Origin:yyyy-MM-dd}", served.GetProperty("forecast_origin").GetString());
        Assert.Equal("live", served.GetProperty("kind").GetString());
        Assert.Contains("\"version\": 1", await File.ReadAllTextAsync(Path.Combine(data.LakeFolder, "lake.json"), stop),
            StringComparison.Ordinal); // Reading upgrades nothing.
        await app.StopAsync(stop);
    }
}
