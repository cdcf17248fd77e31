namespace Volcast.Hosting.Tests;

/// <summary>An address in a table or a message has neither a user name nor a password.</summary>
public sealed class ShownAddressTests
{
    [Theory]
    [InlineData("https://query1.finance.yahoo.com", "https://query1.finance.yahoo.com")]
    [InlineData("https://user:pw99@x.example/a?b=c@d", "https://(hidden)@x.example/a?b=c@d")]
    [InlineData("http://user:p@ss@127.0.0.1:47480", "http://(hidden)@127.0.0.1:47480")]
    [InlineData("https://x.example/a@b", "https://x.example/a@b")]
    [InlineData("", "")]
    [InlineData("nonsense@", "nonsense@")]
    public void The_user_part_is_hidden(string address, string shown) => Assert.Equal(shown, Setting.WithoutUser(address));
}
