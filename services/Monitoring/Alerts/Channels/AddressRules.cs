using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Volcast.Services.Monitoring.Alerts.Channels;

/// <summary>
/// The addresses to which no alert is sent: those that never belong to a receiver, and those at which cloud machines hand out
/// their credentials. Loopback and private networks are allowed, because companies have their own receivers there. An IPv4
/// address inside an IPv6 address (mapped, compatible, NAT64, 6to4, Teredo) is judged as itself.
/// </summary>
internal static class AddressRules
{
    private static readonly (IPNetwork Network, string What)[] Refused =
    [
        (IPNetwork.Parse("0.0.0.0/8"), "unspecified"),
        (IPNetwork.Parse("100.100.100.200/32"), "a cloud's metadata service"),
        (IPNetwork.Parse("168.63.129.16/32"), "a cloud's metadata service"),
        (IPNetwork.Parse("169.254.0.0/16"), "link-local"),
        (IPNetwork.Parse("192.0.0.0/24"), "reserved for protocols"),
        (IPNetwork.Parse("192.0.2.0/24"), "reserved for documentation"),
        (IPNetwork.Parse("198.51.100.0/24"), "reserved for documentation"),
        (IPNetwork.Parse("203.0.113.0/24"), "reserved for documentation"),
        (IPNetwork.Parse("224.0.0.0/4"), "multicast"),
        (IPNetwork.Parse("240.0.0.0/4"), "reserved"),
        (IPNetwork.Parse("::/128"), "unspecified"),
        (IPNetwork.Parse("fd00:ec2::/32"), "a cloud's metadata service"),
        (IPNetwork.Parse("fd20:ce::254/128"), "a cloud's metadata service"),
        (IPNetwork.Parse("fe80::/10"), "link-local"),
        (IPNetwork.Parse("fec0::/10"), "site-local, which is no longer in use"),
        (IPNetwork.Parse("2001:db8::/32"), "reserved for documentation"),
        (IPNetwork.Parse("ff00::/8"), "multicast"),
    ];

    /// <summary>What is wrong with an address, such as "link-local"; null if it may be connected to.</summary>
    public static string? Refusal(IPAddress address)
    {
        // An address with a zone, such as fe80::1%eth0, is in the same network as the one without.
        var plain = address is { AddressFamily: AddressFamily.InterNetworkV6, ScopeId: not 0 }
            ? new IPAddress(address.GetAddressBytes())
            : address;
        return Forms(plain).Select(OfOne).FirstOrDefault(refusal => refusal is not null);
    }

    private static string? OfOne(IPAddress address)
    {
        foreach (var (network, what) in Refused)
            if (network.Contains(address))
                return what;
        return null;
    }

    /// <summary>The address and the IPv4 address that is embedded in it.</summary>
    private static IEnumerable<IPAddress> Forms(IPAddress address)
    {
        yield return address;
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            yield break;
        var bytes = address.GetAddressBytes();
        if (address.IsIPv4MappedToIPv6 || IsCompatible(bytes) || IsNat64(bytes))
            yield return new IPAddress(bytes.AsSpan(12));
        if (bytes is [0x20, 0x02, ..])
            yield return new IPAddress(bytes.AsSpan(2, 4));
        if (bytes is [0x20, 0x01, 0, 0, ..])
        {
            yield return new IPAddress(bytes.AsSpan(4, 4));
            yield return new IPAddress([.. bytes.AsSpan(12).ToArray().Select(part => (byte)~part)]);
        }
    }

    /// <summary>::a.b.c.d, apart from :: and ::1.</summary>
    private static bool IsCompatible(byte[] bytes) =>
        bytes.AsSpan(0, 12).IndexOfAnyExcept((byte)0) < 0 && BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(12)) > 1;

    /// <summary>64:ff9b::/96 and 64:ff9b:1::/48.</summary>
    private static bool IsNat64(byte[] bytes) =>
        bytes is [0, 0x64, 0xff, 0x9b, ..]
        && (bytes.AsSpan(4, 8).IndexOfAnyExcept((byte)0) < 0 || bytes is [_, _, _, _, 0, 1, ..]);
}
