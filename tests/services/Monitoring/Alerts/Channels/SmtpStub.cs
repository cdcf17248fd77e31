using System.Text;

namespace Volcast.Services.Monitoring.Tests.Alerts;

/// <summary>A mail server on loopback without encryption; keeps what each client said.</summary>
internal static class SmtpStub
{
    /// <param name="refuse">The command to refuse, and with what; for example <c>RCPT</c> and <c>550 no such user</c>.</param>
    /// <param name="refusal">The response to this command.</param>
    /// <param name="extensions">What the server offers, one to a line after EHLO.</param>
    public static LoopbackServer Create(string? refuse = null, string refusal = "550 refused", params string[] extensions) =>
        new(async (_, stream, keep, stop) =>
        {
            using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
            var said = new StringBuilder();
            try
            {
                await SayAsync(refuse == "CONNECT" ? refusal : "220 stub");
                while (await reader.ReadLineAsync(stop) is { } line)
                {
                    said.AppendLine(line);
                    var verb = line.Split(' ')[0].ToUpperInvariant();
                    if (verb == refuse)
                        await SayAsync(refusal);
                    else if (verb == "EHLO")
                        await SayAsync([.. extensions.Select(one => $"250-{one}"), "250 SIZE 100000"]);
                    else if (verb == "AUTH")
                        await SayAsync("235 welcome");
                    else if (verb == "DATA")
                    {
                        await SayAsync("354 go on");
                        while (await reader.ReadLineAsync(stop) is { } text && text != ".")
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
            finally
            {
                keep(said.ToString()); // Also when the test ends before the client has closed the connection.
            }

            async Task SayAsync(params string[] lines) =>
                await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Concat(lines.Select(line => $"{line}\r\n"))), stop);
        });
}
