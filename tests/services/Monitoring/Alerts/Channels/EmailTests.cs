using System.Net;

namespace Volcast.Services.Monitoring.Tests.Alerts;

[Trait(Category.Name, Category.Integration)]
public sealed class EmailTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private static string[] Lines(int port, params string[] further) =>
    [
        "type: email", "host: localhost", $"port: {port}", "from: volcast@example.com",
        "to: [desk@example.com, risk@example.com]", .. further,
    ];

    [Fact]
    public async Task The_message_is_mailed_to_each_recipient_with_a_stable_id()
    {
        await using var server = SmtpStub.Create();
        using var channels = Sample.Open(Sample.Channel(Lines(server.Port, "security: none")));
        Assert.Null(await channels.SendAsync("out", Sample.Message, Stop));
        await server.DisposeAsync();
        var said = Assert.Single(server.Received);
        Assert.Contains("MAIL FROM:<volcast@example.com>", said, StringComparison.Ordinal);
        Assert.Contains("RCPT TO:<desk@example.com>", said, StringComparison.Ordinal);
        Assert.Contains("RCPT TO:<risk@example.com>", said, StringComparison.Ordinal);
        Assert.Contains("Subject: SIMULATED: alert spy_above_25 for SPY over 5 sessions", said, StringComparison.Ordinal);
        Assert.Contains($"Message-Id: <{Sample.Message.Id}@volcast>", said, StringComparison.Ordinal);
        Assert.Contains("Date: Mon, 23 Nov 2026 12:00:00 +0000", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CONNECT", "554 no service")]
    [InlineData("MAIL", "550 not you")]
    [InlineData("MAIL", "530 authentication required")]
    [InlineData("RCPT", "550 no such user")]
    [InlineData("DATA", "554 not this")]
    public async Task A_refusal_is_reported_with_the_servers_words(string command, string refusal)
    {
        await using var server = SmtpStub.Create(command, refusal);
        using var channels = Sample.Open(Sample.Channel(Lines(server.Port, "security: none")));
        var failure = await channels.SendAsync("out", Sample.Message, Stop);
        Assert.StartsWith($"the mail server localhost:{server.Port} did not accept the message: ", failure,
            StringComparison.Ordinal);
        Assert.Contains(refusal[4..], failure, StringComparison.Ordinal);
    }

    /// <summary>The default: without the offer of encryption neither password nor message leaves.</summary>
    [Fact]
    public async Task A_server_without_starttls_gets_nothing()
    {
        await using var server = SmtpStub.Create(extensions: "AUTH PLAIN");
        using var channels = Sample.Open(
            Sample.Channel(Lines(server.Port, "username: desk", "password_env: PASSWORD")), new() { ["PASSWORD"] = "hunter2" });
        var failure = await channels.SendAsync("out", Sample.Message, Stop);
        Assert.Contains("STARTTLS", failure, StringComparison.Ordinal);
        await server.DisposeAsync();
        Assert.DoesNotContain("AUTH", Assert.Single(server.Received), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_that_the_server_repeats_is_hidden()
    {
        await using var server = SmtpStub.Create("AUTH", "535 hunter2 is wrong", "AUTH PLAIN");
        using var channels = Sample.Open(
            Sample.Channel(Lines(server.Port, "security: none", "username: desk", "password_env: PASSWORD")),
            new() { ["PASSWORD"] = "hunter2" });
        var failure = await channels.SendAsync("out", Sample.Message, Stop);
        Assert.Contains("(hidden) is wrong", failure, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_hangs_is_given_up_after_the_timeout()
    {
        await using var server = LoopbackServer.Http("hang");
        using var channels = Sample.Open(Sample.Channel(Lines(server.Port, "security: none", "timeout: 1")));
        Assert.Equal(
            $"the mail server localhost:{server.Port} did not accept the message within 1 s.",
            await channels.SendAsync("out", Sample.Message, Stop));
    }

    [Fact]
    public async Task Mail_obeys_the_rules_for_addresses()
    {
        using var channels = Sample.Open(
            Sample.Channel("type: email", "host: mail.example", "from: a@example.com", "to: [b@example.com]"),
            resolve: (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("169.254.1.1")]));
        Assert.Equal(
            "mail.example has the address 169.254.1.1, which is link-local; no alert is sent there.",
            await channels.SendAsync("out", Sample.Message, Stop));
    }
}
