using System.Net;

namespace Volcast.Services.Monitoring.Alerts.Channels;

/// <summary>The rules for the address of a webhook that hold before its name is resolved.</summary>
internal static class WebhookAddress
{
    /// <summary>What is wrong with an address, in a sentence that does not show it; null for a valid one.</summary>
    /// <param name="text">The address.</param>
    /// <param name="allowsUnencrypted">Whether it may be plain http to another machine; null if no setting allows that.</param>
    public static string? Problem(string text, bool? allowsUnencrypted)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            return "expected an address that begins with https:// or http://.";
        if (address.UserInfo.Length > 0)
            return "an address may not hold a user name or password; sign the messages with secret_env.";
        if (address.Scheme == "http" && allowsUnencrypted != true && !address.IsLoopback)
            return "an address of another machine must begin with https://"
                + (allowsUnencrypted is null ? "." : ", or set allow_unencrypted: true.");
        return IPAddress.TryParse(address.Host.Trim('[', ']'), out var literal) && AddressRules.Refusal(literal) is { } refusal
            ? $"the address is {refusal}; no alert is sent there."
            : null;
    }

    /// <summary>Whether a host is this machine by its name.</summary>
    public static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var literal) && IPAddress.IsLoopback(literal));
}
