namespace Volcast.Features.Tests;

public sealed class FeaturePageTests
{
    [Fact]
    [Trait(Category.Name, Category.Integration)]
    public void The_page_says_what_the_catalogue_says()
    {
        var path = Path.Combine(SharedData.RepositoryRoot, "docs", "features.md");
        var page = FeaturePage.Render();
        if (Environment.GetEnvironmentVariable("VOLCAST_WRITE_DOCS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, page);
        }
        Assert.True(
            File.Exists(path) && File.ReadAllText(path) == page,
            "docs/features.md differs from FeatureCatalog: run these tests with VOLCAST_WRITE_DOCS=1 and commit the page.");
    }

    [Fact]
    public void Every_feature_has_its_row() => Assert.All(
        FeatureCatalog.L1.Features.Concat(FeatureCatalog.L2.Features),
        feature => Assert.Single(
            FeaturePage.Render().Split('\n'),
            line => line.StartsWith($"| {feature.Position} | `{feature.Name}` |")));
}
