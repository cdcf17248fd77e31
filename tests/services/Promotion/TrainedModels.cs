using Volcast.Lake;
using Volcast.Market;
using Volcast.Registry;
using Volcast.Services.Tests;
using Volcast.Services.Training;

namespace Volcast.Services.Promotion.Tests;

/// <summary>
/// Five trainings on the simulated market, made once: 1 the shipped recipe, 2 its refit a month later, 3 deep trees
/// that overfit, 4 fewer trees, 5 one more of them with evidence of a few days only. A test works on a copy.
/// </summary>
public sealed class TrainedModels : IAsyncLifetime
{
    public const string Model = "volcast-SPY-5d";
    private static readonly DateOnly First = new(2009, 1, 5);

    /// <summary>The last session of the searches whose parameters the versions 3 to 5 have; before every origin that is
    /// scored.</summary>
    public static readonly DateOnly SearchedTo = new(2010, 12, 31);

    private static readonly DateOnly Last = new(2014, 6, 30);
    private static readonly DateOnly MonthBefore = new(2014, 5, 30);
    private readonly TemporaryFolder folder = new();

    public async ValueTask InitializeAsync()
    {
        await SimulatedLake.FillAsync(folder["lake"], First, Last);
        await TrainAsync(new(SimulatedLake.Roles, 5) { Seed = 7, To = MonthBefore });
        await TrainAsync(new(SimulatedLake.Roles, 5) { Seed = 7, To = Last });
        await TrainAsync(With(("rounds", "4"), ("eta", "1"), ("max_depth", "7"), ("min_child_weight", "0"), ("lambda", "0")));
        await TrainAsync(With(("rounds", "20")));
        await TrainAsync(With(("rounds", "21")) with { From = new(2014, 5, 1) });
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Puts lake and registry into a folder as they were after the trainings.</summary>
    public void CopyTo(string target) => Copy(folder.Path, target);

    /// <summary>Puts a folder's files in the place of another's.</summary>
    public static void Copy(string source, string target)
    {
        if (Directory.Exists(target))
            Directory.Delete(target, recursive: true);
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private static TrainingRequest With(params (string Name, string Value)[] trees) => new(SimulatedLake.Roles, 5)
    {
        Seed = 7,
        To = Last,
        SearchedTo = SearchedTo,
        TreeParameters = new Dictionary<string, IReadOnlyDictionary<string, string>>
        {
            ["volcast"] = trees.ToDictionary(tree => tree.Name, tree => tree.Value),
        },
    };

    private async Task TrainAsync(TrainingRequest request)
    {
        await using var lake = await DataLake.OpenLocalAsync(folder["lake"]);
        await new TrainingJob(lake, new LocalModelRegistry(folder["mlruns"]), TradingCalendar.Nyse, new SettableClock())
            .RunAsync(request, null, CancellationToken.None);
    }
}
