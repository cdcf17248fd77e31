using Volcast.Services.Dashboard.Pages.Models;

namespace Volcast.Services.Dashboard.Tests.Pages;

public sealed class ModelsModelTests
{
    private static readonly ModelsModel Model =
        ModelsModel.Of(SampleDocuments.Models.Models[0], SampleDocuments.Evidence);

    [Fact]
    public void The_version_that_forecasts_is_the_serving_one_and_its_scores_are_those_of_its_recipe() =>
        Assert.Equal((3, .754), (Model.Serving!.ModelVersion, Model.Scores!.Ratio));

    [Fact]
    public void Versions_state_alias_and_verdict() => Assert.Equal(
        [("challenger", "✕ refused"), ("champion", "✓ passed")],
        ModelsTables.Versions(Model, address: null).Rows.Select(row => (row[1].Text!, row[2].Text!)));

    [Fact]
    public void Its_tables_are_those_of_the_versions() => Assert.Equal(["versions", "tenures"],
        ModelsModel.Of(SampleDocuments.Models.Models[0], null).Tables.Select(table => table.Name));

    [Theory]
    [InlineData(null, null, 3, 4)]
    [InlineData("4", null, 4, 3)]
    [InlineData("4", "3", 4, 3)]
    [InlineData("9", "x", 3, 4)]
    public void The_version_that_forecasts_is_compared_with_the_newest_other_one(string? a, string? b, int first, int second)
    {
        var pair = ModelsModel.Pair(SampleDocuments.Models.Models[0], a, b)!.Value;
        Assert.Equal((first, second), (pair.First.ModelVersion, pair.Second.ModelVersion));
    }

    [Fact]
    public void A_version_is_not_compared_with_itself() => Assert.Null(ModelsModel.Pair(SampleDocuments.Models.Models[0], "4", "4"));

    [Fact]
    public void A_comparison_shows_what_differs_and_a_dash_without_evidence()
    {
        var (first, second) = ModelsModel.Pair(SampleDocuments.Models.Models[0], null, null)!.Value;
        var tags = new Dictionary<string, string>
        {
            ["mine.seed"] = "8",
            ["volcast.implied_index"] = "^VXN",
            ["volcast.champion_reigns"] = "2026-01-05T12:00:00.000Z/..",
            ["volcast.champion_move.20260105T120000000Z"] = "{}",
        };
        var rows = ModelsTables.Comparison(new(first, second with { Tags = tags }, SampleDocuments.Evidence, null)).Rows;
        Assert.Equal(["gate", "✓ passed", "✕ refused", "≠ differs"], rows.Single(row => row[0].Text == "gate").Select(cell => cell.Text));
        Assert.Equal(["recipe", "volcast", "volcast", "same"], rows.Single(row => row[0].Text == "recipe").Select(cell => cell.Text));
        Assert.Equal(["QLIKE", ".4300", "–", "≠ differs"], rows.Single(row => row[0].Text == "QLIKE").Select(cell => cell.Text));
        Assert.Equal(["mine.seed", "implied-volatility index"], rows.TakeLast(2).Select(row => row[0].Text));
        Assert.Equal(["8", "^VXN"], rows.TakeLast(2).Select(row => row[2].Text));
    }

    [Fact]
    public void Champions_are_listed_newest_first_with_who_promoted_them() => Assert.Equal(
        [("2021-11-16 12:00 UTC", "now", "–"), ("2020-05-04 12:00 UTC", "2021-11-16 12:00 UTC", "ada")],
        ModelsTables.Tenures(Model).Rows.Select(row => (row[1].Text!, row[2].Text!, row[3].Text!)));
}
