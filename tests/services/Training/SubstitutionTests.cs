using System.Text;
using System.Text.Json;
using Volcast.Evaluation;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Registry;

namespace Volcast.Services.Training.Tests;

/// <summary>Trainings of another model than the shipped recipe: one that a person names, and one that the gate chooses.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class SubstitutionTests : IDisposable
{
    private const string Model = "volcast-SPY-5d";
    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new();

    public SubstitutionTests(TrainedOnce trained) => trained.CopyTo(folder.Path);

    public void Dispose() => folder.Dispose();

    private LocalModelRegistry Registry => new(folder["mlruns"]);

    private async Task<TrainingReport> TrainAsync(
        RecipeChooser? chooser, string? model = null, DateOnly? from = null, DateOnly? to = null)
    {
        var lake = await DataLake.OpenLocalAsync(folder["lake"]);
        using var folds = new FoldStore(folder["folds"]);
        return await new TrainingJob(lake, Registry, TradingCalendar.Nyse, clock, folds, chooser).RunAsync(
            TrainedOnce.Request with { Model = model, From = from, To = to }, null, CancellationToken.None);
    }

    private static RecipeChooser Never => (_, _, _) => throw new InvalidOperationException("The training must not ask.");

    private static RecipeChooser Always(string recipe, Action<WalkForwardResult, string?, string?>? look = null) =>
        (walkForward, unable, champion) =>
        {
            look?.Invoke(walkForward, unable, champion);
            return recipe == "volcast" ? new(recipe) : new(recipe, "volcast did not pass its gate: p is .2.", 3);
        };

    [Fact]
    public async Task A_model_that_a_person_names_is_trained_under_the_same_registered_name()
    {
        var report = await TrainAsync(Never, model: "log-har-range");
        Assert.Equal((Model, 2, "log-har-range", null), (report.Model, report.Version, report.Recipe, report.ChosenBecause));
        Assert.Equal(["log-har-range", "volcast", "har", "vix-calibrated", "xgboost-21"],
            report.Scores.Select(score => score.Model));
        var version = await Registry.GetByAliasAsync(Model, RegistryTags.Challenger);
        Assert.Equal((2, "log-har-range"), (version.Number, version.Tags[RegistryTags.Recipe]));
        Assert.False(version.Tags.ContainsKey(RegistryTags.ChosenBecause));
        Assert.False((await TrainAsync(Never, model: "log-har-range")).IsNew);
        var unknown = await Assert.ThrowsAsync<ArgumentException>(() => TrainAsync(Never, model: "prophet"));
        Assert.Contains("There is no forecaster 'prophet'. There are volcast, har,", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_shipped_recipe_does_not_pass_the_chosen_one_is_registered_with_the_reason()
    {
        // The shipped recipe was registered before; its stored walk-forward decides.
        Assert.Equal(1, (await TrainAsync(Always("volcast"))).Version);
        var walked = new List<string>();
        var report = await TrainAsync(Always("log-har-range", (walkForward, unable, champion) =>
        {
            // The history is too short to judge a model on it, so universal slopes take part in a new walk-forward.
            walked.Add(string.Join(' ', walkForward.Models.Select(model => model.Name)));
            Assert.Null(unable);
            Assert.Null(champion);
        }));
        var stored = string.Join(' ', TrainingWalkForward.Models);
        Assert.Equal([stored, $"{stored} universal"], walked);
        const string Because = "volcast did not pass its gate: p is .2.";
        Assert.Equal((2, true, "log-har-range", Because), (report.Version, report.IsNew, report.Recipe, report.ChosenBecause));
        var version = await Registry.GetVersionAsync(Model, 2);
        Assert.Equal((Because, "3"), (version.Tags[RegistryTags.ChosenBecause], version.Tags[RegistryTags.ChosenByTests]));
        var folder = await Registry.ReadModelAsync(version);
        Assert.StartsWith("# volcast-SPY-5d\n\n> **SIMULATED MARKET.**", Encoding.UTF8.GetString(folder["MODEL_CARD.md"].Span),
            StringComparison.Ordinal);
        Assert.Contains($">\n> **log-har-range in place of volcast, the shipped recipe.** {Because}\n",
            Encoding.UTF8.GetString(folder["MODEL_CARD.md"].Span), StringComparison.Ordinal);
        Assert.Equal("log-har-range", JsonDocument.Parse(folder["evidence.json"]).RootElement.GetProperty("model").GetString());

        var again = await TrainAsync(Always("log-har-range"));
        Assert.Equal((2, false, Because), (again.Version, again.IsNew, again.ChosenBecause));
    }

    [Fact]
    public async Task Where_the_shipped_recipe_cannot_run_the_models_that_can_are_walked_forward_and_the_reason_says_why()
    {
        string? why = null;
        string[] walked = [];
        var report = await TrainAsync(Always("har", (walkForward, unable, _) =>
        {
            (why, walked) = (unable, [.. walkForward.Models.Select(model => model.Name)]);
        }), to: new(2012, 12, 31));
        Assert.StartsWith("it needs 735 sessions with all of its inputs", why, StringComparison.Ordinal);
        Assert.Contains("har", walked);
        Assert.Contains("universal", walked);
        Assert.DoesNotContain("volcast", walked);
        Assert.Equal(("har", "har"), (report.Recipe, report.Scores[0].Model));
    }

    [Fact]
    public async Task A_champion_of_the_shipped_recipe_is_refitted_and_another_champion_is_named_to_the_choice()
    {
        await Registry.SetAliasAsync(Model, RegistryTags.Champion, 1);
        Assert.Equal("volcast", (await TrainAsync(Never, from: new(2014, 4, 1), to: new(2014, 5, 30))).Recipe);

        await TrainAsync(Never, model: "log-har-range");
        await Registry.SetAliasAsync(Model, RegistryTags.Champion, 3);
        await TrainAsync(Always("har", (_, _, champion) => Assert.Equal("log-har-range", champion)));
    }
}
