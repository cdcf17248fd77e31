using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Volcast.Features;
using Volcast.Forecasting;
using Volcast.Forecasting.Distribution;
using Volcast.Hosting.Keys;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Registry;
using Volcast.Services.Api.Security;
using Volcast.Services.Api.Snapshots;
using Volcast.Services.Tests;
using Volcast.Volatility;

namespace Volcast.Services.Api.Tests;

/// <summary>The complete service on a free port of the loopback interface, with a simulated lake and a local registry with
/// one version. It refreshes only when a test calls for it.</summary>
public class ApiUnderTest : IAsyncLifetime
{
    public static readonly DateOnly First = ManyTargets.First;
    public static readonly DateOnly Last = ManyTargets.Last;

    /// <summary>The models of this process by lost session, newest session of the lake, horizon and number of rows left
    /// out: each is fitted once.</summary>
    private static readonly ConcurrentDictionary<(DateOnly?, DateOnly, int, int), Lazy<ArtifactFolder>> Fitted = [];

    private readonly TemporaryFolder folder = new();
    private WebApplication? app;

    public SettableClock Clock { get; }

    public ApiUnderTest() => Clock = new() { Now = TradingCalendar.Nyse.SettlesAt(Last), SetsTimestamps = SetsTimestamps };

    /// <summary>Whether time passes for the service only when the test sets the clock.</summary>
    protected virtual bool SetsTimestamps => false;

    public HttpClient Http { get; private set; } = null!;

    public string LakeFolder => folder["lake"];

    /// <summary>The service's registry.</summary>
    public virtual IModelRegistry Registry => new LocalModelRegistry(folder["mlruns"]);

    public string RegistryFolder => folder["mlruns"];

    public ApiKeyFile Keys => new(folder[ApiKeyFile.FileName]);

    protected virtual int RequestsPerSecond => 100_000;

    public virtual TimeSpan RefreshEvery => TimeSpan.FromHours(1);

    /// <summary>A session of which the target has no bar.</summary>
    protected virtual DateOnly? Lost => null;

    /// <summary>Completes the commands that the service suggests.</summary>
    protected virtual string CompleteCommands(string text) => text;

    /// <summary>What the run of each version holds beside its model.</summary>
    protected virtual ArtifactFolder Artifacts => ArtifactFolder.Empty;

    protected virtual IReadOnlyList<AssetRoles> Targets => [SimulatedLake.Roles];

    internal SnapshotSource Snapshots => app!.Services.GetRequiredService<SnapshotSource>();

    public async ValueTask InitializeAsync()
    {
        await SimulatedLake.FillAsync(LakeFolder, First, Last, lost: Lost);
        await BeforeStartAsync();
        await RegisterAsync('a');
        await BeforeLookAsync();
        var options = new ApiOptions
        {
            Address = new("http://127.0.0.1:0"),
            DataFolder = folder.Path,
            Targets = Targets,
            RefreshEvery = RefreshEvery,
            RequestsPerSecond = RequestsPerSecond,
            CompleteCommands = CompleteCommands,
        };
        app = ApiHost.Create(options, Clock, Registry);
        await app.StartAsync();
        await RefreshAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Http = new HttpClient { BaseAddress = new Uri(address) };
    }

    public virtual async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app!.StopAsync();
        await app.DisposeAsync();
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected virtual Task BeforeStartAsync() => Task.CompletedTask;

    /// <summary>Runs between the registration and the service's first refresh.</summary>
    protected virtual Task BeforeLookAsync() => Task.CompletedTask;

    /// <summary>What the service does every second.</summary>
    public void RefreshKeys() => app!.Services.GetRequiredService<KeyRing>().Refresh();

    public Task StopAsync() => app!.StopAsync();

    public Task RefreshAsync() => Snapshots.RefreshAsync(TestContext.Current.CancellationToken);

