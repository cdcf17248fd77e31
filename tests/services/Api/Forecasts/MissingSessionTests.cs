using Volcast.Market;

namespace Volcast.Services.Api.Tests.Forecasts;

/// <summary>The target lacks a session shortly before the newest one.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class MissingSessionTests(MissingSessionTests.ServiceWithAGap api) : IClassFixture<MissingSessionTests.ServiceWithAGap>
{
    public sealed class ServiceWithAGap : ApiUnderTest
    {
        protected override DateOnly? Lost => TradingCalendar.Nyse.Add(Last, -3);

        protected override string CompleteCommands(string text) =>
            text.Replace("`volcast ", "`./volcast ", StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_newest_forecast_warns_of_the_session_without_a_bar()
    {
        var warnings = (await api.GetJsonAsync("/v1/forecasts/latest")).GetProperty("warnings");
        Assert.Contains(warnings.EnumerateArray(), warning => warning.GetString()!.StartsWith(
            "SPY has no bar on 2014-06-25: the return across a gap", StringComparison.Ordinal)
            && warning.GetString()!.EndsWith(
                "Run `./volcast ingest` and `./volcast features` when the source has them.", StringComparison.Ordinal));
    }
}
