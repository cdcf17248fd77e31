using Volcast.Lake.Tables;
using Volcast.Services.Monitoring.Checks;

namespace Volcast.Services.Monitoring.Tests.Checks;

public sealed class SystemCheckTests
{
    private static readonly DateOnly Session = new(2024, 3, 28);

    [Fact]
    public void A_registry_that_cannot_be_read_is_a_failure_with_its_reason()
    {
        var row = SystemCheck.Run(Session, "The registry does not answer.", null).Single();
        Assert.Equal((CheckNames.Registry, MonitoringStatus.Failed), (row.Check, row.Status));
        Assert.Equal("""{"reasons":["The registry does not answer."]}""", row.Detail);
        Assert.Equal(MonitoringStatus.Ok, SystemCheck.Run(Session, null, null).Single().Status);
    }

    [Theory]
    [InlineData(500, MonitoringStatus.Ok)]
    [InlineData(499, MonitoringStatus.Warning)]
    [InlineData(50, MonitoringStatus.Warning)]
    [InlineData(49, MonitoringStatus.Failed)]
    public void Little_free_space_warns_and_less_fails(long mebibytes, MonitoringStatus status) =>
        Assert.Equal(status, SystemCheck.Run(Session, null, mebibytes << 20).Single(row => row.Check == CheckNames.Disk).Status);
}
