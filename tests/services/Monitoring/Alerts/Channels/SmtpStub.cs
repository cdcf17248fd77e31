using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Volcast.Services.Monitoring.Tests.Alerts;

/// <summary>A mail server on loopback; keeps what each client said.</summary>
internal static class SmtpStub
{
    /// <summary>What is kept in place of the handshake of an encrypted connection.</summary>
    public const string Encrypted = "(encrypted)";

    /// <summary>A server without encryption.</summary>
    /// <param name="refuse">The command to refuse, and with what; for example <c>RCPT</c> and <c>550 no such user</c>.</param>
    /// <param name="refusal">The response to this command.</param>
    /// <param name="extensions">What the server offers, one to a line after EHLO.</param>
    public static LoopbackServer Create(string? refuse = null, string refusal = "550 refused", params string[] extensions) =>
        Create(certificate: null, isTlsFirst: false, refuse, refusal, extensions);

    /// <summary>A server that encrypts with this certificate: from the first byte, or after STARTTLS, which it offers.</summary>
    public static LoopbackServer WithTls(X509Certificate2 certificate, bool isTlsFirst, params string[] extensions) =>
        Create(certificate, isTlsFirst, refuse: null, refusal: "", extensions);

    private static LoopbackServer Create(
        X509Certificate2? certificate, bool isTlsFirst, string? refuse, string refusal, string[] extensions) =>
        new(async (_, connection, keep, stop) =>
        {
            using var secure = new SslStream(connection, leaveInnerStreamOpen: true);
            var said = new StringBuilder();
            Stream stream = connection;
            try
            {
                if (isTlsFirst)
                    await EncryptAsync();
                await SayAsync(refuse == "CONNECT" ? refusal : "220 stub");
                while (await ReadLineAsync() is { } line)
                {
                    said.AppendLine(line);
                    var verb = line.Split(' ')[0].ToUpperInvariant();
                    if (verb == refuse)
                        await SayAsync(refusal);
                    else if (verb == "EHLO")
                        await SayAsync(
                        [
                            .. extensions.Select(one => $"250-{one}"),
                            .. certificate is null || secure.IsAuthenticated ? (string[])[] : ["250-STARTTLS"], "250 SIZE 100000",
                        ]);
                    else if (verb == "STARTTLS" && certificate is not null)
                    {
                        await SayAsync("220 go on");
                        await EncryptAsync();
                    }
                    else if (verb == "AUTH")
                        await SayAsync("235 welcome");
                    else if (verb == "DATA")
                    {
                        await SayAsync("354 go on");
                        while (await ReadLineAsync() is { } text && text != ".")
                            said.AppendLine(text);
                        await SayAsync("250 accepted");
                    }
                    else if (verb == "QUIT")
                    {
                        await SayAsync("221 bye");
                        break;
                    }
                    else
                        await SayAsync("250 ok");
                }
            }
            catch (AuthenticationException)
            {
                // The client does not trust the certificate.
            }
            finally
            {
                keep(said.ToString()); // Also when the test ends before the client has closed the connection.
            }

            async Task EncryptAsync()
            {
                await secure.AuthenticateAsServerAsync(
                    new SslServerAuthenticationOptions { ServerCertificate = certificate }, stop);
                said.AppendLine(Encrypted);
                stream = secure;
            }

            // Byte by byte, so that nothing of a handshake is read as text.
            async Task<string?> ReadLineAsync()
            {
                var line = new List<byte>();
                var one = new byte[1];
                while (await stream.ReadAsync(one, stop) > 0)
                {
                    if (one[0] == '\n')
                        return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
                    line.Add(one[0]);
                }
                return null;
            }

            async Task SayAsync(params string[] lines) =>
                await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Concat(lines.Select(line => $"{line}\r\n"))), stop);
        });
}
