using System.Text.Json;
using Volcast.Cli.Schedule;
using Volcast.Market;

namespace Volcast.Cli.Tests.Schedule;

public sealed class ScheduleStateTests
{
    private static readonly DateTimeOffset Started = new(2024, 6, 13, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Next = new(2024, 6, 14, 10, 1, 0, TimeSpan.Zero);

    [Fact]
    public void Before_the_first_run_has_ended_all_is_well()
    {
        var (isHealthy, json) = new ScheduleState(Started).Answer(Started, TradingCalendar.Nyse);
        Assert.True(isHealthy);
        using var state = JsonDocument.Parse(json);
        Assert.Equal("ok", state.RootElement.GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Null, state.RootElement.GetProperty("last_run").ValueKind);
        Assert.Equal(Next, state.RootElement.GetProperty("next_run").GetDateTimeOffset());
    }

    [Theory]
    [InlineData(0, true, "ok")]
    [InlineData(12, true, "ok")]
    [InlineData(13, false, "late")]
    public void A_run_that_has_not_ended_half_a_day_after_it_was_due_is_late(int hours, bool isHealthy, string status)
    {
        var state = new ScheduleState(Started) { Last = new(Started, new(2024, 6, 12), []) };
        var answer = state.Answer(Next.AddHours(hours), TradingCalendar.Nyse);
        Assert.Equal((isHealthy, status), (answer.IsHealthy, Status(answer.Json)));
    }

    [Fact]
    public void A_failed_run_is_not_healthy_and_the_answer_says_why_until_the_next_one_succeeds()
    {
        var state = new ScheduleState(Started) { Last = new(Started, new(2024, 6, 12), ["ingest of TLT failed: 503."]) };
        var answer = state.Answer(Started, TradingCalendar.Nyse);
        Assert.Equal((false, "failed"), (answer.IsHealthy, Status(answer.Json)));
        Assert.Contains("ingest of TLT failed: 503.", answer.Json, StringComparison.Ordinal);
        state.Last = new(Next, new(2024, 6, 13), []);
        Assert.True(state.Answer(Next, TradingCalendar.Nyse).IsHealthy);
    }

    private static string Status(string json)
    {
        using var state = JsonDocument.Parse(json);
        return state.RootElement.GetProperty("status").GetString()!;
    }
}
