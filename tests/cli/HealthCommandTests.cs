using Volcast.Cli.Schedule;
using Volcast.Cli.Tests.Schedule;

namespace Volcast.Cli.Tests;

[Trait(Category.Name, Category.Integration)]
public sealed class HealthCommandTests
{
    private readonly VolcastUnderTest volcast = new(Path.GetTempPath());

    [Fact]
    public async Task The_state_of_the_scheduler_is_printed_and_the_exit_code_says_whether_it_is_well()
    {
        var (isHealthy, state) = (true, """{"status":"ok"}""");
        var address = $"http://127.0.0.1:{HealthListenerTests.FreePort()}";
        await using var listener = await HealthListener.StartAsync(
            new(address), () => (isHealthy, state), TestContext.Current.CancellationToken);
        var well = await volcast.RunAsync("health", $"{address}/health");
        Assert.Equal((0, $"{state}\n", ""), (well.ExitCode, well.Out, well.Error));
        (isHealthy, state) = (false, """{"status":"late"}""");
        var ill = await volcast.RunAsync("health", $"{address}/health");
        Assert.Equal(
            (1, "", $$"""{{address}}/health answers 503: {"status":"late"}""" + "\n"), (ill.ExitCode, ill.Out, ill.Error));
    }

    [Fact]
    public async Task A_wrong_address_is_refused()
    {
        var result = await volcast.RunAsync("health", "127.0.0.1:9465");
        Assert.Equal(
            (ExitCode.Usage, "volcast: '127.0.0.1:9465' is no address: expected one such as http://127.0.0.1:9465/health.\n"),
            (result.ExitCode, result.Error));
    }
}
