using Volcast.Services.Dashboard.Pages.Models;

namespace Volcast.Services.Dashboard.Tests.Pages;

public sealed class ModelsModelTests
{
    private static readonly ModelsModel Model =
        ModelsModel.Of(SampleDocuments.Models.Models[0], SampleDocuments.Evidence, SampleDocuments.Forecast());

    [Fact]
    public void The_version_that_forecasts_is_the_serving_one_and_its_scores_are_those_of_its_recipe() =>
        Assert.Equal((3, .754), (Model.Serving!.ModelVersion, Model.Scores!.Ratio));

    [Fact]
    public void Versions_state_alias_and_verdict() => Assert.Equal(
        [("challenger", "✕ refused"), ("champion", "✓ passed")],
        ModelsTables.Versions(Model).Rows.Select(row => (row[1].Text!, row[2].Text!)));

    [Fact]
    public void The_leaderboard_begins_with_the_smallest_loss() =>
        Assert.Equal(["volcast", "har"], ModelsTables.Leaderboard(SampleDocuments.Evidence).Rows.Select(row => row[0].Text));

    [Fact]
    public void Without_evidence_there_is_no_leaderboard() => Assert.Equal(["versions"],
        ModelsModel.Of(SampleDocuments.Models.Models[0], null, null).Tables.Select(table => table.Name));
}
