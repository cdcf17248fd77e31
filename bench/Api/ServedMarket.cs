using System.Text.Json;
using Volcast.Features;
using Volcast.Forecasting;
using Volcast.Forecasting.Distribution;
using Volcast.Hosting.Keys;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Registry;
using Volcast.Services.Tests;
using Volcast.Volatility;

namespace Volcast.Bench.Api;

/// <summary>The data of the measured service: ten years of the simulated market, two registered models and an API key.</summary>
/// <param name="Folder">The value of <c>--data</c>.</param>
/// <param name="Key">The API key.</param>
/// <param name="Shipped">The model <c>volcast</c>, five sessions ahead.</param>
/// <param name="Few">120 trees of depth 2, one session ahead.</param>
internal sealed record ServedMarket(string Folder, string Key, ServedModel Shipped, ServedModel Few)
{
    private const string Trees = "xgboost-21-gamma";
    private static readonly DateOnly First = new(2014, 1, 2), Last = new(2023, 12, 29);

    /// <summary>A time at which the last session has settled and no later session exists.</summary>
    public static DateTimeOffset Now { get; } = TradingCalendar.Nyse.SettlesAt(Last).AddHours(1);

    public static async Task<ServedMarket> PrepareAsync()
    {
        Console.Error.WriteLine("bench: preparing a lake and a registry");
        var folder = Path.Combine(BenchPage.Results, "api");
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        await SimulatedLake.FillAsync(Path.Combine(folder, "lake"), First, Last);
        await using var lake = await DataLake.OpenLocalAsync(Path.Combine(folder, "lake"));
        var known = (await ForecastInputs.SettledAsync(lake, SimulatedLake.Roles, CancellationToken.None)).Known;
        var registry = new LocalModelRegistry(Path.Combine(folder, "mlruns"));
        var (kept, key) = ApiKey.Create("bench", KeyScope.Read, Now);
        new ApiKeyFile(Path.Combine(folder, ApiKeyFile.FileName)).Add(kept);
        var few = new Dictionary<string, string> { [TreeParameters.Rounds] = "120", ["max_depth"] = "2" };
        return new(folder, key,
            await RegisterAsync(registry, known, "volcast", 5, new Dictionary<string, string>()),
            await RegisterAsync(registry, known, Trees, 1, few));
    }

    private static async Task<ServedModel> RegisterAsync(
        LocalModelRegistry registry, ForecastingData known, string name, int horizon, IReadOnlyDictionary<string, string> trees)
    {
        const int unseen = 101;
        var past = known.KnownAt(known.Rows - unseen);
        var recipe = ForecasterCatalog.Create(name, new ForecasterSettings
        {
            Features = FeatureCatalog.L1.Names,
            TreeParameters = new Dictionary<string, IReadOnlyDictionary<string, string>> { [name] = trees },
        });
        var labels = RealizedVariance.Labels(past.LogReturns, horizon);
        using var fitted = recipe.Fit(past, labels.AsSpan(0, labels.Length - horizon), horizon);
        var distribution = new ForecastDistribution(horizon);
        distribution.Follow(past, fitted);
        var model = SampleModel.FolderOf(fitted, distribution);
        await registry.RegisterAsync(SampleModel.Registration(model, horizon, $"{horizon:x1}"[0], Now));
        var row = fitted.Spec.Inputs.ToDictionary(input => input, input => known.Column(input)[^1]);
        return new(horizon, model["model.json"].ToArray(), JsonSerializer.Serialize(new { rows = new[] { row } }));
    }
}

/// <summary>A registered model.</summary>
/// <param name="Horizon">Sessions ahead.</param>
/// <param name="Booster">Its <c>model.json</c>.</param>
/// <param name="Body">A request for the forecast from the newest session's row, which is not in the training data.</param>
internal sealed record ServedModel(int Horizon, byte[] Booster, string Body);
