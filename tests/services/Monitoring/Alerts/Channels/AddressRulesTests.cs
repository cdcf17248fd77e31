using System.Net;
using CsCheck;
using Volcast.Services.Monitoring.Alerts.Channels;

namespace Volcast.Services.Monitoring.Tests.Alerts;

public sealed class AddressRulesTests
{
    [Theory]
    [InlineData("169.254.169.254", "link-local")]
    [InlineData("169.254.0.0", "link-local")]
    [InlineData("169.254.255.255", "link-local")]
    [InlineData("0.0.0.0", "unspecified")]
    [InlineData("0.1.2.3", "unspecified")]
    [InlineData("224.0.0.1", "multicast")]
    [InlineData("255.255.255.255", "reserved")]
    [InlineData("100.100.100.200", "a cloud's metadata service")]
    [InlineData("192.0.0.192", "reserved for protocols")]
    [InlineData("::", "unspecified")]
    [InlineData("fe80::1", "link-local")]
    [InlineData("fe80::1%7", "link-local")]
    [InlineData("febf:ffff::1", "link-local")]
    [InlineData("ff02::1", "multicast")]
    [InlineData("fd00:ec2::254", "a cloud's metadata service")]
    [InlineData("::ffff:169.254.169.254", "link-local")]
    [InlineData("::ffff:a9fe:a9fe", "link-local")]
    [InlineData("::169.254.169.254", "link-local")]
    [InlineData("64:ff9b::a9fe:a9fe", "link-local")]
    [InlineData("64:ff9b:1::a9fe:a9fe", "link-local")]
    [InlineData("2002:a9fe:a9fe::1", "link-local")]
    [InlineData("2001:0:a9fe:a9fe::1", "link-local")]
    [InlineData("2001:0:808:808::5601:5601", "link-local")]
    public void Refused(string address, string refusal) => Assert.Equal(refusal, AddressRules.Refusal(IPAddress.Parse(address)));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("10.1.2.3")]
    [InlineData("172.16.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("fd12:3456::1")]
    [InlineData("169.253.255.255")]
    [InlineData("169.255.0.0")]
    [InlineData("93.184.216.34")]
    [InlineData("2606:4700::1111")]
    [InlineData("::ffff:10.1.2.3")]
    public void Allowed(string address) => Assert.Null(AddressRules.Refusal(IPAddress.Parse(address)));

    /// <summary>The forms in which a URL can hide 169.254.169.254, also those that are no dotted decimals.</summary>
    [Theory]
    [InlineData("http://169.254.169.254/")]
    [InlineData("http://2852039166/")]
    [InlineData("http://0xA9FEA9FE/")]
    [InlineData("http://0xa9.0xfe.0xa9.0xfe/")]
    [InlineData("http://0251.0376.0251.0376/")]
    [InlineData("http://169.254.43518/")]
    [InlineData("http://169.16689662/")]
    [InlineData("http://[::ffff:169.254.169.254]/")]
    [InlineData("http://[::ffff:a9fe:a9fe]/")]
    [InlineData("http://[64:ff9b::169.254.169.254]/")]
    public void A_disguised_address_is_refused(string address) => Assert.Equal(
        "the address is link-local; no alert is sent there.", WebhookAddress.Problem(address, allowsUnencrypted: true));

    /// <summary>What is inside an IPv6 address is judged as the IPv4 address alone.</summary>
    [Fact]
    public void Each_embedding_has_the_refusal_of_its_ipv4_address() =>
        Gen.Byte.Array[4].Select(Gen.Int[0, 4]).Sample((ipv4, form) =>
        {
            var refusal = AddressRules.Refusal(new IPAddress(ipv4));
            // ::0.0.0.0 and ::0.0.0.1 are the addresses "unspecified" and "loopback" of IPv6.
            if (form == 1 && ipv4 is [0, 0, 0, _])
                return;
            byte[] bytes = form switch
            {
                0 => [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, .. ipv4],
                1 => [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. ipv4],
                2 => [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, .. ipv4],
                3 => [0x20, 0x02, .. ipv4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
                // A Teredo client, inverted, behind a public server.
                _ => [0x20, 0x01, 0, 0, 8, 8, 8, 8, 0, 0, 0, 0, .. ipv4.Select(part => (byte)~part)],
            };
            Assert.Equal(refusal, AddressRules.Refusal(new IPAddress(bytes)));
        });
}