    /// <summary>Registers the shipped recipe, fitted on all rows but the last hundred; its distribution contains the errors
    /// of these.</summary>
    /// <param name="digest">A letter a to f; each letter gives a different version.</param>
    /// <param name="horizon">Sessions ahead.</param>
    /// <param name="rows">The number of training rows; fewer rows give a different model.</param>
    public async Task<ModelVersion> RegisterAsync(char digest, int horizon = 5, int rows = 0)
    {
        await using var lake = await DataLake.OpenLocalAsync(LakeFolder);
        var known = (await ForecastInputs.SettledAsync(lake, SimulatedLake.Roles, CancellationToken.None)).Known;
        var model = Fitted.GetOrAdd((Lost, known.Sessions[^1], horizon, rows),
            _ => new(() => Fit(known.KnownAt(known.Rows - 101 - rows), horizon))).Value;
        var outcome = await Registry.RegisterAsync(
            SampleModel.Registration(model, horizon, digest, Clock.Now) with { Artifacts = Artifacts });
        return outcome.Version;
    }

    private static ArtifactFolder Fit(ForecastingData past, int horizon)
    {
        var recipe = ForecasterCatalog.Create("volcast", new ForecasterSettings { Features = FeatureCatalog.L1.Names });
        var labels = RealizedVariance.Labels(past.LogReturns, horizon);
        using var fitted = recipe.Fit(past, labels.AsSpan(0, labels.Length - horizon), horizon);
        var distribution = new ForecastDistribution(horizon);
        distribution.Follow(past, fitted);
        return SampleModel.FolderOf(fitted, distribution);
    }

    /// <summary>Sends a GET request and expects JSON.</summary>
    public async Task<JsonElement> GetJsonAsync(string path, int status = 200)
    {
        using var answer = await Http.GetAsync(path, TestContext.Current.CancellationToken);
        return await JsonOf(answer, status);
    }

    public static async Task<JsonElement> JsonOf(HttpResponseMessage answer, int status = 200)
    {
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True((int)answer.StatusCode == status, $"{(int)answer.StatusCode} instead of {status}: {text}");
        var expected = status < 400 ? "application/json" : "application/problem+json";
        Assert.Equal(expected, answer.Content.Headers.ContentType?.MediaType);
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Sends a request that must be refused, and checks the problem response.</summary>
    public async Task<JsonElement> ProblemAsync(HttpRequestMessage request, int status, string code, string? field = null)
    {
        using var answer = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        var problem = await JsonOf(answer, status);
        Assert.Equal((code, $"urn:volcast:problem:{code}", status),
            (problem.GetProperty("code").GetString(), problem.GetProperty("type").GetString(),
                problem.GetProperty("status").GetInt32()));
        Assert.Equal(field, problem.TryGetProperty("field", out var document) ? document.GetString() : null);
        Assert.Equal(32, problem.GetProperty("trace_id").GetString()!.Length);
        Assert.NotEqual("", problem.GetProperty("detail").GetString());
        return problem;
    }

    public Task<JsonElement> ProblemAsync(string path, int status, string code, string? field = null) =>
        ProblemAsync(new HttpRequestMessage(HttpMethod.Get, path), status, code, field);

    /// <summary>The newest session's inputs of the model, by name.</summary>
    public async Task<JsonObject> NewestFeaturesAsync()
    {
        var why = await GetJsonAsync("/v1/forecasts/latest/explanation");
        return new(why.GetProperty("explanation").GetProperty("contributions").EnumerateArray().Select(one =>
            KeyValuePair.Create<string, JsonNode?>(
                one.GetProperty("feature").GetString()!, JsonValue.Create(one.GetProperty("value").GetDouble()))));
    }

    public async Task<JsonElement> PostAsync(string path, JsonObject body)
    {
        using var answer = await Http.SendAsync(Post(path, body.ToJsonString()), TestContext.Current.CancellationToken);
        return await JsonOf(answer);
    }

    public Task<JsonElement> RefuseAsync(string path, string body, string code, string field) =>
        ProblemAsync(Post(path, body), 400, code, field);

    private static HttpRequestMessage Post(string path, string body) =>
        new(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
}
