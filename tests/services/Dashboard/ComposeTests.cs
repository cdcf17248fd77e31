namespace Volcast.Services.Dashboard.Tests;

public sealed class ComposeTests
{
    [Fact]
    [Trait(Category.Name, Category.Integration)]
    public void The_container_has_exactly_the_settings_of_the_service() => Assert.Equal(
        DashboardSettings.All.Select(setting => setting.Name).Append("OTEL_EXPORTER_OTLP_ENDPOINT").Order(),
        ComposeFile.OfRepository().Environment("dashboard").Keys.Order());
}
