namespace Volcast.Services.Api.Tests.Documentation;

public sealed class ComposeTests
{
    /// <summary>What libraries read: the client of a bucket, and the sender of traces.</summary>
    private static readonly string[] OfLibraries =
        ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "OTEL_EXPORTER_OTLP_ENDPOINT"];

    [Fact]
    [Trait(Category.Name, Category.Integration)]
    public void The_container_has_exactly_the_settings_of_the_service() => Assert.Equal(
        ApiSettings.All.Select(setting => setting.Name).Concat(OfLibraries).Order(),
        ComposeFile.OfRepository().Environment("api").Keys.Order());
}
