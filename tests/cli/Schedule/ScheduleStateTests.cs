using System.Net;
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

    [Fact]
    [Trait(Category.Name, Category.Integration)]
    public async Task The_listener_answers_200_or_503_and_knows_one_address()
    {
        var stop = TestContext.Current.CancellationToken;
        var isHealthy = true;
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        await using var listener = new HealthListener(address, () => (isHealthy, "{}"));
        using var client = new HttpClient { BaseAddress = address };
        using var well = await client.GetAsync("/health", stop);
        Assert.Equal((HttpStatusCode.OK, "{}"), (well.StatusCode, await well.Content.ReadAsStringAsync(stop)));
        isHealthy = false;
        using var ill = await client.GetAsync("/health", stop);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ill.StatusCode);
        using var other = await client.GetAsync("/", stop);
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
        using var post = await client.PostAsync("/health", null, stop);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
    }

    private static string Status(string json)
    {
        using var state = JsonDocument.Parse(json);
        return state.RootElement.GetProperty("status").GetString()!;
    }

    private static int FreePort()
    {
        using var socket = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
