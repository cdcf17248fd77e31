using System.Net;
using System.Text.Json;
using Volcast.Services.Monitoring.Alerts.Channels;

namespace Volcast.Services.Monitoring.Tests.Alerts;

[Trait(Category.Name, Category.Integration)]
public sealed class WebhookTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    /// <summary>The example of the Standard Webhooks specification's reference libraries.</summary>
    [Fact]
    public void The_signature_is_that_of_standard_webhooks() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        WebhookSignature.Of(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", """{"test": 2432232314}"""));

    [Fact]
    public async Task The_message_is_posted_as_signed_json()
    {
        await using var server = LoopbackServer.Http("204 No Content");
        using var channels = Sample.Open(
            Sample.Channel("type: webhook", $"url: http://localhost:{server.Port}/hook", "secret_env: KEY"),
            new() { ["KEY"] = "a shared secret" });
        Assert.Null(await channels.SendAsync("out", Sample.Message, Stop));

        var request = Assert.Single(server.Received);
        var body = request.Split("\r\n\r\n")[1];
        Assert.StartsWith("POST /hook HTTP/1.1\r\n", request, StringComparison.Ordinal);
        var timestamp = $"{new SettableClock().Now.ToUnixTimeSeconds()}";
        Assert.Equal(Sample.Message.Id, Header(request, "webhook-id"));
        Assert.Equal(Sample.Message.Id, Header(request, "Idempotency-Key"));
        Assert.Equal(timestamp, Header(request, "webhook-timestamp"));
        Assert.Equal(
            WebhookSignature.Of("a shared secret", Sample.Message.Id, timestamp, body), Header(request, "webhook-signature"));
        var document = JsonDocument.Parse(body).RootElement;
        Assert.Equal(
            [
                "id", "event", "alert", "target", "horizon", "session", "raised_on", "title", "text", "value", "threshold",
                "data_kind",
            ],
            document.EnumerateObject().Select(member => member.Name));
        Assert.Equal("raised", document.GetProperty("event").GetString());
        Assert.Equal(27.3, document.GetProperty("value").GetDouble());
        Assert.Equal("SIMULATED", document.GetProperty("data_kind").GetString());
        Assert.Equal("SIMULATED: alert spy_above_25 for SPY over 5 sessions", document.GetProperty("title").GetString());
    }

    [Fact]
    public async Task Slack_gets_one_text_with_its_special_characters_escaped()
    {
        await using var server = LoopbackServer.Http("200 OK");
        using var channels = Sample.Open(
            Sample.Channel("type: webhook", "url_env: SLACK", "format: slack"),
            new() { ["SLACK"] = $"http://127.0.0.1:{server.Port}/services/secret" });
        Assert.Null(await channels.SendAsync("out", Sample.Message with { Text = "a <b> & c" }, Stop));
        var request = Assert.Single(server.Received);
        Assert.Equal("""{"text":"SIMULATED: alert spy_above_25 for SPY over 5 sessions: a &lt;b&gt; &amp; c"}""",
            request.Split("\r\n\r\n")[1]);
        Assert.Null(Header(request, "webhook-signature"));
    }

    [Theory]
    [InlineData("500 Internal Server Error")]
    [InlineData("429 Too Many Requests\r\nRetry-After: 0")]
    [InlineData("close")]
    public async Task A_fault_that_passes_is_repeated_with_the_same_id(string first)
    {
        await using var server = LoopbackServer.Http(first, "200 OK");
        using var channels = Sample.Open(Sample.Channel("type: webhook", $"url: http://localhost:{server.Port}/"));
        Assert.Null(await channels.SendAsync("out", Sample.Message, Stop));
        Assert.Equal(2, server.Received.Count);
        Assert.All(server.Received, request => Assert.Equal(Sample.Message.Id, Header(request, "webhook-id")));
    }

    [Theory]
    [InlineData("500 Internal Server Error", 3, "answers 500.")]
    [InlineData("400 Bad Request", 1, "answers 400.")]
    [InlineData("302 Found\r\nLocation: http://localhost:1/secret", 1,
        "answers 302, a redirect, which is not followed; give the final address.")]
    public async Task A_fault_that_stays_is_reported(string answer, int requests, string failure)
    {
        await using var server = LoopbackServer.Http(answer);
        using var channels = Sample.Open(Sample.Channel("type: webhook", $"url: http://localhost:{server.Port}/"));
        Assert.Equal($"the server localhost:{server.Port} {failure}", await channels.SendAsync("out", Sample.Message, Stop));
        Assert.Equal(requests, server.Received.Count);
    }

    [Fact]
    public async Task A_server_that_hangs_is_given_up_after_the_timeout()
    {
        await using var server = LoopbackServer.Http("hang");
        using var channels = Sample.Open(
            Sample.Channel("type: webhook", $"url: http://localhost:{server.Port}/", "timeout: 1"), retries: 0);
        Assert.Equal(
            $"the server localhost:{server.Port} did not answer within 1 s.",
            await channels.SendAsync("out", Sample.Message, Stop));
    }

    [Fact]
    public async Task An_unknown_host_is_reported()
    {
        using var channels = Sample.Open(
            Sample.Channel("type: webhook", "url: https://alerts.invalid/secret"),
            resolve: (_, _) => throw new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.HostNotFound));
        var failure = await channels.SendAsync("out", Sample.Message, Stop);
        Assert.StartsWith("the server alerts.invalid cannot be reached: ", failure, StringComparison.Ordinal);
        Assert.DoesNotContain("/secret", failure, StringComparison.Ordinal);
    }

    /// <summary>A name server that changes its answer: the address that was checked is the one that is connected to.</summary>
    [Fact]
    public async Task A_name_that_changes_its_address_reaches_no_refused_one()
    {
        await using var server = LoopbackServer.Http("500 Internal Server Error");
        var answers = new Queue<string>(["127.0.0.1", "169.254.169.254", "127.0.0.1"]);
        using var channels = Sample.Open(
            Sample.Channel("type: webhook", $"url: http://rebind.example:{server.Port}/", "allow_unencrypted: true"),
            resolve: (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(answers.Dequeue())]));
        Assert.Equal(
            "rebind.example has the address 169.254.169.254, which is link-local; no alert is sent there.",
            await channels.SendAsync("out", Sample.Message, Stop));
        Assert.Single(server.Received);
        Assert.Single(answers);
    }

    [Fact]
    public async Task One_refused_address_among_several_refuses_the_name()
    {
        await using var server = LoopbackServer.Http("200 OK");
        using var channels = Sample.Open(
            Sample.Channel("type: webhook", $"url: http://two.example:{server.Port}/", "allow_unencrypted: true"),
            resolve: (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback, IPAddress.Parse("fd00:ec2::254")]));
        Assert.Equal(
            "two.example has the address fd00:ec2::254, which is a cloud's metadata service; no alert is sent there.",
            await channels.SendAsync("out", Sample.Message, Stop));
        Assert.Empty(server.Received);
    }

    [Theory]
    [InlineData("KEY", "the environment variable KEY is not set.")]
    [InlineData("BAD", "the environment variable BAD: expected base64 after whsec_.")]
    public async Task A_wrong_secret_is_reported_without_its_value(string variable, string failure)
    {
        using var channels = Sample.Open(
            Sample.Channel("type: webhook", "url: http://localhost:1/", $"secret_env: {variable}"),
            new() { ["BAD"] = "whsec_?" });
        Assert.Equal(failure, await channels.SendAsync("out", Sample.Message, Stop));
    }

    [Theory]
    [InlineData("http://example.com/x",
        "the environment variable HOOK: an address of another machine must begin with https://, or set allow_unencrypted: true.")]
    [InlineData("https://2852039166/x", "the environment variable HOOK: the address is link-local; no alert is sent there.")]
    [InlineData("not an address", "the environment variable HOOK: expected an address that begins with https:// or http://.")]
    public async Task An_address_of_the_environment_obeys_the_same_rules(string address, string failure)
    {
        using var channels = Sample.Open(Sample.Channel("type: webhook", "url_env: HOOK"), new() { ["HOOK"] = address });
        Assert.Equal(failure, await channels.SendAsync("out", Sample.Message, Stop));
    }

    [Fact]
    public async Task The_heartbeat_is_requested_and_its_failure_shows_no_path()
    {
        await using var server = LoopbackServer.Http("200 OK", "404 Not Found");
        var settings = Sample.Settings("heartbeat_url_env: BEAT\nchannels: { out: { type: log } }\nalerts: []\n");
        using var channels = Sample.Open(settings, new() { ["BEAT"] = $"http://localhost:{server.Port}/secret" });
        Assert.Null(await channels.HeartbeatAsync(Stop));
        Assert.StartsWith("GET /secret HTTP/1.1\r\n", Assert.Single(server.Received), StringComparison.Ordinal);
        Assert.Equal(
            $"The heartbeat was not sent: the server localhost:{server.Port} answers 404.", await channels.HeartbeatAsync(Stop));
    }

    [Fact]
    public async Task Without_an_address_there_is_no_heartbeat()
    {
        using var channels = Sample.Open(Sample.Channel("type: log"));
        Assert.Null(await channels.HeartbeatAsync(Stop));
    }

    private static string? Header(string request, string name) => request.Split("\r\n\r\n")[0].Split("\r\n")
        .Where(line => line.StartsWith($"{name}: ", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(name.Length + 2)..]).SingleOrDefault();
}
