namespace Volcast.Market.Tests;

public sealed class FullStopTests
{
    [Theory]
    [InlineData("Connection refused", "Connection refused.")]
    [InlineData("Read-only file system : '/data/x.lock'", "Read-only file system : '/data/x.lock'.")]
    [InlineData("It is there. ", "It is there.")]
    [InlineData("Why?", "Why?")]
    public void A_sentence_ends_once(string text, string ended) => Assert.Equal(ended, FullStop.After(text));
}
