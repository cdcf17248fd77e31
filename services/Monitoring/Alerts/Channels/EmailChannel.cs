using System.Net.Security;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Volcast.Market;

namespace Volcast.Services.Monitoring.Alerts.Channels;

/// <summary>Sends a message as a plain-text mail. Its Message-Id is made from the message's id.</summary>
/// <param name="network">Connects to the server.</param>
/// <param name="settings">Server, sender and recipients.</param>
/// <param name="password">Null without a user name.</param>
/// <param name="time">Gives the date, and measures the timeout.</param>
/// <param name="trust">Judges the server's certificate; null for the system's rules.</param>
internal sealed class EmailChannel(
    GuardedNetwork network, ChannelSettings settings, string? password, TimeProvider time,
    RemoteCertificateValidationCallback? trust = null) : AlertChannel
{
    private const int PortOfTls = 465;
    private const int PortOfSubmission = 587;

    public override async Task SendAsync(AlertMessage message, CancellationToken stop)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(settings.Timeout), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        try
        {
            await DeliverAsync(Mail(message), either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new ChannelException(FormattableString.Invariant(
                $"the mail server {Server} did not accept the message within {settings.Timeout:0.###} s."));
        }
        catch (SslHandshakeException failed) when (failed.ServerCertificate is not null)
        {
            throw new ChannelException(
                $"the mail server {Server} has no valid certificate, so nothing was sent: "
                + $"{FullStop.After(failed.Message)} Have the certificate signed by an authority that this machine trusts.");
        }
        catch (Exception failed) when (failed is CommandException or ProtocolException or AuthenticationException
            or SslHandshakeException or ServiceNotConnectedException or ServiceNotAuthenticatedException or NotSupportedException
            or IOException or SocketException)
        {
            throw new ChannelException(failed is SocketException
                ? $"the mail server {Server} cannot be reached: {failed.Message}"
                : $"the mail server {Server} did not accept the message: {failed.Message}");
        }
    }

    private int Port => settings.Port ?? (settings.Security == MailSecurity.Tls ? PortOfTls : PortOfSubmission);

    /// <summary>Host and port.</summary>
    private string Server => FormattableString.Invariant($"{settings.Host}:{Port}");

    private async Task DeliverAsync(MimeMessage mail, CancellationToken stop)
    {
        // As for https, certificates are checked, but no list of revoked ones is downloaded.
        using var client = new SmtpClient
        {
            CheckCertificateRevocation = false,
            ServerCertificateValidationCallback = trust,
        };
        await using var connection = await network.ConnectAsync(settings.Host!, Port, stop);
        await client.ConnectAsync(connection, settings.Host!, Port, settings.Security switch
        {
            MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
            MailSecurity.None => SecureSocketOptions.None,
            _ => SecureSocketOptions.StartTls,
        }, stop);
        if (settings.Username is { } user)
            await client.AuthenticateAsync(user, password!, stop);
        await client.SendAsync(mail, stop);
        try
        {
            await client.DisconnectAsync(quit: true, stop);
        }
        catch (Exception failed) when (failed
            is OperationCanceledException or CommandException or ProtocolException or IOException)
        {
            // The server has accepted the message; how it says goodbye does not matter.
        }
    }

    private MimeMessage Mail(AlertMessage message)
    {
        var mail = new MimeMessage
        {
            Subject = message.Title,
            Body = new TextPart("plain") { Text = $"{message.Line}\n\nId: {message.Id}\n" },
            Date = time.GetUtcNow(),
            MessageId = $"{message.Id}@volcast",
        };
        mail.From.Add(new MailboxAddress("Volcast", settings.From!));
        mail.To.AddRange(settings.To.Select(to => new MailboxAddress("", to)));
        return mail;
    }
}
