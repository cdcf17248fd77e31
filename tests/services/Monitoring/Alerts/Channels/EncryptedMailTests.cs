using System.Security.Cryptography.X509Certificates;
using Volcast.Services.Monitoring.Alerts.Channels;

namespace Volcast.Services.Monitoring.Tests.Alerts;

/// <summary>Mail over TLS, after STARTTLS and from the first byte.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class EncryptedMailTests : IDisposable
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private readonly X509Certificate2 certificate = SelfSignedCertificate.Create();

    public void Dispose() => certificate.Dispose();

    private LoopbackServer Server(string security) =>
        SmtpStub.WithTls(certificate, isTlsFirst: security == "tls", "AUTH PLAIN");

    private static AlertChannels Open(int port, string security, X509Certificate2? trusted) => Sample.Open(
        Sample.Channel(
            "type: email", "host: localhost", $"port: {port}", $"security: {security}", "from: volcast@example.com",
            "to: [desk@example.com]", "username: desk", "password_env: PASSWORD"),
        new() { ["PASSWORD"] = "hunter2" },
        trust: trusted is null ? null
            : (_, shown, _, _) => shown?.GetCertHashString() == trusted.GetCertHashString());

    [Theory]
    [InlineData("starttls")]
    [InlineData("tls")]
    public async Task A_certificate_that_is_not_trusted_gets_neither_password_nor_message(string security)
    {
        await using var server = Server(security);
        using var channels = Open(server.Port, security, trusted: null);
        var failure = await channels.SendAsync("out", Sample.Message, Stop);
        Assert.StartsWith($"the mail server localhost:{server.Port} has no valid certificate, so nothing was sent: ",
            failure, StringComparison.Ordinal);
        Assert.Contains("self-signed certificate", failure, StringComparison.Ordinal);
        Assert.EndsWith(
            " Have the certificate signed by an authority that this machine trusts.", failure, StringComparison.Ordinal);
        await server.DisposeAsync();
        var said = Assert.Single(server.Received);
        Assert.DoesNotContain("AUTH", said, StringComparison.Ordinal);
        Assert.DoesNotContain("MAIL", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("starttls", "EHLO STARTTLS (encrypted) EHLO AUTH MAIL RCPT DATA QUIT")]
    [InlineData("tls", "(encrypted) EHLO AUTH MAIL RCPT DATA QUIT")]
    public async Task A_trusted_server_gets_password_and_message_after_the_encryption_has_begun(string security, string verbs)
    {
        await using var server = Server(security);
        using var channels = Open(server.Port, security, trusted: certificate);
        Assert.Null(await channels.SendAsync("out", Sample.Message, Stop));
        await server.DisposeAsync();
        var lines = Assert.Single(server.Received).Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(verbs, string.Join(' ', lines.Select(line => line.Split(' ')[0]).Where(verbs.Split(' ').Contains)));
        Assert.Contains($"Message-Id: <{Sample.Message.Id}@volcast>", lines);
    }

    [Fact]
    public async Task Another_certificate_than_the_trusted_one_is_refused()
    {
        using var other = SelfSignedCertificate.Create();
        await using var server = Server("tls");
        using var channels = Open(server.Port, "tls", trusted: other);
        Assert.StartsWith($"the mail server localhost:{server.Port} has no valid certificate, so nothing was sent: ",
            await channels.SendAsync("out", Sample.Message, Stop), StringComparison.Ordinal);
    }
}
