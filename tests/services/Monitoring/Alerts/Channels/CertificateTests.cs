using System.Net.Security;
using System.Security.Authentication;

namespace Volcast.Services.Monitoring.Tests.Alerts;

/// <summary>A server whose certificate nobody has signed gets no message.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class CertificateTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_webhook_refuses_it()
    {
        await using var server = SelfSigned();
        using var channels = Sample.Open(
            Sample.Channel("type: webhook", $"url: https://localhost:{server.Port}/secret"), retries: 0);
        var failure = await channels.SendAsync("out", Sample.Message, Stop);
        Assert.StartsWith($"the server localhost:{server.Port} has no valid certificate: ", failure, StringComparison.Ordinal);
        Assert.DoesNotContain("/secret", failure, StringComparison.Ordinal);
        await server.DisposeAsync();
        Assert.DoesNotContain(server.Received, request => request.Contains("POST", StringComparison.Ordinal));
    }

    private static LoopbackServer SelfSigned()
    {
        var certificate = SelfSignedCertificate.Create();
        return new(async (_, stream, keep, stop) =>
        {
            await using var secure = new SslStream(stream);
            try
            {
                await secure.AuthenticateAsServerAsync(
                    new SslServerAuthenticationOptions { ServerCertificate = certificate }, stop);
                await secure.WriteAsync("220 stub\r\n"u8.ToArray(), stop);
                using var reader = new StreamReader(secure);
                keep(await reader.ReadToEndAsync(stop));
            }
            catch (AuthenticationException)
            {
                keep("refused");
            }
        });
    }
}
