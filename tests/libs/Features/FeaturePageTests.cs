namespace Volcast.Features.Tests;

public sealed class FeaturePageTests
{
    [Fact]
    [Trait(Category.Name, Category.Integration)]
    public void The_page_matches_the_declarations()
    {
        var path = Path.Combine(SharedData.RepositoryRoot, "docs", "features.md");
        var page = FeaturePage.Render();
        if (Environment.GetEnvironmentVariable("VOLCAST_WRITE_DOCS") == "1")
            File.WriteAllText(path, page);
        Assert.True(
            File.Exists(path) && File.ReadAllText(path) == page,
            "docs/features.md differs from the declarations. Write it again: "
            + "VOLCAST_WRITE_DOCS=1 dotnet test tests/libs/Features --filter FeaturePageTests");
    }

    [Fact]
    public void Every_feature_has_one_row_with_its_formula_range_and_label()
    {
        var lines = FeaturePage.Render().Split('\n');
        Assert.All(FeatureCatalog.L1.Features.Concat(FeatureCatalog.L2.Features), feature =>
        {
            var row = Assert.Single(lines, line => line.Contains($"| `{feature.Name}` |", StringComparison.Ordinal));
            Assert.Contains($"| {feature.Formula} | {feature.Unit.Name} | {feature.Range} |", row);
            Assert.Contains($"| {feature.Label} | {feature.Family.Label()} |", row);
        });
    }
}
