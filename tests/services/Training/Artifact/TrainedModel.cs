using System.Collections.Concurrent;
using System.Text.Json;
using Volcast.Evaluation;
using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Registry;
using Volcast.Services.Tests;

namespace Volcast.Services.Training.Tests.Artifact;

/// <summary>The model of <see cref="TrainedOnce"/>. The tests of its folder share it and write to other folders.</summary>
[CollectionDefinition(nameof(TrainedModel))]
public sealed class TrainedModel : IAsyncLifetime, ICollectionFixture<TrainedModel>
{
    public const string Name = "volcast-SPY-5d";
    private readonly TrainedOnce trained;
    private readonly TemporaryFolder folder = new();
    private readonly Lazy<Task<Dictionary<string, PythonAnswer>>> answers;
    private readonly ConcurrentDictionary<string, (IFittedForecaster Fitted, ArtifactFolder Files)> made = [];

    public TrainedModel(TrainedOnce trained) => (this.trained, answers) = (trained, new(PredictAsync));

    internal TargetHistory History { get; private set; } = null!;

    internal ForecastingData Data => History.Rows;

    internal ArtifactFolder Folder { get; private set; } = null!;

    internal TrainingReport Report => trained.Report;

    public async ValueTask InitializeAsync()
    {
        trained.CopyTo(folder.Path);
        var registry = new LocalModelRegistry(folder["mlruns"]);
        Folder = await registry.ReadModelAsync(await registry.GetVersionAsync(Name, 1));
        var lake = await DataLake.OpenLocalAsync(folder["lake"]);
        History = await TargetHistory.ReadAsync(
            lake, SimulatedLake.Roles, TradingCalendar.Nyse, new SettableClock().Now, CancellationToken.None);
    }

    public ValueTask DisposeAsync()
    {
        foreach (var one in made.Values)
            one.Fitted.Dispose();
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A model of the catalog and its folder, made once.</summary>
    internal (IFittedForecaster Fitted, ArtifactFolder Files) Made(
        string name, Func<string, (IFittedForecaster, ArtifactFolder)> make) => made.GetOrAdd(name, make);

    /// <summary>Repeats the training.</summary>
    /// <param name="mlruns">The registry.</param>
    /// <param name="clock">The time of the training.</param>
    /// <param name="resumes">Whether the finished folds of the first training are used, or computed again.</param>
    internal async Task<TrainingReport> TrainAsync(string mlruns, SettableClock clock, bool resumes)
    {
        var lake = await DataLake.OpenLocalAsync(folder["lake"]);
        using var folds = new FoldStore(folder["folds"]);
        return await new TrainingJob(
                lake, new LocalModelRegistry(mlruns), TradingCalendar.Nyse, clock, resumes ? folds : null)
            .RunAsync(TrainedOnce.Request, null, CancellationToken.None);
    }

    /// <summary>The result of the Python loader for every row of the data, by the form of its input.</summary>
    internal async Task<PythonAnswer> PredictedAsync(string form) => (await answers.Value)[form];

    private async Task<Dictionary<string, PythonAnswer>> PredictAsync()
    {
        using var artifact = Load();
        File.WriteAllText(folder["table.json"], Table(artifact.Spec.Inputs));
        var output = await Python.PrintsAsync("pyfunc.py", WriteTo(folder["model"]), folder["table.json"]);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<PythonAnswer>(line, JsonSerializerOptions.Web)!)
            .ToDictionary(answer => answer.Form);
    }

    internal ForecasterArtifact Load() =>
        ForecasterArtifact.Load(Folder.Paths.ToDictionary(path => path, path => Folder[path].ToArray()));

    /// <summary>A copy of the registry, to be damaged.</summary>
    internal string CopyOfRegistry(string place)
    {
        foreach (var file in Directory.GetFiles(folder["mlruns"], "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(place, Path.GetRelativePath(folder["mlruns"], file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        return place;
    }

    /// <summary>Writes the folder to disk, as a download leaves it.</summary>
    internal string WriteTo(string place)
    {
        foreach (var path in Folder.Paths)
        {
            var file = Path.Combine(place, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, Folder[path].ToArray());
        }
        return place;
    }

    /// <summary>The inputs of every row of the data as pandas writes a table with <c>orient="split"</c>; null if
    /// missing.</summary>
    internal string Table(IReadOnlyList<string> inputs) => JsonSerializer.Serialize(new
    {
        columns = inputs,
        data = Enumerable.Range(0, Data.Rows).Select(row => inputs.Select(name =>
            double.IsFinite(Data.Column(name)[row]) ? Data.Column(name)[row] : (double?)null)),
    });
}

/// <summary>The result of the loader.</summary>
/// <param name="Form">The form of its input.</param>
/// <param name="Variance">In Python's notation; null if the loader refused the input.</param>
/// <param name="Error">Why the loader refused the input.</param>
internal sealed record PythonAnswer(string Form, string[]? Variance, string? Error);
