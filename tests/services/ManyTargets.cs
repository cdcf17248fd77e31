using System.Text;
using Volcast.Features;
using Volcast.Forecasting;
using Volcast.Forecasting.Distribution;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Registry;
using Volcast.Volatility;

namespace Volcast.Services.Tests;

/// <summary>The simulated market's lake and one registered model, copied under any number of tickers.</summary>
internal static class ManyTargets
{
    /// <summary>The sessions of every target.</summary>
    public static readonly DateOnly First = new(2011, 1, 3), Last = new(2014, 6, 30);

    public static IReadOnlyList<AssetRoles> Roles(int count) =>
    [
        .. Enumerable.Range(0, count)
        .Select(i => AssetRoles.For(Symbol.Parse($"T{i:0000}"), ImpliedVolatilityIndex.Parse("SPY=^VIX"))),
    ];

    public static async Task FillAsync(
        string lakeFolder, string registryFolder, IReadOnlyList<AssetRoles> targets, DateTimeOffset now)
    {
        await SimulatedLake.FillAsync(lakeFolder, First, Last);
        await using var lake = await DataLake.OpenLocalForWritingAsync(lakeFolder, DataKind.Simulated);
        var spy = SimulatedLake.Roles;
        var held = await FeatureSnapshot.ReadAsync(lake, spy.Target, spy.Symbols);
        using var fitted = Fit(HistoryRows.Of(spy.Target, held.Bars.ToSeries(), held.Columns), out var distribution);
        var files = new ForecasterArtifact(fitted, distribution).Save();
        var registry = new LocalModelRegistry(registryFolder);
        for (var i = 0; i < targets.Count; i++)
        {
            var target = targets[i].Target;
            var bars = await lake.CommitAsync(CuratedMarketTable.Schema, target, (held.Bars with { Symbol = target }).ToFrame());
            var inputs = held.L1Manifest.Inputs.ToDictionary(
                input => input.Key, input => input.Value);
            inputs.Remove(FeatureSnapshot.InputOf(spy.Target));
            inputs[FeatureSnapshot.InputOf(target)] = bars.Manifest.Digest;
            await lake.CommitAsync(FeatureTable.L1, target, (held.L1 with { Symbol = target }).ToFrame(), inputs);
            await lake.CommitAsync(FeatureTable.L2, target, (held.L2 with { Symbol = target }).ToFrame(),
                new Dictionary<string, string> { [FeatureSnapshot.InputOf(target)] = bars.Manifest.Digest });
            await registry.RegisterAsync(Registration(files, target, i, now));
        }
    }

    private static IFittedForecaster Fit(ForecastingData known, out ForecastDistribution distribution)
    {
        var past = known.KnownAt(known.Rows - 101);
        var recipe = ForecasterCatalog.Create("volcast", new ForecasterSettings { Features = FeatureCatalog.L1.Names });
        var labels = RealizedVariance.Labels(past.LogReturns, 5);
        var fitted = recipe.Fit(past, labels.AsSpan(0, labels.Length - 5), 5);
        distribution = new ForecastDistribution(5);
        distribution.Follow(past, fitted);
        return fitted;
    }

    private static Registration Registration(
        IReadOnlyDictionary<string, byte[]> files, Symbol target, int number, DateTimeOffset now)
    {
        var id = $"{number:x32}";
        return new()
        {
            Model = ModelName.For(target.Value, 5),
            TrainingDigest = id + id,
            Run = new Run { Id = id, Experiment = "test", Name = target.Value, StartTime = now, EndTime = now },
            ModelFolder = new ArtifactFolder(files.Select(file => KeyValuePair.Create(file.Key,
                (ReadOnlyMemory<byte>)(file.Key == FittedModelSpec.FileName ? Renamed(file.Value, target) : file.Value)))),
            VersionTags = new Dictionary<string, string> { [RegistryTags.DataKind] = DataKind.Simulated.Name() },
            Aliases = [RegistryTags.Champion],
        };
    }

    private static byte[] Renamed(byte[] spec, Symbol target) => Encoding.UTF8.GetBytes(
        Encoding.UTF8.GetString(spec).Replace("\"SPY\"", $"\"{target}\"", StringComparison.Ordinal));
}
